/** What the parts of bus.d cost, by JMH. */
@NullMarked
package org.busd.benchmarks;

import org.jspecify.annotations.NullMarked;
