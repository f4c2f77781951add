package org.busd.internal.zmq;

import java.time.Duration;
import java.util.List;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.config.Publish;
import org.busd.internal.LogLimit;
import org.busd.internal.transport.Audience;
import org.busd.internal.transport.Inlet;
import org.busd.internal.transport.Outlet;
import org.busd.internal.transport.OutletEvents;
import org.busd.internal.transport.PeerCounters;
import org.busd.internal.transport.Receiver;
import org.busd.internal.transport.Transport;

/** The bus on ZeroMQ: one context, an XPUB socket an outlet, a SUB socket an inlet. Thread-safe. */
public final class ZmqTransport implements Transport {
    /**
     * How many times {@code settle} more those are waited for who are under way. A handshake takes its time in a process
     * that has just started on a busy host: up to a second, measured with four of them on two cores.
     */
    private static final int GREETING = 4;

    private final BusSettings settings;
    private final ZmqContext context;
    private final Sockets sockets;
    private final Lookup names;
    private final Subscriptions subscriptions = new Subscriptions();
    private final LogLimit fullQueues = new LogLimit();

    /**
     * A transport that has opened nothing.
     *
     * @param name what its threads begin with
     */
    public ZmqTransport(String name, BusSettings settings) {
        this(name, settings, TcpAddresses::all);
    }

    ZmqTransport(String name, BusSettings settings, Lookup names) {
        this.settings = settings;
        this.names = names;
        this.context = ZmqContext.of(name, settings);
        this.sockets = new Sockets(context, settings);
    }

    @Override
    public Outlet outlet(String name, OutletEvents events) {
        Publish publish = settings.publish();
        boolean relayed = publish.via() == Publish.Via.RELAY;
        Subscribers subscribers = subscriptions.ofSocket();
        return new ZmqOutlet(
                name,
                sockets,
                relayed ? new Attachment.ToRelay(name, names, settings.relay().inbound()) : bound(),
                relayed ? Duration.ZERO : publish.settle(),
                relayed ? publish.readyTimeout() : publish.settle().multipliedBy(GREETING),
                new Overflow(publish.overflow(), publish.patience(), events, events::changed, fullQueues),
                subscribers,
                events);
    }

    private Attachment bound() {
        String service = settings.serviceName();
        return new Attachment.Bound(
                service,
                settings.endpoints().getOrDefault(service, List.of()),
                new Binding(settings.publish().bindAddress()));
    }

    @Override
    public Audience audience() {
        return subscriptions;
    }

    @Override
    public Inlet inlet(String name, List<Endpoint> endpoints, List<byte[]> prefixes, Receiver receiver) {
        return new ZmqInlet(name, sockets, names, endpoints, prefixes, receiver);
    }

    @Override
    public PeerCounters peerCounters() {
        return context.peerCounters();
    }

    @Override
    public void checkAlive() {
        context.checkAlive();
    }

    @Override
    public boolean isDead() {
        return context.isDead();
    }

    @Override
    public void whenDead(Runnable waker) {
        context.whenDead(waker);
    }

    @Override
    public boolean close(Duration wait) {
        return context.terminate(wait);
    }
}
