package org.busd.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A block whose member names are the user's. Nested blocks have been joined by {@link DottedNames} before.
 *
 * @param member the kind of all members
 */
record Named<T>(Kind<T> member) implements Kind<Map<String, T>> {
    /** Whether members are blocks of keys of their own. */
    boolean hasBlocks() {
        return member.shape() == Shape.BLOCK;
    }

    @Override
    public Optional<Map<String, T>> read(Setting setting) {
        if (!(setting.value() instanceof ConfigObject members)) {
            return setting.refuse("must be a block of names: write { \"name\" = … }");
        }
        Map<String, T> read = new TreeMap<>();
        members.forEach((name, value) -> member.read(setting.part("." + ConfigUtil.joinPath(name), value))
                .ifPresent(done -> read.put(name, done)));
        return read.size() == members.size() ? Optional.of(Sorted.copyOf(read)) : Optional.empty();
    }

    @Override
    public Shape shape() {
        return Shape.BLOCK;
    }
}
