package org.busd.internal.memory;

import java.time.Duration;
import java.util.List;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.internal.transport.Audience;
import org.busd.internal.transport.Inlet;
import org.busd.internal.transport.Outlet;
import org.busd.internal.transport.OutletEvents;
import org.busd.internal.transport.PeerCounters;
import org.busd.internal.transport.Receiver;
import org.busd.internal.transport.Transport;

/**
 * One client's part in a {@link MemoryNetwork}. Endpoints play no part: everybody hears everybody. Never dies, and leaves
 * nothing behind. Thread-safe.
 */
public final class MemoryTransport implements Transport {
    private final MemoryNetwork network;
    private final BusSettings settings;
    private final Audience audience = new Listeners();
    private final PeerCounters peerCounters = new PeerCounters();

    public MemoryTransport(MemoryNetwork network, BusSettings settings) {
        this.network = network;
        this.settings = settings;
    }

    @Override
    public Outlet outlet(String name, OutletEvents events) {
        return new MemoryOutlet(name, network, settings.publish(), events);
    }

    @Override
    public Audience audience() {
        return audience;
    }

    @Override
    public Inlet inlet(String name, List<Endpoint> endpoints, List<byte[]> prefixes, Receiver receiver) {
        return new MemoryInlet(name, network, settings.subscribe().highWaterMark(), prefixes, receiver);
    }

    /** There are no peers but ourselves. */
    @Override
    public PeerCounters peerCounters() {
        return peerCounters;
    }

    @Override
    public void checkAlive() {
        // Nothing to die of.
    }

    @Override
    public boolean isDead() {
        return false;
    }

    @Override
    public void whenDead(Runnable waker) {
        // Never.
    }

    @Override
    public boolean close(Duration wait) {
        return true;
    }

    private final class Listeners implements Audience {
        private volatile boolean closed;

        @Override
        public boolean await(byte[] topic, int count, long deadlineNanos) throws InterruptedException {
            return network.await(topic, count, deadlineNanos, () -> closed);
        }

        @Override
        public void close() {
            closed = true;
            network.signal();
        }
    }
}
