package org.busd.internal.zmq;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.busd.internal.topic.FilterLimits;
import zmq.Msg;

/**
 * Counts the live subscriptions of all peers of one XPUB socket, and bounds them.
 *
 * <p>XPUB in verboser mode tells of each subscription it takes in, but when a peer vanishes it tells only of prefixes
 * nobody else holds (JeroMQ 0.6.0, {@code Mtrie.rm}). So arrivals are counted where XPUB tells of them, that is when a
 * message sent from then on reaches the peer, and departures where they happen: unsubscriptions in the frames of each
 * peer, and the rest of a peer's subscriptions when its connection ends. The sum is right in whichever order they come.
 *
 * <p>XPUB keeps subscriptions in a trie of a node a byte, about 70 bytes of heap each, 1 KiB where it branches; walks all
 * of it when a peer goes; and goes down a prefix by recursion. Hence the bounds. What a peer holds already, or does not,
 * goes no further: it changes nothing, and XPUB does not expect it.
 *
 * <p>Thread-safe: the socket's owner and I/O threads meet here.
 */
public final class Subscribers implements FrameRule {
    /** Different prefixes, of all peers together. */
    static final int MAX_PREFIXES = 40_000;

    static final long MAX_BYTES = 2 * 1024 * 1024;
    /** Subscriptions, of all peers together. */
    static final int MAX_IN_ALL = 400_000;

    /** Beside this a peer may change its mind once a millisecond. */
    private static final long FREE_CHANGES = 2L * FilterLimits.MAX_COUNT;

    private final Subscriptions all;
    private final ReentrantLock lock;
    /** Live subscriptions by prefix; guarded by lock. May pass through -1 while a departure overtakes its arrival. */
    private final Map<Prefix, Integer> live = new HashMap<>();
    /** The sum of {@link #live}; guarded by lock. */
    private int liveSum;
    /** What each connected peer holds; guarded by lock. */
    private final Map<Peer, Holding> byPeer = new HashMap<>();
    /** How many peers hold each prefix; guarded by lock. */
    private final Map<Prefix, Integer> held = new HashMap<>();
    /** The sum of {@link #held}; guarded by lock. */
    private int heldSum;
    /** How much more is held than live; written under lock. */
    private volatile int arriving;

    /** The bytes of its keys; guarded by lock. */
    private long heldBytes;

    /** Peers that are connected and have not said yet what they want; guarded by lock. */
    private final Set<Peer> greeting = new HashSet<>();

    /** Connections of our own that have not been accepted yet, see {@link AcceptProbe}; guarded by lock. */
    private final Set<String> expected = new HashSet<>();

    Subscribers(Subscriptions all, ReentrantLock lock) {
        this.all = all;
        this.lock = lock;
    }

    /** A connection from {@code address} is about to be made, which only looks how far accepting has come. */
    void expect(String address) {
        lock.lock();
        try {
            expected.add(address);
        } finally {
            lock.unlock();
        }
    }

