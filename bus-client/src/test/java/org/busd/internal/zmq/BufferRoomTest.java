package org.busd.internal.zmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BufferRoomTest {
    @Test
    void neverGivesMoreThanThereIs() {
        BufferRoom room = new BufferRoom(10, Duration.ofDays(1));
        assertThat(room.take(6)).isTrue();
        assertThat(room.take(5)).isFalse();
        assertThat(room.take(4)).isTrue();
        assertThat(room.taken()).isEqualTo(10);
    }

    @Test
    void whatIsGivenBackIsThereAfterAWhile() {
        BufferRoom room = new BufferRoom(10, Duration.ofMillis(50));
        assertThat(room.take(10)).isTrue();
        room.give(10);
        assertThat(room.taken()).isEqualTo(10);
        await().atMost(Duration.ofSeconds(10)).until(() -> room.take(10));
    }

    @Test
    void ourOwnConnectionsCountButAreNotRefused() {
        BufferRoom room = new BufferRoom(10, Duration.ZERO);
        room.takeAnyway(20);
        assertThat(room.take(1)).isFalse();
        room.give(20);
        assertThat(room.take(1)).isTrue();
    }
}
