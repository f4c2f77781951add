/** signing. */
@NullMarked
package org.busd.signing;

import org.jspecify.annotations.NullMarked;
