package org.busd.config;

import java.time.Duration;
import java.util.Optional;

/**
 * A duration in a range, with its unit.
 *
 * @param least the shortest that makes sense, in nanoseconds
 * @param most the longest that makes sense, in nanoseconds
 * @param range both in words
 */
record TimeSpan(long least, long most, String range) implements Kind<Duration> {
    /** The range as one writes it in a file. */
    static TimeSpan of(String least, String most) {
        return new TimeSpan(
                Units.TIME.parse(least).orElseThrow(),
                Units.TIME.parse(most).orElseThrow(),
                "from " + least + " to " + most);
    }

    @Override
    public Optional<Duration> read(Setting setting) {
        String text = setting.text().orElse("");
        if (Units.isMissing(text)) {
            return setting.refuse("has no unit: write " + text.strip() + "ms or " + text.strip() + "s");
        }
        Optional<Long> nanos = Units.TIME.parse(text);
        return nanos.isPresent() && nanos.get() >= least && nanos.get() <= most
                ? Optional.of(Duration.ofNanos(nanos.get()))
                : setting.refuse("must be a duration " + range + ", with a unit of ns, us, ms, s, m, h or d");
    }
}
