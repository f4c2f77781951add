package org.busd.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.busd.TestBus;
import org.busd.internal.Deadlines;
import org.busd.internal.zmq.Binding;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.ZmqContext;
import org.busd.internal.zmq.ZmqSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PassageTest {
    private static final long LONG_SECONDS = 20;

    /** As a gateway is by the thread that looks up names. */
    @Test
    @Timeout(60)
    void oneThatWasWokenWhileItOpenedWakesAgain() throws Exception {
        TestBus bus = new TestBus(1);
        ZmqContext context = ZmqContext.of("woken", bus.settings());
        BoundEndpoints none = new BoundEndpoints(List.of(), "none", new Binding(Optional.empty()));
        Outgoing nowhere = new Outgoing(none, 1_000, Duration.ZERO);
        Passage passage =
                new Passage("woken", new Sockets(context, bus.settings()), new WakingIntake(), nowhere, Treatment.NONE);
        passage.start();

        passage.ask().toCompletableFuture().get(LONG_SECONDS, TimeUnit.SECONDS);
        passage.ask().toCompletableFuture().get(LONG_SECONDS, TimeUnit.SECONDS);
        passage.end(Deadlines.after(Duration.ofSeconds(LONG_SECONDS)));
        assertThat(passage.join(Duration.ofSeconds(LONG_SECONDS))).isTrue();
        assertThat(context.terminate(Duration.ofSeconds(LONG_SECONDS))).isTrue();
    }

    /** Wakes the passage at once. */
    private static final class WakingIntake implements Intake {
        @Override
        public Duration settle() {
            return Duration.ZERO;
        }

        @Override
        public ZmqSocket socket(Sockets sockets) {
            return sockets.boundSub();
        }

        @Override
        public void open(ZmqSocket sub, Runnable waker) {
            waker.run();
        }

        @Override
        public void attend(ZmqSocket sub) {
            // There is nothing to do.
        }

        @Override
        public void close() {
            // Nothing was begun.
        }
    }
}
