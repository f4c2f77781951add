package org.busd.tools;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 500ms}, {@code 2s}, {@code 1m}, {@code 1h}; a number alone is refused: it does not say what it counts. */
final class DurationConverter implements ITypeConverter<Duration> {

    private static final int MAX_DIGITS = 12;

    @Override
    public Duration convert(String value) {
        int digits = 0;
        while (digits < value.length() && isDigit(value.charAt(digits))) {
            digits++;
        }
        if (digits == 0 || digits > MAX_DIGITS) {
            throw refuse(value);
        }
        long amount = Long.parseLong(value.substring(0, digits));
        return switch (value.substring(digits)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> throw refuse(value);
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static TypeConversionException refuse(String value) {
        return new TypeConversionException(
                "'" + value + "' is not a duration: write a whole number and its unit, as in 500ms, 2s or 1m");
    }
}
