/** What the build runs to complete the runnable image: completion, man pages, class-data archive. */
@org.jspecify.annotations.NullMarked
package org.busd.tools.image;
