package org.busd.config;

import java.time.Duration;
import java.util.Optional;

/**
 * A duration in a range, with its unit.
 *
 * @param least the shortest that makes sense, as one writes it
 * @param most the longest that makes sense
 */
record TimeSpan(String least, String most) implements Kind<Duration> {
    @Override
    public Optional<Duration> read(Setting setting) {
        Optional<String> text = setting.text();
        if (text.filter(Unit::isMissing).isPresent()) {
            return setting.refuse("has no unit: write " + text.get().strip() + "ms or "
                    + text.get().strip() + "s");
        }
        Optional<Duration> duration = text.flatMap(TimeSpan::parse).filter(this::isInRange);
        return duration.isPresent()
                ? duration
                : setting.refuse("must be a duration from " + least + " to " + most
                        + ", with a unit of ns, us, ms, s, m, h or d");
    }

    private boolean isInRange(Duration duration) {
        return duration.compareTo(parse(least).orElseThrow()) >= 0
                && duration.compareTo(parse(most).orElseThrow()) <= 0;
    }

    private static Optional<Duration> parse(String text) {
        return Unit.parse(text, config -> config.getDuration("v"));
    }
}
