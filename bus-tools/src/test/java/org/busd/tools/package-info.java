/** Tests of the {@code bus} command: in this process by {@code ToolFixture}, as an image by the {@code *IT}. */
@org.jspecify.annotations.NullMarked
package org.busd.tools;
