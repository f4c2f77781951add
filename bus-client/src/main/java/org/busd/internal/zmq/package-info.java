/**
 * The part that knows JeroMQ: a context whose threads have names and whose deaths are noticed, sockets that survive
 * interrupts, and the count of live subscriptions. Works on {@code zmq.*} directly, because the convenience layer hides
 * the difference between "full" and "interrupted".
 */
@NullMarked
package org.busd.internal.zmq;

import org.jspecify.annotations.NullMarked;
