/**
 * Publishers and subscribers in processes of their own, bus.d's beside those of its peers, by turns: what is published,
 * what arrives, how long that takes and what it costs.
 */
@NullMarked
package org.busd.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
