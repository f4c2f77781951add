/** Actors: state that one thread owns, and a mailbox by which the others reach it. */
@NullMarked
package org.busd.actor;

import org.jspecify.annotations.NullMarked;
