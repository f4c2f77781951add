package org.busd.internal.zmq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.ZMQ;
import zmq.io.Metadata;
import zmq.io.net.Address;
import zmq.poll.IPollEvents;

/**
 * The TCP connections of one socket: how many there may be, what may come over them, when they have broken, and that none
 * outlives the socket.
 *
 * <p>Over one that lives something comes at each heartbeat: JeroMQ sends a PING, and answers one. Its own timer for that
 * also ends a connection that it has stopped reading from, because the queue behind it is full: a slow subscriber would
 * lose what is on its way. So we look ourselves, and pass over those that are not being read, and those that have not taken
 * all that we have for them, whose sign may be behind it.
 *
 * <p>None outlives it: JeroMQ 0.6.0 forgets one now and then: when a socket closes, each of its sessions tells it so through
 * its mailbox ({@code Mailbox.send} queues the command, then signals it), and the reaper may take the command from the
 * queue, be done and close the mailbox before the session has signalled. The session's thread gets a
 * {@code ClosedChannelException} and leaves the connection open, for ever: to its peer a subscriber that never reads. (One
 * close of a hundred on a busy host.)
 *
 * <p>Thread-safe: filled on I/O threads, emptied by the socket's owner.
 */
final class Peers implements IPollEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    /** How often those are looked for who have said nothing. */
    private static final long LOOK_MILLIS = 500;

    /** How often in the longest pause it is looked whether somebody has said something. */
    private static final int LOOKS_A_PAUSE = 8;

    private static final Duration NEVER = Duration.ofDays(36_500);

    private static final long SHUNNED_NANOS = Duration.ofSeconds(1).toNanos();

    private final ZmqContext context;
    private final PeerLimits limits;
    private final FrameRule rule;
    /** With whom there are no connections for a moment, though JeroMQ makes them: what we dialled and who offended. */
    private final Map<InetSocketAddress, Long> shunned = new ConcurrentHashMap<>();

    private final Lost lost;
    private final Map<SocketChannel, Peer> open = new ConcurrentHashMap<>();
    private final Map<String, Peer> byAddress = new ConcurrentHashMap<>();
    private final Set<ServerSocketChannel> listening = ConcurrentHashMap.newKeySet();
    /** Whether a look is due. */
    private final AtomicBoolean looking = new AtomicBoolean();

    /** Who sent the last frame: most often the next is from the same. */
    private volatile @Nullable Known last;

    private volatile boolean closed;

    private record Known(Metadata metadata, Peer peer) {}

    Peers(ZmqContext context, PeerLimits limits, FrameRule rule) {
        this.context = context;
        this.limits = limits;
        this.rule = rule;
        this.lost = new Lost(context);
    }

    /** The connections of our making that are to be made again. */
    Lost lost() {
        return lost;
    }

    /** Something happened to a connection; on an I/O thread, under a lock. Never throws. */
    void happened(ZMQ.Event event) {
        try {
            switch (event.event) {
                case ZMQ.ZMQ_EVENT_LISTENING -> {
                    if (event.arg instanceof ServerSocketChannel channel) {
                        listening.add(channel);
                    }
                }
                case ZMQ.ZMQ_EVENT_ACCEPTED -> accepted((SocketChannel) event.arg);
                case ZMQ.ZMQ_EVENT_CONNECT_DELAYED ->
                    limits.attempt().ifPresent(attempt -> lost.trying(event.addr, attempt));
                case ZMQ.ZMQ_EVENT_CONNECTED -> {
                    lost.found(event.addr);
                    connected((SocketChannel) event.arg);
                }
                case ZMQ.ZMQ_EVENT_DISCONNECTED -> disconnected(event.addr, (SelectableChannel) event.arg);
                case ZMQ.ZMQ_EVENT_CONNECT_RETRIED -> lost.found(event.addr);
                case ZMQ.ZMQ_EVENT_ACCEPT_FAILED -> context.descriptors().makeRoom(listening);
                default -> LOG.debug("{} is of no interest", event.event);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.debug("a connection that has ended by itself", e);
        }
    }

    private void accepted(SocketChannel channel) throws IOException {
        String address = new Address(channel.getRemoteAddress()).address();
        Optional<String> refusal = refusal();
        if (refusal.isPresent()) {
            // Before JeroMQ reads from it: it will find it closed.
            channel.close();
            Peer refused = newPeer(address);
            rule.came(refused);
            rule.left(refused);
            context.peerCounters().turnedAway();
            context.seldom().warn(refusal.get(), address + " is not let in: " + refusal.get());
        } else {
            rule.came(enter(address, channel));
        }
    }

    private Optional<String> refusal() {
        if (open.size() >= limits.maxConnections()) {
            // What the event of an end came too early for.
            open.keySet().removeIf(channel -> !channel.isOpen());
        }
        if (open.size() >= limits.maxConnections()) {
            return Optional.of("there are " + limits.maxConnections()
                    + " connections (bus.zmq.max-connections); look who makes them (ss -tnp)");
        }
        if (!context.buffers().take(limits.bufferBytes())) {
            return Optional.of("there is no memory for the buffers of further connections, of which there are "
                    + open.size() + "; give the JVM more (-Xmx), or look who makes them (ss -tnp)");
        }
        return Optional.empty();
    }

    private void connected(SocketChannel channel) throws IOException {
        InetSocketAddress where = (InetSocketAddress) channel.getRemoteAddress();
        Long until = shunned.get(where);
        if (until != null && until - System.nanoTime() > 0) {
            // Before it has buffers; JeroMQ will try again.
            SocketChannel ignored = channel.shutdownInput();
            return;
        }
        context.lookAgain();
        context.buffers().takeAnyway(limits.bufferBytes());
        enter(new Address(where).address(), channel).dialled(where);
    }

    private Peer enter(String address, SocketChannel channel) {
        Peer peer = byAddress.compute(
                address, (key, early) -> early != null && early.channel() == null ? early : newPeer(key));
        open.put(channel, peer.over(channel));
        lookLater(LOOK_MILLIS);
        return peer;
    }

    private void disconnected(String name, SelectableChannel channel) {
        Peer peer = channel instanceof SocketChannel ? open.remove(channel) : null;
        if (peer != null) {
            leave(peer);
            peer.dialled().ifPresent(where -> lost.lost(name, where));
        }
    }

    private void leave(Peer peer) {
        byAddress.remove(peer.address(), peer);
        context.buffers().give(limits.bufferBytes());
        rule.left(peer);
    }

    /** Whether {@code frame} may go on into the socket; on its connection's I/O thread. */
    boolean admit(PeerFrame frame, Metadata metadata) {
        Peer peer = peerOf(metadata);
        if (peer.isEnded()) {
            return false;
        }
        peer.heard();
        Verdict verdict = judge(peer, frame);
        if (verdict.isOffence()) {
            peer.offend(verdict);
        }
        return verdict == Verdict.ADMITTED;
    }

    private Verdict judge(Peer peer, PeerFrame frame) {
        if (frame.isImpossible()) {
            return Verdict.IMPOSSIBLE_FRAME;
        }
        return frame.isCommand() ? Verdict.SUPERFLUOUS : rule.judge(peer, frame);
    }

    private Peer newPeer(String address) {
        return new Peer(address, this::offended);
    }

    private void offended(Peer peer, Verdict offence) {
        peer.dialled().ifPresent(where -> shunned.put(where, System.nanoTime() + SHUNNED_NANOS));
        context.peerCounters().ended();
        context.seldom().warn(offence, peer + " loses its connection: it " + offence.deed());
    }

    @SuppressWarnings("ReferenceEquality") // One object a connection; what peers say of themselves may be equal.
    private Peer peerOf(Metadata metadata) {
        Known known = last;
        if (known == null || known.metadata != metadata) {
            known = new Known(metadata, peerAt(metadata.get(Metadata.PEER_ADDRESS)));
            last = known;
        }
        return known.peer;
    }

    /** With several I/O threads a frame may be there before it is told that its connection was accepted. */
    private Peer peerAt(String address) {
        return byAddress.computeIfAbsent(address, this::newPeer);
    }

    private void lookLater(long millis) {
        if (limits.silence().isPresent() && !closed && looking.compareAndSet(false, true)) {
            boolean soon = context.onTimer(millis, this);
            if (!soon) {
                looking.set(false);
            }
        }
    }

    @Override
    public void timerEvent(int id) {
        looking.set(false);
        try {
            boolean unheard = false;
            long now = System.nanoTime();
            for (Peer peer : open.values()) {
                if (!peer.isEnded()) {
                    unheard |= !lookAt(peer, now);
                }
            }
            if (!open.isEmpty()) {
                lookLater(unheard ? LOOK_MILLIS : pauseNanos() / LOOKS_A_PAUSE / 1_000_000 + 1);
            }
        } catch (RuntimeException e) {
            // It would end the I/O thread.
            LOG.warn("those who are silent are not looked for", e);
        }
    }

    /**
     * Ends a connection over which nothing has come for too long; returns whether anything ever came. Found twice in a row: where this
     * process has stood still itself, what has come meanwhile is read between the two.
     */
    private boolean lookAt(Peer peer, long now) {
        long silent = peer.silentNanos(now, () -> isListening(peer.channel()));
        boolean known = peer.isHeard();
        boolean tooLong = known
                ? silent >= pauseNanos()
                : now - peer.sinceNanos() >= limits.silence().orElse(NEVER).toNanos();
        if (peer.suspect(tooLong)) {
            if (known) {
                LOG.debug("{} has said nothing for {} ms; its connection is ended", peer, silent / 1_000_000);
                peer.giveUp();
            } else {
                peer.offend(Verdict.SILENT);
            }
        }
        return known;
    }

    private boolean isListening(@Nullable SocketChannel channel) {
        return channel != null && context.isListening(channel);
    }

    private long pauseNanos() {
        return limits.pause().orElse(NEVER).toNanos();
    }

    /** The connections that are open, as they come and go. */
    Set<SocketChannel> open() {
        return Collections.unmodifiableSet(open.keySet());
    }

    /** Closes what is left once the socket is gone; for those that ZeroMQ has closed itself nothing happens. */
    void closeAll() {
        closed = true;
        open.forEach((channel, peer) -> {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("{} does not close", channel, e);
            }
            if (open.remove(channel, peer)) {
                leave(peer);
            }
        });
        listening.clear();
    }
}
