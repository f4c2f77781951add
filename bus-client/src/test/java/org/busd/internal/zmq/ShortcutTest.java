package org.busd.internal.zmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.busd.TestBus;
import org.busd.internal.transport.Episodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zmq.Msg;
import zmq.ZMQ;

/** Who may send by a publishing socket, and when its owner is woken. */
class ShortcutTest {
    private static final byte[] ENVELOPE = "{}".getBytes(StandardCharsets.UTF_8);
    private static final TopicFrame TOPIC = new TopicFrame("org.example".getBytes(StandardCharsets.UTF_8));
    private static final Duration LONG = Duration.ofSeconds(20);

    private final BlockingQueue<Integer> receipts = new LinkedBlockingQueue<>();
    private final AtomicInteger handedOn = new AtomicInteger();
    private final TestBus bus =
            new TestBus(1).set("publish.high-water-mark", "1").set("subscribe.high-water-mark", "1");
    private final ZmqContext context = ZmqContext.of("shortcut", bus.settings());
    private final Sockets sockets = new Sockets(context, bus.settings());
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscribers subscribers = subscriptions.ofSocket();
    private final Bell bell = new Bell();
    private final Shortcut shortcut = new Shortcut(subscribers, bell, new Reported());
    private final ZmqSocket intake = sockets.pull();
    private final ZmqSocket xpub = sockets.xpub(subscribers, event -> {});
    private final ZmqSocket sub = sockets.sub(event -> {});

    @BeforeEach
    void open() {
        Overflow.drop(new Episodes()).prepare(xpub);
        assertThat(intake.bind("inproc://intake")).isTrue();
        bell.hang(sockets.push("inproc://intake"));
        assertThat(xpub.bind("127.0.0.1", bus.firstPort())).isTrue();
    }

    @AfterEach
    void close() {
        bell.ring();
        intake.close();
        xpub.close(0);
        sub.close();
        assertThat(context.terminate(LONG)).isTrue();
    }

    private void subscribe() {
        sub.set(ZMQ.ZMQ_SUBSCRIBE, new byte[0]);
        sub.set(ZMQ.ZMQ_RCVTIMEO, (int) LONG.toMillis());
        sub.connect("tcp://127.0.0.1:" + bus.firstPort());
    }

    private boolean send(byte[] envelope) {
        return shortcut.send(TOPIC, message(envelope));
    }

    private Handover message(byte[] envelope) {
        return new Handover(TOPIC.data(), envelope, new Counted(0, receipts));
    }

    /** Counts what is told of. */
    private final class Reported extends SilentEvents {
        @Override
        public void handedOn(int messages, long bytes) {
            handedOn.addAndGet(messages);
        }

        @Override
        public void dropped(int bytes) {
            throw new AssertionError();
        }
    }

    /** Does as an outlet, until its bell rings. */
    private CompletableFuture<Void> sleepOnce() {
        return CompletableFuture.runAsync(() -> {
            try (ZmqPoller poller = new ZmqPoller(xpub, intake)) {
                shortcut.begin(xpub);
                boolean rung = false;
                while (!rung) {
                    Msg subscription = xpub.receive(ZMQ.ZMQ_DONTWAIT);
                    if (subscription != null) {
                        sockets.took(subscribers, subscription);
                    } else if (intake.receive(ZMQ.ZMQ_DONTWAIT) != null) {
                        rung = true;
                    } else {
                        shortcut.sleep(poller, -1, true);
                    }
                }
            } finally {
                shortcut.end();
            }
        });
    }

    private static void join(CompletableFuture<Void> sleeping) throws Exception {
        sleeping.get(LONG.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void itIsOpenOnlyWhileTheOutletSleeps() throws Exception {
        assertThat(shortcut.isOpen()).isFalse();
        assertThat(send(ENVELOPE)).isFalse();

        CompletableFuture<Void> sleeping = sleepOnce();
        Awaitility.await().until(shortcut::isOpen);
        assertThat(send(ENVELOPE)).isTrue();
        bell.wake();
        join(sleeping);

        assertThat(shortcut.isOpen()).isFalse();
        assertThat(send(ENVELOPE)).isFalse();
    }

    @Test
    void whatIsSentArrivesAsTwoFrames() throws Exception {
        subscribe();
        CompletableFuture<Void> sleeping = sleepOnce();
        Awaitility.await().until(() -> subscriptions.covering(new byte[0]) == 1);
        Awaitility.await().until(() -> send(ENVELOPE));

        assertThat(frame()).isEqualTo("org.example");
        assertThat(frame()).isEqualTo("{}");
        bell.wake();
        join(sleeping);
    }

    private String frame() {
        Msg frame = sub.receive(0);
        return frame == null ? "none" : new String(frame.data(), StandardCharsets.UTF_8);
    }

    /** It is not to be taken in by a publishing thread, which may have little stack left. */
    @Test
    void whileASubscriptionArrivesTheOutletIsToSend() throws Exception {
        CompletableFuture<Void> sleeping = sleepOnce();
        Awaitility.await().until(shortcut::isOpen);
        Msg subscription = new Msg(new byte[] {1});
        assertThat(subscribers.judge(new Peer("127.0.0.1:1", (peer, verdict) -> {}), subscription))
                .isEqualTo(Verdict.ADMITTED);

        assertThat(send(ENVELOPE)).isFalse();
        bell.wake();
        join(sleeping);
    }

    @Test
    void whatASubscriberHasNoRoomForIsLeftToTheOutlet() throws Exception {
        subscribe();
        CompletableFuture<Void> sleeping = sleepOnce();
        Awaitility.await().until(() -> subscriptions.covering(new byte[0]) == 1 && shortcut.isOpen());
        byte[] large = new byte[8 * 1024 * 1024];

        // Nobody reads: one in each of ZeroMQ's queues, and what TCP and the I/O threads hold.
        int sent = 0;
        while (!sleeping.isDone()) {
            // Now and then it is awake, for it is told of the room that there is.
            if (send(large)) {
                assertThat(++sent).isLessThan(100);
            }
        }
        join(sleeping);
        assertThat(send(large)).isFalse();
        Handover refused = shortcut.takeRefused();
        assertThat(refused).isNotNull();
        assertThat(refused.data()).isSameAs(large);
        assertThat(shortcut.takeRefused()).isNull();
        // What is left to the outlet, it tells of.
        assertThat(receipts).hasSize(sent - 1);
        assertThat(handedOn).hasValue(sent - 1);
    }

    @Test
    void whatAPublishingThreadMeetsWithEndsTheOutlet() {
        CompletableFuture<Void> sleeping = sleepOnce();
        Awaitility.await().until(shortcut::isOpen);

        // What no frame is, ZeroMQ refuses.
        assertThatThrownBy(() -> shortcut.send(null, message(ENVELOPE))).hasMessageContaining("cannot send");
        assertThat(shortcut.harm()).hasMessageContaining("cannot send");
        assertThatThrownBy(() -> join(sleeping))
                .isInstanceOf(ExecutionException.class)
                .rootCause()
                .hasMessageContaining("cannot send");
    }
}
