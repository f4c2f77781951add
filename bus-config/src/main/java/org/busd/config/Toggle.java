package org.busd.config;

import com.typesafe.config.ConfigValue;
import java.util.Optional;

/** On or off, in any of HOCON's words for it. */
record Toggle() implements Kind<Boolean> {
    @Override
    public Optional<Boolean> read(Setting setting) {
        Optional<Boolean> state = setting.text().flatMap(Toggle::parse);
        return state.isPresent() ? state : setting.refuse("must be true or false (on and off, yes and no will do)");
    }

    @Override
    public String render(ConfigValue value) {
        return new Setting("", value, new Problems())
                .text()
                .flatMap(Toggle::parse)
                .map(String::valueOf)
                .orElseThrow();
    }

    private static Optional<Boolean> parse(String text) {
        return switch (text) {
            case "true", "on", "yes" -> Optional.of(true);
            case "false", "off", "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
