package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.busd.RawPeer.bytes;
import static org.busd.RawPeer.command;
import static org.busd.RawPeer.frame;
import static org.busd.RawPeer.greeting;
import static org.busd.RawPeer.head;
import static org.busd.RawPeer.join;
import static org.busd.RawPeer.property;
import static org.busd.RawPeer.readyAs;
import static org.busd.RawPeer.subscription;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.busd.Attacked.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What peers can do to each kind of bound socket, and what the honest ones beside them notice of it: nothing. */
class HostilePeersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** On a busy host; far below the 20 s after which an idle peer that does not answer is given up in any case. */
    private static final Duration AT_ONCE = Duration.ofSeconds(8);

    private static final int HONEST = 2_000;
    private static final long MIB = 1024 * 1024;

    /** Both buffers, and what else there is to a connection. */
    private static final long PER_CONNECTION = 160 * 1024;

    /** What one peer says, and what becomes of it. */
    private record Saying(String what, boolean shakesHands, boolean isEnded, List<byte[]> parts) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Stream<Saying> sayings() {
        byte[] greeting = greeting(3, "NULL");
        return Stream.of(
                after("a negative length", head(0, -1)),
                lives("the most negative length", head(0, Long.MIN_VALUE)),
                after("a length that is negative as an int", head(0, 0xffff_ffffL)),
                after("the largest length", head(0, Long.MAX_VALUE)),
                after("2 GiB", head(0, Integer.MAX_VALUE)),
                after("a command of negative length", head(RawPeer.COMMAND, -1)),
                after("a part of negative length", join(frame(RawPeer.MORE, bytes("t")), head(0, -1))),
                after("more than may be", head(0, 10 * 1024 * 1024 + 1), new byte[100_000]),
                after("a message without end", endless(2_000)),
                lives("a PING without anything", command(bytes("\4PING"))),
                lives("a PING that is too short", command(bytes("\4PING\0"))),
                lives("a thousand PINGs that are too short", times(1000, command(bytes("\4PING")))),
                lives("a PING that is too long", command(join(bytes("\4PING\0\0"), new byte[4000]))),
                lives("an empty command", command(new byte[0])),
                lives("a command whose name is longer than it", command(bytes("\u00ffPING"))),
                lives("an unknown command", command(bytes("\3HEY you"))),
                before("a negative length in the handshake", greeting, head(RawPeer.COMMAND, -1)),
                before("a huge length in the handshake", greeting, head(RawPeer.COMMAND, Long.MAX_VALUE)),
                before("no READY but a message", greeting, frame(0, bytes("\1"))),
                before("READY with a false length", greeting, command(bytes("\5READY\13Socket-Type\0\0\1\0SUB"))),
                stays("READY with a negative length", greeting, command(bytes("\5READY\1a\u00ff\u00ff\u00ff\u00ff"))),
                before("a READY of no type", greeting, readyAs("NONSENSE")),
                before("a READY of a type that does not fit", greeting, readyAs("REQ")),
                stays("READY twice", greeting, join(readyAs("SUB"), readyAs("SUB"))),
                stays("an ERROR", greeting, command(bytes("\5ERROR\3abc"))),
                stays("an ERROR with a false length", greeting, command(bytes("\5ERROR\u0080"))),
                before("a READY of many properties", greeting, command(join(bytes("\5READY"), manyProperties()))),
                before(
                        "a READY that claims another's address",
                        greeting,
                        command(join(
                                bytes("\5READY"),
                                property("Socket-Type", bytes("SUB")),
                                property("Peer-Address", bytes("127.0.0.1:1"))))),
                before("an unknown mechanism", greeting(3, "WHATEVER")),
                before("CURVE", greeting(3, "CURVE"), command(bytes("\5HELLO"))),
                before("ZMTP 1.0", frame(0, new byte[0]), subscription("")),
                before("ZMTP 1.0 with a long identity", join(new byte[] {-1}, new byte[9]), subscription("")),
                before("ZMTP 2.0", greeting(1, "\0\0"), frame(0, new byte[0])),
                before("ZMTP 2.1", greeting(0, "\0\0"), frame(0, new byte[0])),
                before("a web browser", bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")),
                before("zeroes", new byte[100_000]),
                before("noise", noise()));
    }

    private static Saying after(String what, byte[]... parts) {
        return new Saying(what, true, true, List.of(parts));
    }

    private static Saying lives(String what, byte[]... parts) {
        return new Saying(what, true, false, List.of(parts));
    }

    /** JeroMQ ends it, or leaves it to be found silent, as it comes. */
    private static Saying stays(String what, byte[]... parts) {
        return new Saying(what, false, false, List.of(parts));
    }

    private static Saying before(String what, byte[]... parts) {
        return new Saying(what, false, true, List.of(parts));
    }

    private static byte[] times(int count, byte[] part) {
        byte[][] parts = new byte[count][];
        java.util.Arrays.fill(parts, part);
        return join(parts);
    }

    private static byte[] endless(int frames) {
        return times(frames, frame(RawPeer.MORE, bytes("\1more")));
    }

    private static byte[] manyProperties() {
        byte[][] properties = new byte[1000][];
        for (int n = 0; n < properties.length; n++) {
            properties[n] = property("X-" + n, bytes("v"));
        }
        return join(properties);
    }

    private static byte[] noise() {
        byte[] noise = new byte[100_000];
        new java.util.Random(11).nextBytes(noise);
        return noise;
    }

    /** All sayings, one after the other, each twice: in parts, and in one go. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatNoPeerSaysCostsItsConnectionAndNobodyElseAnything(Kind kind) throws Exception {
        try (Attacked attacked = new Attacked(kind, Map.of())) {
            List<RawPeer> peers = new ArrayList<>();
            for (Saying saying : sayings().toList()) {
                for (boolean atOnce : new boolean[] {false, true}) {
                    RawPeer peer = saying.shakesHands() ? attacked.peer() : RawPeer.connect(attacked.port());
                    peers.add(peer);
                    say(peer, saying, atOnce);
                    if (saying.isEnded()) {
                        awaitEnd(peer, saying.what(), AT_ONCE);
                    }
                    attacked.serves(10);
                }
            }
            attacked.serves(HONEST);
            Resources.awaitIdle();
            close(peers);
        }
    }

    private static void say(RawPeer peer, Saying saying, boolean atOnce) {
        try {
            if (atOnce) {
                peer.say(join(saying.parts().toArray(byte[][]::new)));
            } else {
                for (byte[] part : saying.parts()) {
                    peer.say(part);
                }
            }
        } catch (IOException cutOff) {
            // It was told to go before it had said all.
            return;
        }
    }

    private static void awaitEnd(RawPeer peer, String what, Duration silence) {
        try {
            peer.readToEnd(silence);
        } catch (IOException e) {
            throw new AssertionError("who says " + what + " keeps its connection", e);
        }
    }

    /** Those who connect, and then say nothing, or not enough, or not what others wait for. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void hundredsThatOnlyConnectTakeLittleAndLoseTheirConnection(Kind kind) throws Exception {
        try (Attacked attacked = new Attacked(kind, Map.of("zmq.heartbeat", "1s"))) {
            attacked.serves(HONEST);
            long before = Resources.liveBytes();
            List<RawPeer> peers = new ArrayList<>();
            for (int n = 0; n < 100; n++) {
                peers.add(RawPeer.connect(attacked.port()));
                peers.add(RawPeer.connect(attacked.port()).say(new byte[] {-1}));
                peers.add(RawPeer.connect(attacked.port()).say(greeting(3, "NULL")));
                peers.add(attacked.peer());
            }
            attacked.serves(HONEST);
            assertThat(Resources.liveBytes() - before).as("bytes for 400").isLessThan(400L * PER_CONNECTION);
            Resources.awaitIdle();
            for (RawPeer peer : peers) {
                awaitEnd(peer, "too little", LONG);
            }
            close(peers);
            peers.clear();
            attacked.serves(HONEST);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(Resources.liveBytes() - before)
                            .as("bytes when they are gone")
                            .isLessThan(10 * MIB));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoSaysSomethingAndThenNothingMoreLosesItsConnection(Kind kind) throws Exception {
        try (Attacked attacked = new Attacked(kind, Map.of("zmq.heartbeat", "500ms"));
                RawPeer silent = attacked.peer().say(command(bytes("\4PING\0\0")))) {
            awaitEnd(silent, "a PING and nothing more", LONG);
            attacked.serves(HONEST);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoSaysAByteNowAndThenLosesItsConnection(Kind kind) throws Exception {
        try (Attacked attacked = new Attacked(kind, Map.of("zmq.heartbeat", "100ms"));
                RawPeer slow = RawPeer.connect(attacked.port())) {
            byte[] greeting = greeting(3, "NULL");
            await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(() -> {
                long said = attacked.ended();
                if (said == 0) {
                    slow.say(new byte[] {greeting[slow.said() % greeting.length]});
                }
                return said > 0;
            });
            attacked.serves(HONEST);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void thereAreNeverMoreConnectionsThanMayBeAndThenOthersComeIn(Kind kind) throws Exception {
        long most = 30;
        try (Attacked attacked = new Attacked(kind, Map.of("zmq.max-connections", String.valueOf(most)))) {
            List<RawPeer> peers = new ArrayList<>();
            for (int n = 0; n < 3 * most; n++) {
                peers.add(RawPeer.connect(attacked.port()).say(greeting(3, "NULL")));
            }
            await().atMost(LONG).until(() -> attacked.turnedAway() >= 2 * most);
            attacked.serves(HONEST);
            assertThat(attacked.turnedAway()).isLessThan(3 * most);
            Resources.awaitIdle();
            close(peers);
            await().atMost(LONG).until(() -> {
                try (RawPeer next = attacked.peer()) {
                    return next != null;
                } catch (IOException turnedAway) {
                    return false;
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aThousandThatComeAndGoLeaveNothingBehind(Kind kind) throws Exception {
        try (Attacked attacked = new Attacked(kind, Map.of("zmq.heartbeat", "1s"))) {
            attacked.serves(HONEST);
            long before = Resources.liveBytes();
            byte[] hello = join(greeting(3, "NULL"), readyAs(kind.peerType()));
            for (int n = 0; n < 1000; n++) {
                try (RawPeer peer = RawPeer.connect(attacked.port())) {
                    if (n % 3 > 0) {
                        peer.say(n % 3 == 1 ? hello : bytes("hello"));
                    }
                }
            }
            attacked.serves(HONEST);
            Resources.awaitIdle();
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(Resources.liveBytes() - before)
                            .as("bytes when they are gone")
                            .isLessThan(10 * MIB));
        }
    }

    /** What it is sent, and the answers to what it asks, are more than it takes. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoNeverReadsTakesItsQueueAndNoMore(Kind kind) throws Exception {
        Map<String, String> settings = Map.of("publish.high-water-mark", "1000", "publish.overflow", "drop");
        try (Attacked attacked = new Attacked(kind, settings);
                RawPeer deaf = attacked.peer()) {
            if (kind.takesSubscriptions()) {
                deaf.say(subscription(""));
            }
            byte[] pings = times(1000, command(bytes("\4PING\0\0sixteen bytes all")));
            for (int n = 0; n < 20; n++) {
                deaf.say(pings);
                attacked.serves(500);
            }
            Resources.awaitIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"OUTLET", "RELAY_OUTBOUND"})
    void aMillionSubscriptionsOfOnePeerAreNotTaken(Kind kind) throws Exception {
        try (Attacked attacked = new Attacked(kind, Map.of())) {
            attacked.serves(HONEST);
            long before = Resources.liveBytes();
            try (RawPeer greedy = attacked.peer()) {
                assertThat(saysUntilCutOff(greedy, n -> subscription("topic." + n)))
                        .isTrue();
                attacked.serves(HONEST);
                assertThat(Resources.liveBytes() - before).isLessThan(32 * MIB);
            }
            // The same all over; another, and not that one after all; what is too long to be a topic.
            try (RawPeer greedy = attacked.peer()) {
                assertThat(saysUntilCutOff(greedy, n -> subscription("again"))).isTrue();
            }
            try (RawPeer fickle = attacked.peer()) {
                assertThat(saysUntilCutOff(fickle, n -> frame(0, bytes((n % 2 == 0 ? "\1" : "\0") + "topic"))))
                        .isTrue();
            }
            try (RawPeer strange = attacked.peer()) {
                assertThat(saysUntilCutOff(strange, n -> frame(0, bytes("\0topic." + n))))
                        .isTrue();
            }
            for (int length : new int[] {1025, 8000, 60_000, 1_000_000}) {
                try (RawPeer longing = attacked.peer()) {
                    say(longing, after("a long prefix", subscription("x".repeat(length))), true);
                    awaitEnd(longing, "a prefix of " + length, AT_ONCE);
                }
            }
            attacked.serves(HONEST);
            Resources.awaitIdle();
            assertThat(Resources.liveBytes() - before).isLessThan(16 * MIB);
        }
    }

    private static boolean saysUntilCutOff(RawPeer peer, IntFunction<byte[]> frames) {
        try {
            for (int n = 0; n < 1_000_000; n++) {
                peer.sayMore(frames.apply(n));
            }
            peer.flush();
            return false;
        } catch (IOException cutOff) {
            return true;
        }
    }

    /** Each keeps below what one may have; together they have more than there may be. */
    @Test
    void whoHasMostMakesRoomForOthersSubscriptions() throws Exception {
        try (Attacked attacked = new Attacked(Kind.OUTLET, Map.of())) {
            List<RawPeer> greedy = new ArrayList<>();
            for (int n = 0; n < 6; n++) {
                int peer = n;
                greedy.add(attacked.peer());
                for (int topic = 0; topic < 9_000; topic++) {
                    greedy.get(n).sayMore(subscription("peer." + peer + "." + topic));
                }
                flush(greedy.get(n));
            }
            await().atMost(LONG).until(() -> attacked.ended() > 0);
            attacked.servesNewcomers();
            attacked.serves(HONEST);
            close(greedy);
        }
    }

    private static void flush(RawPeer peer) {
        try {
            peer.flush();
        } catch (IOException cutOff) {
            return;
        }
    }

    private static void close(List<RawPeer> peers) throws IOException {
        for (RawPeer peer : peers) {
            peer.close();
        }
    }
}
