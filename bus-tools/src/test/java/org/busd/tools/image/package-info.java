/** Tests of what the build adds to the runnable image. */
@org.jspecify.annotations.NullMarked
package org.busd.tools.image;
