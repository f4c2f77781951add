package org.busd;

import org.busd.config.BusSettings;
import org.busd.config.SettingsLoader;
import org.busd.internal.memory.MemoryNetwork;
import org.busd.internal.memory.MemoryTransport;

/**
 * A bus inside this process: clients opened on the same one hear each other, and nobody else. There is no socket, no port
 * and nothing to wait for: a subscription is in force when {@code subscribe} returns. For tests of programs that publish and
 * subscribe, and for several parts of one program.
 *
 * <p>Everything else is as on a network: encoding, topics, order, full queues ({@code bus.publish.overflow}), dead letters,
 * metrics, shutdown. Endpoints play no part. Thread-safe; needs no closing, its clients do.
 *
 * @see org.busd.testing.RecordingBus
 */
public final class MemoryBus {
    private final MemoryNetwork network = new MemoryNetwork();

    /** A bus that nobody is on. */
    public MemoryBus() {}

    /**
     * Opens a client with the built-in defaults and no shutdown hook; neither drop-ins nor variables nor system properties
     * are read.
     *
     * @return a client to be closed
     */
    public BusClient open() {
        return open(SettingsLoader.isolated().set("shutdown-hook", "off").load());
    }

    /**
     * Opens a client with given settings.
     *
     * @param settings any
     * @return a client to be closed
     */
    public BusClient open(BusSettings settings) {
        return BusClient.builder()
                .settings(settings)
                .transport((name, own) -> new MemoryTransport(network, own))
                .open();
    }
}
