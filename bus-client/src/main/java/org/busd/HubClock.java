package org.busd;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of a hub.
 *
 * @param nanos what pauses and beats are measured by
 * @param wall what is told to people
 */
record HubClock(LongSupplier nanos, InstantSource wall) {
    static final HubClock SYSTEM = new HubClock(System::nanoTime, InstantSource.system());
}
