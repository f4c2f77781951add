package org.busd.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeBucketsTest {
    private final TimeBuckets times = new TimeBuckets();

    @Test
    void boundsDoubleFromAMicrosecondToMoreThan16Seconds() {
        assertThat(times.bound(0)).isEqualTo(Duration.ofNanos(1_000));
        for (int i = 1; i < times.bounds(); i++) {
            assertThat(times.bound(i)).isEqualTo(times.bound(i - 1).multipliedBy(2));
        }
        assertThat(times.bound(times.bounds() - 1)).isGreaterThan(Duration.ofSeconds(16));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0",
        "1000, 0",
        "1001, 1",
        "2000, 1",
        "2001, 2",
        "4000, 2",
        "4001, 3",
        "1024000, 10",
        "1024001, 11",
        "16777216000, 24",
        "16777216001, 25",
        "9223372036854775807, 25"
    })
    void aTimeIsInTheFirstBucketThatIsNotShorter(long nanos, int bucket) {
        times.take(nanos);

        long[] cumulated = times.cumulated();
        for (int i = 0; i < cumulated.length; i++) {
            assertThat(cumulated[i]).as("bucket %d", i).isEqualTo(i < bucket ? 0 : 1);
        }
        assertThat(times.total()).isEqualTo(Duration.ofNanos(nanos));
    }
}
