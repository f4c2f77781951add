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
        Optional<Integer> number = parse(setting);
        return number.isPresent() && number.get() >= least && number.get() <= most
                ? number
                : setting.refuse("must be a whole number from " + least + " to " + most);
    }

    @Override
    public String render(ConfigValue value) {
        return String.valueOf(parse(new Setting("", value, new Problems())).orElseThrow());
    }

    private static Optional<Integer> parse(Setting setting) {
        try {
            return Optional.of(Integer.valueOf(setting.text().orElse("")));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
