package org.busd.internal.zmq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.busd.config.Endpoint;
import org.busd.internal.OwnThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Msg;
import zmq.ZMQ;
import zmq.io.Metadata;
import zmq.io.net.Address;

/**
 * Connects one socket to listed endpoints, keeps it connected where their names lead, and knows which of them a message
 * came from.
 *
 * <p>Names are looked up on threads of its own, so that one that does not answer stalls nobody; the threads end when there
 * is nothing to look up. Confined to the socket's owner, but for {@link #happened} and {@link #close}.
 */
public final class Connector implements AutoCloseable {
    private static final int THREADS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    private final String name;
    private final Lookup names;
    private final Predicate<Endpoint> unwanted;
    private final Runnable wake;
    private final ScheduledThreadPoolExecutor threads;

    /** The address that each listed endpoint is connected at. */
    private final Map<Endpoint, Endpoint> addresses = new HashMap<>();
    /** Addresses to go to, for the owner. */
    private final Queue<Move> moves = new ConcurrentLinkedQueue<>();
    /** The listed endpoints, by what JeroMQ calls their addresses. */
    private final Map<String, Endpoint> byPeer = new ConcurrentHashMap<>();

    private final Map<Endpoint, FollowedName> followed = new ConcurrentHashMap<>();
    private final Map<SocketChannel, FollowedName> connections = new ConcurrentHashMap<>();

    /** What {@link #from} has answered last, for messages come in runs. */
    private @Nullable Metadata lastPeer;

    private @Nullable Endpoint lastFrom;

    private record Move(Endpoint listed, Endpoint address) {}

    /**
     * A connector that has connected nothing.
     *
     * @param name what its threads begin with
     * @param wake has the owner call {@link #follow} soon
     */
    Connector(String name, Lookup names, Runnable wake) {
        this(name, names, address -> false, wake);
    }

    /**
     * A connector for a socket that must not be connected everywhere.
     *
     * @param unwanted addresses to leave out, also where a name leads there
     */
    public static Connector leavingOut(String name, Predicate<Endpoint> unwanted, Runnable wake) {
        return new Connector(name, TcpAddresses::all, unwanted, wake);
    }

    private Connector(String name, Lookup names, Predicate<Endpoint> unwanted, Runnable wake) {
        this.name = name;
        this.names = names;
        this.unwanted = unwanted;
        this.wake = wake;
        threads = new ScheduledThreadPoolExecutor(THREADS, task -> OwnThreads.create(name + "-resolver", task));
        threads.setKeepAliveTime(1, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Connects {@code socket} to all of them: to names when they have been looked up. */
    public void connect(ZmqSocket socket, Collection<Endpoint> listed) {
        socket.onGivenUp(wake);
        for (Endpoint endpoint : listed) {
            if (TcpAddresses.isLiteral(endpoint)) {
                move(socket, endpoint, endpoint);
            } else {
                FollowedName host = new FollowedName(endpoint, names, threads, address -> {
                    moves.add(new Move(endpoint, address));
                    wake.run();
                });
                followed.put(endpoint, host);
                host.follow();
            }
        }
    }

    /**
     * Connects to where names lead by now, and again to whom ZeroMQ has given up; returns whether there was any name to
     * follow.
     */
    public boolean follow(ZmqSocket socket) {
        socket.reconnect();
        Move move = moves.poll();
        if (move == null) {
            return false;
        }
        FollowedName host = followed.get(move.listed());
        Endpoint before = addresses.get(move.listed());
        if (host == null || before == null || !host.isBackAt(before)) {
            move(socket, move.listed(), move.address());
        }
        return true;
    }

    private void move(ZmqSocket socket, Endpoint listed, Endpoint address) {
        if (unwanted.test(address)) {
            LOG.info("{}: {} is left out", name, listed);
            return;
        }
        Endpoint before = addresses.put(listed, address);
        byPeer.putIfAbsent(peer(address), listed);
        socket.connect(address);
        if (before != null && !addresses.containsValue(before)) {
            byPeer.remove(peer(before));
            socket.disconnect(before);
            FollowedName host = followed.get(listed);
            if (host != null) {
                host.left();
            }
        }
    }

    private static String peer(Endpoint address) {
        return new Address(new InetSocketAddress(address.host(), address.port())).address();
    }

    /** A connection was made or has ended. On JeroMQ's threads. */
    public void happened(ZMQ.Event event) {
        if (followed.isEmpty() || !(event.arg instanceof SocketChannel channel)) {
            return;
        }
        if (event.event == ZMQ.ZMQ_EVENT_CONNECTED) {
            FollowedName name = followedBy(channel);
            if (name != null) {
                connections.put(channel, name);
                name.connected();
            }
        } else if (event.event == ZMQ.ZMQ_EVENT_DISCONNECTED) {
            FollowedName name = connections.remove(channel);
            if (name != null) {
                name.disconnected();
            }
        }
    }

    private @Nullable FollowedName followedBy(SocketChannel channel) {
        try {
            Endpoint listed = byPeer.get(new Address(channel.getRemoteAddress()).address());
            return listed == null ? null : followed.get(listed);
        } catch (IOException | RuntimeException e) {
            // Closed already: the event that says so is to come, and is then not ours.
            return null;
        }
    }

    /** The listed endpoint that {@code frame} came from, where that is known. */
    @SuppressWarnings("ReferenceEquality") // One object a connection: the same peer, asked at no cost.
    @Nullable
    Endpoint from(Msg frame) {
        Metadata peer = frame.getMetadata();
        if (peer != lastPeer) {
            lastPeer = peer;
            String address = peer == null ? null : peer.get(Metadata.PEER_ADDRESS);
            lastFrom = address == null ? null : byPeer.get(address);
        }
        return lastFrom;
    }

    /** Looks nothing up any more. Thread-safe. */
    @Override
    public void close() {
        // Not shutdownNow: nobody here needs an interrupt, a name service least of all.
        threads.shutdown();
    }
}
