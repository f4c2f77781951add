package org.busd.internal.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.busd.internal.topic.FilterLimits;
import org.junit.jupiter.api.Test;
import zmq.Msg;

/** What peers may subscribe. */
class SubscribersTest {
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscribers subscribers = subscriptions.ofSocket();
    private final List<Verdict> offences = new ArrayList<>();

    private Peer peer(String name) {
        return new Peer(name, (peer, offence) -> offences.add(offence));
    }

    private static Msg frame(int first, String prefix) {
        return new Msg(((char) first + prefix).getBytes(StandardCharsets.ISO_8859_1));
    }

    private Verdict subscribe(Peer peer, String prefix) {
        Msg frame = frame(1, prefix);
        Verdict verdict = subscribers.judge(peer, frame);
        if (verdict == Verdict.ADMITTED) {
            subscribers.arrived(frame.data());
        }
        return verdict;
    }

    private int live() {
        return subscriptions.covering(new byte[0]);
    }

    @Test
    void whatIsHeldAlreadyOrNotGoesNoFurther() {
        Peer peer = peer("one");
        assertThat(subscribe(peer, "a")).isEqualTo(Verdict.ADMITTED);
        assertThat(subscribe(peer, "a")).isEqualTo(Verdict.SUPERFLUOUS);
        assertThat(subscribers.judge(peer, frame(0, "b"))).isEqualTo(Verdict.SUPERFLUOUS);
        assertThat(live()).isEqualTo(1);
        assertThat(subscribers.judge(peer, frame(0, "a"))).isEqualTo(Verdict.ADMITTED);
        assertThat(subscribers.judge(peer, frame(0, "a"))).isEqualTo(Verdict.SUPERFLUOUS);
        assertThat(live()).isZero();
    }

    @Test
    void whatIsNoSubscriptionIsAnOffence() {
        Peer peer = peer("one");
        Msg part = frame(1, "a");
        part.setFlags(Msg.MORE);
        assertThat(subscribers.judge(peer, part)).isEqualTo(Verdict.NO_SUBSCRIPTION);
        assertThat(subscribers.judge(peer, frame(2, "a"))).isEqualTo(Verdict.NO_SUBSCRIPTION);
        assertThat(subscribers.judge(peer, new Msg())).isEqualTo(Verdict.NO_SUBSCRIPTION);
        assertThat(subscribe(peer, "x".repeat(FilterLimits.MAX_BYTES))).isEqualTo(Verdict.ADMITTED);
        assertThat(subscribe(peer, "y".repeat(FilterLimits.MAX_BYTES + 1))).isEqualTo(Verdict.TOO_MANY_SUBSCRIPTIONS);
        assertThat(live()).isEqualTo(1);
    }

    @Test
    void onePeerHasSoManyAndSoManyBytes() {
        Peer many = peer("many");
        for (int n = 0; n < FilterLimits.MAX_COUNT; n++) {
            assertThat(subscribe(many, "topic." + n)).isEqualTo(Verdict.ADMITTED);
        }
        assertThat(subscribe(many, "one more")).isEqualTo(Verdict.TOO_MANY_SUBSCRIPTIONS);
        Peer large = peer("large");
        for (int n = 0; n < FilterLimits.MAX_BYTES_IN_ALL / 1000; n++) {
            assertThat(subscribe(large, n + "x".repeat(1000 - String.valueOf(n).length())))
                    .isEqualTo(Verdict.ADMITTED);
        }
        assertThat(subscribe(large, "y".repeat(1000))).isEqualTo(Verdict.TOO_MANY_SUBSCRIPTIONS);
        subscribers.left(many);
        subscribers.left(large);
        assertThat(live()).isZero();
        assertThat(subscribers.isGreeting()).isFalse();
    }

    @Test
    void aPeerMayNotChangeItsMindForEver() {
        Peer fickle = peer("fickle");
        long changes = 0;
        while (subscribers.judge(fickle, frame((int) (1 - changes % 2), "a")) != Verdict.TOO_MANY_SUBSCRIPTIONS) {
            changes++;
            assertThat(changes).isLessThan(1_000_000);
        }
        assertThat(changes).isGreaterThanOrEqualTo(2 * FilterLimits.MAX_COUNT);
    }

    @Test
    void whenAllTogetherHaveTooManyWhoHasMostGoes() {
        List<Peer> greedy = new ArrayList<>();
        int each = FilterLimits.MAX_COUNT;
        for (int n = 0; n < Subscribers.MAX_PREFIXES / each; n++) {
            Peer peer = peer("greedy " + n);
            greedy.add(peer);
            for (int topic = 0; topic < each; topic++) {
                assertThat(subscribe(peer, n + "." + topic)).isEqualTo(Verdict.ADMITTED);
            }
        }
        Peer modest = peer("modest");
        assertThat(subscribe(modest, "0.0")).as("what others have, too").isEqualTo(Verdict.ADMITTED);
        assertThat(offences).isEmpty();
        assertThat(subscribe(modest, "something else")).isEqualTo(Verdict.ADMITTED);
        assertThat(offences).containsExactly(Verdict.TOO_MANY_SUBSCRIPTIONS);
        assertThat(greedy).filteredOn(Peer::isEnded).hasSize(1);
        assertThat(modest.isEnded()).isFalse();
    }

    @Test
    void thoseOfASocketThatIsClosedCountNoMore() {
        Subscribers others = subscriptions.ofSocket();
        assertThat(subscribe(peer("one"), "a")).isEqualTo(Verdict.ADMITTED);
        others.arrived(frame(1, "a").data());
        assertThat(live()).isEqualTo(2);
        subscribers.close();
        assertThat(live()).isEqualTo(1);
    }
}