    /** The connection from {@code address} is no longer of interest. */
    void expectNoMore(String address) {
        lock.lock();
        try {
            expected.remove(address);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void came(Peer peer) {
        lock.lock();
        try {
            if (!expected.remove(peer.address())) {
                greeting.add(peer);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether a subscription may be under way: a peer is connected and has not said yet what it wants, or has said so and
     * the socket has not taken it in.
     */
    public boolean isGreeting() {
        lock.lock();
        try {
            return !greeting.isEmpty() || !expected.isEmpty() || isArriving();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a peer has said what it wants and the socket's owner has not {@linkplain #arrived told} of it. Takes no lock. */
    boolean isArriving() {
        return arriving > 0;
    }

    /** A subscription that the socket has taken in: the frame that it gives. */
    void arrived(byte[] frame) {
        Prefix prefix = new Prefix(frame, 1);
        lock.lock();
        try {
            addLive(prefix, 1);
            all.grew();
        } finally {
            lock.unlock();
        }
    }

    /** First byte 1 subscribes, 0 unsubscribes the prefix that follows. */
    @Override
    public Verdict judge(Peer peer, Msg frame) {
        byte[] bytes = frame.data();
        if (frame.hasMore() || bytes.length == 0 || bytes[0] < 0 || bytes[0] > 1) {
            return Verdict.NO_SUBSCRIPTION;
        }
        if (bytes.length > 1 + FilterLimits.MAX_BYTES) {
            return Verdict.TOO_MANY_SUBSCRIPTIONS;
        }
        Prefix prefix = new Prefix(bytes, 1);
        lock.lock();
        try {
            greeting.remove(peer);
            Holding holding = byPeer.computeIfAbsent(peer, p -> new Holding());
            if (holding.changes() >= FREE_CHANGES + millisSince(peer)) {
                return Verdict.TOO_MANY_SUBSCRIPTIONS;
            }
            return bytes[0] == 1 ? subscribe(peer, holding, prefix) : unsubscribe(holding, prefix);
        } finally {
            lock.unlock();
        }
    }

    private static long millisSince(Peer peer) {
        return (System.nanoTime() - peer.sinceNanos()) / 1_000_000;
    }

    private Verdict subscribe(Peer peer, Holding holding, Prefix prefix) {
        if (!holding.add(prefix)) {
            return Verdict.SUPERFLUOUS;
        }
        addHeld(prefix, 1);
        if (holding.size() > FilterLimits.MAX_COUNT
                || holding.bytes() > FilterLimits.MAX_BYTES_IN_ALL
                || (isFull() && !makeRoom(peer))) {
            // It will never arrive.
            holding.remove(prefix);
            addHeld(prefix, -1);
            return Verdict.TOO_MANY_SUBSCRIPTIONS;
        }
        return Verdict.ADMITTED;
    }

    private boolean isFull() {
        return heldSum > MAX_IN_ALL || held.size() > MAX_PREFIXES || heldBytes > MAX_BYTES;
    }

    /** There are too many of all peers together: who holds most has to go. Returns false if that is who asks. */
    private boolean makeRoom(Peer asking) {
        Optional<Peer> greediest = byPeer.entrySet().stream()
                .filter(entry -> !entry.getKey().isEnded())
                .max(Comparator.comparingLong(
                        entry -> entry.getValue().bytes() + entry.getValue().size()))
                .map(Entry::getKey);
        if (greediest.isEmpty() || greediest.get() == asking) {
            return false;
        }
        greediest.get().offend(Verdict.TOO_MANY_SUBSCRIPTIONS);
        takeBack(greediest.get());
        return true;
    }

    private Verdict unsubscribe(Holding holding, Prefix prefix) {
        if (!holding.remove(prefix)) {
            return Verdict.SUPERFLUOUS;
        }
        addHeld(prefix, -1);
        addLive(prefix, -1);
        return Verdict.ADMITTED;
    }

    @Override
    public void left(Peer peer) {
        lock.lock();
        try {
            greeting.remove(peer);
            takeBack(peer);
        } finally {
            lock.unlock();
        }
    }

    private void takeBack(Peer peer) {
        Holding holding = byPeer.remove(peer);
        if (holding != null) {
            for (Prefix prefix : holding.prefixes()) {
                addHeld(prefix, -1);
                addLive(prefix, -1);
            }
        }
    }

    private void addLive(Prefix prefix, int change) {
        liveSum += change;
        arriving = heldSum - liveSum;
        live.merge(prefix, change, Subscribers::sumOrNone);
    }

    private void addHeld(Prefix prefix, int change) {
        heldSum += change;
        arriving = heldSum - liveSum;
        if (change > 0 && !held.containsKey(prefix)) {
            heldBytes += prefix.length();
        }
        held.merge(prefix, change, Subscribers::sumOrNone);
        if (change < 0 && !held.containsKey(prefix)) {
            heldBytes -= prefix.length();
        }
    }

    @SuppressWarnings("NullAway") // What Map.merge takes for "no entry any more".
    private static Integer sumOrNone(Integer a, Integer b) {
        return a + b == 0 ? null : a + b;
    }

    /** How many live subscriptions there are: who has left, or has come twice, counts no more, or once. */
    int live() {
        lock.lock();
        try {
            return liveSum;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is a live subscription; returns whether there was one in time. Interrupts neither end the wait nor get
     * lost.
     */
    boolean awaitAny(long deadlineNanos) {
        return all.await(() -> liveSum > 0, deadlineNanos);
    }

    /** How many live subscriptions there are to {@code topic} (UTF-8); an empty one counts all. The caller holds the lock. */
    int covering(byte[] topic) {
        if (topic.length == 0) {
            return liveSum;
        }
        int sum = 0;
        for (Entry<Prefix, Integer> entry : live.entrySet()) {
            if (entry.getKey().covers(topic)) {
                sum += entry.getValue();
            }
        }
        return sum;
    }

    /** The socket is closed: its subscribers count no more. */
    public void close() {
        lock.lock();
        try {
            all.forget(this);
        } finally {
            lock.unlock();
        }
    }
}
