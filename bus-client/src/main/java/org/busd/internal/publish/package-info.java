/**
 * The way of a message out of the process: a socket for each publishing thread, one outlet that owns the network side,
 * one budget in between.
 */
@NullMarked
package org.busd.internal.publish;

import org.jspecify.annotations.NullMarked;
