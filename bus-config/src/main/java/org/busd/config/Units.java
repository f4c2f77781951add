package org.busd.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers with units, spelled as HOCON spells them. Without a unit they are refused, not guessed. HOCON's own reader is
 * not used because it compiles a regular expression for each value, which a command that lives shortly would feel.
 */
final class Units {
    /** Of time, in nanoseconds. */
    static final Units TIME = new Units()
            .add(1, "ns", "nano", "nanos", "nanosecond", "nanoseconds")
            .add(1_000, "us", "micro", "micros", "microsecond", "microseconds")
            .add(1_000_000, "ms", "milli", "millis", "millisecond", "milliseconds")
            .add(1_000_000_000, "s", "second", "seconds")
            .add(60_000_000_000L, "m", "minute", "minutes")
            .add(3_600_000_000_000L, "h", "hour", "hours")
            .add(86_400_000_000_000L, "d", "day", "days");

    /** Of memory, in bytes. */
    static final Units MEMORY = new Units()
            .add(1, "B", "b", "byte", "bytes")
            .add(1_000, "kB", "kilobyte", "kilobytes")
            .add(1_000_000, "MB", "megabyte", "megabytes")
            .add(1_000_000_000, "GB", "gigabyte", "gigabytes")
            .add(1L << 10, "K", "k", "Ki", "KiB", "kibibyte", "kibibytes")
            .add(1L << 20, "M", "m", "Mi", "MiB", "mebibyte", "mebibytes")
            .add(1L << 30, "G", "g", "Gi", "GiB", "gibibyte", "gibibytes");

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final Map<String, Long> factors = new HashMap<>();

    private Units() {}

    /** Whether there is a number and nothing behind it. */
    static boolean isMissing(String text) {
        String stripped = text.strip();
        return !stripped.isEmpty() && endOfNumber(stripped) == stripped.length();
    }

    /** How much it is in the base unit, at most what fits a long; nothing if it is not a number with one of the units. */
    Optional<Long> parse(String text) {
        String stripped = text.strip();
        int end = endOfNumber(stripped);
        Long factor = factors.get(stripped.substring(end).strip());
        if (factor == null) {
            return Optional.empty();
        }
        try {
            BigDecimal amount = new BigDecimal(stripped.substring(0, end)).multiply(BigDecimal.valueOf(factor));
            BigDecimal bounded = amount.max(MOST.negate()).min(MOST);
            return Optional.of(bounded.setScale(0, RoundingMode.DOWN).longValueExact());
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private Units add(long factor, String... names) {
        for (String name : names) {
            factors.put(name, factor);
        }
        return this;
    }

    private static int endOfNumber(String text) {
        int end = 0;
        while (end < text.length() && "0123456789.+-".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }
}
