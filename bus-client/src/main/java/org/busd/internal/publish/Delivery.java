package org.busd.internal.publish;

import java.util.concurrent.CompletableFuture;
import org.busd.internal.transport.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * One message that is published without waiting, from the call to the end of its future.
 */
final class Delivery {
    private final byte[] topic;
    private final byte[] envelope;
    private final @Nullable Trail before;
    private final Deliveries all;
    private final CompletableFuture<@Nullable Void> future = new CompletableFuture<>();
    private final Progress progress = new Progress();

    /**
     * A message of the calling thread.
     *
     * @param before what that thread has sent before by another way
     * @param all those it is one of
     */
    Delivery(byte[] topic, byte[] envelope, @Nullable Trail before, Deliveries all) {
        this.topic = topic;
        this.envelope = envelope;
        this.before = before;
        this.all = all;
    }

    byte[] topic() {
        return topic;
    }

    byte[] envelope() {
        return envelope;
    }

    @Nullable
    Trail before() {
        return before;
    }

    CompletableFuture<@Nullable Void> future() {
        return future;
    }

    /** The network has got it. */
    private void handedOn() {
        progress.over = true;
        all.complete(() -> future.complete(null));
    }

    /** The receipt for it where it goes by {@code socket}, which wants to count it, too. */
    Receipt by(ThreadSocket socket) {
        return new Receipt() {
            @Override
            public void handedOn() {
                socket.handedOn();
                Delivery.this.handedOn();
            }

            @Override
            public void lost(Throwable why) {
                socket.lost(why);
                Delivery.this.lost(why);
            }
        };
    }

    /** It will not be sent. */
    void lost(Throwable why) {
        progress.over = true;
        all.complete(() -> future.completeExceptionally(all.told(why)));
    }

    /** What its thread leaves behind. */
    Progress progress() {
        return progress;
    }

    /** Whether it is over; not the message itself, for a trail may be kept for long. */
    static final class Progress implements Trail {
        private volatile boolean over;
        /** Set before it is sent. */
        private volatile @Nullable ThreadSocket way;

        void goesBy(ThreadSocket socket) {
            way = socket;
        }

        @Override
        public boolean hasEnded() {
            return over;
        }

        @Override
        public boolean leadsInto(ThreadSocket next) {
            return false;
        }

        @Override
        public boolean isStuck() {
            ThreadSocket socket = way;
            return socket != null && socket.outlet().isStuck();
        }
    }
}
