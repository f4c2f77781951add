/** A bus inside one process: the transport for tests, and the proof that publishing and subscribing need no ZeroMQ. */
@NullMarked
package org.busd.internal.memory;

import org.jspecify.annotations.NullMarked;
