package org.busd.config;

import com.typesafe.config.ConfigObject;
import java.util.List;
import java.util.Optional;

/** The block of one consumer. */
record Consumer() implements Kind<ConsumerSettings> {
    static final String ENABLED = "enabled";
    private static final List<String> KEYS = List.of(ENABLED);
    private static final boolean ENABLED_UNLESS_SET = true;

    @Override
    public Optional<ConsumerSettings> read(Setting setting) {
        if (!(setting.value() instanceof ConfigObject block)) {
            return setting.refuse("must be a block: write { enabled = false }");
        }
        boolean sound = true;
        boolean enabled = ENABLED_UNLESS_SET;
        for (var member : block.entrySet()) {
            Setting part = setting.part("." + member.getKey(), member.getValue());
            if (!KEYS.contains(member.getKey())) {
                part.refuse("is not a setting; a consumer has " + String.join(", ", KEYS));
                sound = false;
                continue;
            }
            Optional<Boolean> read = new Toggle().read(part);
            sound &= read.isPresent();
            enabled = read.orElse(enabled);
        }
        return sound ? Optional.of(new ConsumerSettings(enabled)) : Optional.empty();
    }

    @Override
    public Shape shape() {
        return Shape.BLOCK;
    }
}
