package org.busd.internal.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.busd.TestBus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zmq.Msg;
import zmq.io.Metadata;

/** What JeroMQ is told of a frame, before it is judged and after. */
class PeerFrameTest {
    private static final int MAX_BYTES = 100_000;

    private final ZmqContext context = ZmqContext.of("frames", new TestBus().settings());
    private final Peers peers = new Peers(
            context,
            new PeerLimits(10, 0, Optional.empty(), Optional.empty(), Optional.empty()),
            new MessageLimit(MAX_BYTES));
    private final PeerFrames frames = new PeerFrames(peers, MAX_BYTES);
    private final Metadata metadata = new Metadata();

    PeerFrameTest() {
        metadata.put(Metadata.PEER_ADDRESS, "127.0.0.1:1");
    }

    @AfterEach
    void end() {
        assertThat(context.terminate(Duration.ofSeconds(20))).isTrue();
    }

    private Msg frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return frames.allocate(bytes.length).put(bytes);
    }

    /** JeroMQ reads a PING's fields without a look at its length, on its I/O thread. */
    @ParameterizedTest
    @ValueSource(strings = {"\4PING", "\4PING\0", "\4PINx"})
    void aPingThatIsTooShortLooksEmpty(String ping) {
        assertThat(frame(ping).size()).isZero();
    }

    @Test
    void aWholePingAndAnHonestReadyAreAsTheyAre() {
        assertThat(frame("\4PING\0\0").size()).isEqualTo(7);
        assertThat(frame("\5READY\13Socket-Type\0\0\0\3SUB").size()).isEqualTo(25);
    }

    @Test
    void aReadyThatClaimsAnAddressOrIsFarTooLongLooksEmpty() {
        assertThat(frame("\5READY\14Peer-Address\0\0\0\1x").size()).isZero();
        assertThat(frame("\5READY" + "x".repeat(5000)).size()).isZero();
    }

    @Test
    void onceAdmittedAMessageIsAsItIsWhateverItBeginsWith() {
        Msg topic = frame("\4PING");
        assertThat(topic.setMetadata(metadata).size()).isEqualTo(5);
        assertThat(topic.isCommand()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, MAX_BYTES + 1, Integer.MAX_VALUE})
    void whatNobodyMayAnnounceTakesNoMemoryAndGoesNoFurther(int size) {
        Msg refused = frames.allocate(size);
        assertThat(refused.buf().capacity()).isZero();
        assertThat(refused.setMetadata(metadata).isCommand()).isTrue();
        // Nor does what follows over the same connection.
        assertThat(frame("topic").setMetadata(metadata).isCommand()).isTrue();
        assertThat(context.peerCounters().endedSum()).isEqualTo(1);
    }

    @Test
    void aMessageWithoutEndGoesNoFurtherThanItMay() {
        for (int n = 0; n < MessageLimit.MAX_FRAMES; n++) {
            Msg part = frame("more");
            part.setFlags(Msg.MORE);
            assertThat(part.setMetadata(metadata).isCommand()).isFalse();
        }
        assertThat(frame("end").setMetadata(metadata).isCommand()).isTrue();
    }
}
