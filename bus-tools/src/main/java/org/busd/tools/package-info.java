/** The {@code bus} command: one class a command, put together by {@link org.busd.tools.BusTool}. */
@org.jspecify.annotations.NullMarked
package org.busd.tools;
