package org.busd.config;

import com.typesafe.config.ConfigValue;
import java.util.Optional;

/**
 * A whole number in a range.
 *
 * @param least the smallest that makes sense
 * @param most the biggest that makes sense
 */
record WholeNumber(int least, int most) implements Kind<Integer> {
    @Override
    public Optional<Integer> read(Setting setting) {
        Optional<Integer> number = setting.text().flatMap(WholeNumber::parse).filter(n -> n >= least && n <= most);
        return number.isPresent() ? number : setting.refuse("must be a whole number from " + least + " to " + most);
    }

    @Override
    public String render(ConfigValue value) {
        return new Setting("", value, new Problems())
                .text()
                .flatMap(WholeNumber::parse)
                .map(String::valueOf)
                .orElseThrow();
    }

    private static Optional<Integer> parse(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
