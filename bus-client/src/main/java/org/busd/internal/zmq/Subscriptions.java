package org.busd.internal.zmq;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.transport.Audience;

/**
 * Counts the live subscriptions of all peers of an XPUB socket.
 *
 * <p>XPUB in verboser mode tells of each subscription it takes in, but when a peer vanishes it tells only of prefixes
 * nobody else holds (JeroMQ 0.6.0, {@code Mtrie.rm}). So arrivals are counted where XPUB tells of them, that is when a
 * message sent from then on reaches the peer, and departures where they happen: unsubscriptions in the frames of each
 * peer, and the rest of a peer's subscriptions when its connection ends. The sum is right in whichever order they come.
 *
 * <p>Thread-safe: the socket's owner, I/O threads and waiting callers meet here.
 */
public final class Subscriptions implements Audience {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    /** Nobody will come any more; guarded by lock. */
    private boolean closed;
    /** Live subscriptions by prefix; guarded by lock. May pass through -1 while a departure overtakes its arrival. */
    private final Map<Prefix, Integer> live = new HashMap<>();
    /** What each connected peer holds; guarded by lock. */
    private final Map<String, Map<Prefix, Integer>> byPeer = new HashMap<>();

    /** Peers that are connected and have not said yet what they want; guarded by lock. */
    private final Set<String> greeting = new HashSet<>();

    /** Connections of our own that have not been accepted yet, see {@link AcceptProbe}; guarded by lock. */
    private final Set<String> expected = new HashSet<>();

    /** A connection from {@code peer} is about to be made, which only looks how far accepting has come. */
    void expect(String peer) {
        lock.lock();
        try {
            expected.add(peer);
        } finally {
            lock.unlock();
        }
    }

    /** The connection from {@code peer} is no longer of interest. */
    void expectNoMore(String peer) {
        lock.lock();
        try {
            expected.remove(peer);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A connection from {@code peer} was accepted. */
    void accepted(String peer) {
        lock.lock();
        try {
            if (!expected.remove(peer)) {
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
            return !greeting.isEmpty() || !expected.isEmpty() || heldByPeers() > sum(live);
        } finally {
            lock.unlock();
        }
    }

    private int heldByPeers() {
        return byPeer.values().stream().mapToInt(Subscriptions::sum).sum();
    }

    private static int sum(Map<Prefix, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A subscription that the socket has taken in. */
    void arrived(byte[] prefix) {
        lock.lock();
        try {
            add(live, new Prefix(prefix), 1);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A frame that {@code peer} sent: first byte 1 subscribes, 0 unsubscribes the prefix that follows. */
    void frameFrom(String peer, byte[] frame) {
        if (frame.length == 0 || frame[0] < 0 || frame[0] > 1) {
            return;
        }
        Prefix prefix = new Prefix(Arrays.copyOfRange(frame, 1, frame.length));
        lock.lock();
        try {
            greeting.remove(peer);
            Map<Prefix, Integer> held = byPeer.computeIfAbsent(peer, p -> new HashMap<>());
            if (frame[0] == 1) {
                add(held, prefix, 1);
            } else if (held.containsKey(prefix)) {
                add(held, prefix, -1);
                add(live, prefix, -1);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The connection to {@code peer} ended. */
    void gone(String peer) {
        lock.lock();
        try {
            greeting.remove(peer);
            Map<Prefix, Integer> held = byPeer.remove(peer);
            if (held != null) {
                held.forEach((prefix, count) -> add(live, prefix, -count));
            }
        } finally {
            lock.unlock();
        }
    }

    private static void add(Map<Prefix, Integer> counts, Prefix prefix, int change) {
        counts.merge(prefix, change, (a, b) -> a + b == 0 ? null : a + b);
    }

    /** How many live subscriptions there are to {@code topic} (UTF-8); an empty one counts all. */
    public int covering(byte[] topic) {
        lock.lock();
        try {
            int sum = 0;
            for (Entry<Prefix, Integer> entry : live.entrySet()) {
                if (topic.length == 0 || entry.getKey().covers(topic)) {
                    sum += entry.getValue();
                }
            }
            return sum;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean await(byte[] topic, int count, long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (covering(topic) < count) {
                long left = deadlineNanos - System.nanoTime();
                if (closed || left <= 0) {
                    return false;
                }
                // The returned rest is computed anew above.
                long ignored = grown.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitRelay(long deadlineNanos) {
        lock.lock();
        try {
            boolean timeLeft = true;
            while (sum(live) < 1) {
                if (closed || !timeLeft) {
                    return false;
                }
                timeLeft = Uninterruptibly.await(grown, deadlineNanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What all that begins so has in common with {@code topic}: whoever gets it. The longest prefix subscribed to that
     * {@code topic} begins with; empty if none is.
     */
    byte[] longestCovering(byte[] topic) {
        byte[] longest = {};
        lock.lock();
        try {
            for (Prefix prefix : live.keySet()) {
                if (prefix.bytes.length > longest.length && prefix.covers(topic)) {
                    longest = prefix.bytes;
                }
            }
        } finally {
            lock.unlock();
        }
        return longest;
    }

    /** Bytes that can be a map's key. */
    private static final class Prefix {
        private final byte[] bytes;
        private final int hash;

        Prefix(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        boolean covers(byte[] topic) {
            return bytes.length <= topic.length && Arrays.equals(bytes, 0, bytes.length, topic, 0, bytes.length);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Prefix that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
