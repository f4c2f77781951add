/** The way of a message into the process: one socket for all endpoints, a bounded queue, a strict reader. */
@NullMarked
package org.busd.internal.subscribe;

import org.jspecify.annotations.NullMarked;
