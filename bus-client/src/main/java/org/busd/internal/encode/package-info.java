/** From a user's object to the bytes of an envelope: the {@code toJson} contract, Jackson, canonical JSON. */
@NullMarked
package org.busd.internal.encode;

import org.jspecify.annotations.NullMarked;
