package org.busd.internal.zmq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a socket, with what its {@link FrameRule} remembers of it. Thread-safe but for the message. */
final class Peer {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    private final String address;
    private final BiConsumer<Peer, Verdict> offended;
    private final long sinceNanos = System.nanoTime();
    private volatile @Nullable SocketChannel channel;
    private volatile @Nullable InetSocketAddress dialled;
    /** Something came, ever, up to the last look. */
    private volatile boolean known;
    /** Something came since the last look. */
    private volatile boolean heard;
    /** When last nothing was amiss; for the thread that looks. */
    private long lastNanos = sinceNanos;

    /** It has been silent for too long; for the thread that looks. */
    private boolean suspected;

    private volatile boolean ended;

    /** The message under way; on the connection's I/O thread only. */
    private int frames;

    private long bytes;

    /**
     * A peer that has said nothing yet.
     *
     * @param offended told of its first offence, when it has lost its connection
     */
    Peer(String address, BiConsumer<Peer, Verdict> offended) {
        this.address = address;
        this.offended = offended;
    }

    String address() {
        return address;
    }

    /** When the connection was made, on {@link System#nanoTime()}'s scale. */
    long sinceNanos() {
        return sinceNanos;
    }

    @Nullable
    SocketChannel channel() {
        return channel;
    }

    Peer over(SocketChannel connection) {
        channel = connection;
        return this;
    }

    /** It did not connect to us, but we to it, {@code where} it is. */
    void dialled(InetSocketAddress where) {
        dialled = where;
    }

    /** Where we connected to; empty if it connected to us. */
    Optional<InetSocketAddress> dialled() {
        return Optional.ofNullable(dialled);
    }

    /** Something came that only a peer sends which has shaken hands. */
    void heard() {
        if (!heard) {
            heard = true;
        }
    }

    boolean isHeard() {
        return heard || known;
    }

    /**
     * For how long nothing has come, to a look's precision; on one thread.
     *
     * @param listened whether somebody listens to it; asked where nothing has come since the last look
     */
    long silentNanos(long now, BooleanSupplier listened) {
        if (heard) {
            known = true;
            heard = false;
            lastNanos = now;
        } else if (!listened.getAsBoolean()) {
            lastNanos = now;
        }
        return now - lastNanos;
    }

    /** It has been {@code silent} for too long, or not; returns whether it was at two looks in a row. On one thread. */
    boolean suspect(boolean silent) {
        boolean twice = suspected && silent;
        suspected = silent;
        return twice;
    }

    /** Adds a frame to the message under way; returns whether that is still within these bounds. */
    boolean addToMessage(int frameBytes, int maxFrames, long maxBytes) {
        frames++;
        bytes += frameBytes;
        return frames <= maxFrames && bytes <= maxBytes;
    }

    void endMessage() {
        frames = 0;
        bytes = 0;
    }

    boolean isEnded() {
        return ended;
    }

    /** Its connection has broken, as it seems: it is made again by whoever made it. */
    void giveUp() {
        ended = true;
        end();
    }

    /** Takes its connection from it for {@code offence}, if it still has it. */
    void offend(Verdict offence) {
        if (!ended) {
            ended = true;
            end();
            offended.accept(this, offence);
        }
    }

    /**
     * Its I/O thread reads the end of the stream next; JeroMQ then gives up what came of an unfinished message, and connects
     * again where it was who connected. (Were the channel closed here, its key would be gone and JeroMQ never hear of it.)
     */
    private void end() {
        SocketChannel connection = channel;
        if (connection != null) {
            try {
                SocketChannel ignored = connection.shutdownInput();
            } catch (IOException | RuntimeException e) {
                LOG.debug("{} has ended by itself", address, e);
            }
        }
    }

    @Override
    public String toString() {
        return address;
    }
}
