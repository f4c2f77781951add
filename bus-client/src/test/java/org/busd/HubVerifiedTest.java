package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.busd.HubTest.Remembering;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.busd.signing.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A consumer may be stricter than the bus, never laxer. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HubVerifiedTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String NAME = "orders-app01.example.org";

    private final Remembering usual = new Remembering("usual", message -> {});
    private final Remembering strict =
            new Remembering("strict", ConsumerOptions.builder().verified().build(), message -> {});

    /** Publishes a message that nobody vouches for and one that is signed, and waits for the latter. */
    private void hear(Path dir, String mode, int subscriptions) throws InterruptedException {
        DevelopmentCa ca = DevelopmentCa.init(dir.resolve("pki"));
        DevelopmentCa.Issued signer = ca.issue(NAME, KeyType.EC);
        TestBus bus = new TestBus();
        bus.set("validation.ca", ca.certificate().toString()).set("validation.mode", mode);
        try (BusClient receiving = bus.open();
                Hub hub = Hub.builder(receiving).consumers(usual, strict).start();
                BusClient unsigned = bus.open();
                BusClient signing = bus.set("signing.enabled", "true")
                        .set("signing.certificate", signer.certificate().toString())
                        .set("signing.key", signer.key().toString())
                        .open()) {
            assertThat(unsigned.awaitSubscribers("order.created", subscriptions, LONG))
                    .isTrue();
            assertThat(signing.awaitSubscribers("order.created", subscriptions, LONG))
                    .isTrue();
            unsigned.publish("order.created", Map.of("n", 1));
            await().atMost(LONG)
                    .until(() -> usual.got.size() == 1
                            || receiving.metrics().deadLetters().get(Reason.UNSIGNED) > 0);
            signing.publish("order.created", Map.of("n", 2));
            await().atMost(LONG)
                    .until(() -> strict.numbers().contains(2) && usual.numbers().contains(2));
            assertThat(hub.stop(LONG).isClean()).isTrue();
        }
        assertThat(strict.numbers()).isEqualTo(List.of(2));
        assertThat(strict.got.element().signer()).contains(NAME);
    }

    @Test
    void whereTheBusDoesNotVerifyOneThatInsistsGetsVerifiedMessagesOnly(@TempDir Path dir) throws Exception {
        hear(dir, "off", 2);
        assertThat(usual.numbers()).containsExactly(1, 2);
        assertThat(usual.got.element().signer()).isEmpty();
    }

    @Test
    void whereTheBusVerifiesNobodyGetsAnythingElseOverOneSubscription(@TempDir Path dir) throws Exception {
        hear(dir, "require", 1);
        assertThat(usual.numbers()).containsExactly(2);
    }
}
