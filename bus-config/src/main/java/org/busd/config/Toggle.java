package org.busd.config;

import com.typesafe.config.ConfigValue;
import java.util.Optional;

/** On or off, in any of HOCON's words for it. */
record Toggle() implements Kind<Boolean> {
    @Override
    public Optional<Boolean> read(Setting setting) {
        Optional<Boolean> state = parse(setting);
        return state.isPresent() ? state : setting.refuse("must be true or false (on and off, yes and no will do)");
    }

    @Override
    public String render(ConfigValue value) {
        return String.valueOf(parse(new Setting("", value, new Problems())).orElseThrow());
    }

    private static Optional<Boolean> parse(Setting setting) {
        return switch (setting.text().orElse("")) {
            case "true", "on", "yes" -> Optional.of(true);
            case "false", "off", "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
