/** What the parts of the client share: the two ways in which they fail. */
@NullMarked
package org.busd.internal;

import org.jspecify.annotations.NullMarked;
