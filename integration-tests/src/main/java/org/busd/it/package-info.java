/** Programs and tests that start real processes; all of it is test code. */
@NullMarked
package org.busd.it;

import org.jspecify.annotations.NullMarked;
