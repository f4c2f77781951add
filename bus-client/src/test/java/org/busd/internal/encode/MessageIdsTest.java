package org.busd.internal.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    @Test
    void idsAreRandomUuidsAndDoNotRepeat() {
        Set<UUID> seen = new HashSet<>();
        for (int maker = 0; maker < 20; maker++) {
            MessageIds ids = new MessageIds();
            byte[] text = new byte[MessageIds.LENGTH];
            for (int i = 0; i < 5_000; i++) {
                ids.next(text, 0);
                UUID id = UUID.fromString(new String(text, StandardCharsets.US_ASCII));
                assertThat(id.toString()).isEqualTo(new String(text, StandardCharsets.US_ASCII));
                assertThat(id.version()).isEqualTo(4);
                assertThat(id.variant()).isEqualTo(2);
                assertThat(seen.add(id)).isTrue();
            }
        }
    }
}
