/**
 * Hosts that are containers, on networks that tests made themselves; nothing here calls bus.d's classes, all is said to
 * processes.
 */
@NullMarked
package org.busd.it.containers;

import org.jspecify.annotations.NullMarked;
