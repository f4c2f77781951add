/**
 * A message bus for programs: {@link org.busd.Bus#publish(String, Object)} from any thread, and everybody who
 * {@linkplain org.busd.Bus#subscribe(String...) subscribes} hears it. What is not in code is in drop-ins under
 * {@code /etc/bus.d}.
 */
@NullMarked
package org.busd;

import org.jspecify.annotations.NullMarked;
