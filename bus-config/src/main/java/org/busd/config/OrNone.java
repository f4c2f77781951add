package org.busd.config;

import com.typesafe.config.ConfigValue;
import java.util.Optional;

/**
 * A kind that can be left out by a word of its own.
 *
 * @param none {@code null} or a word such as {@code off}
 * @param kind what it is otherwise
 */
record OrNone<T>(String none, Kind<T> kind) implements Kind<Optional<T>> {
    static <T> OrNone<T> orNull(Kind<T> kind) {
        return new OrNone<>("null", kind);
    }

    @Override
    public Optional<Optional<T>> read(Setting setting) {
        boolean isNone = none.equals("null") ? setting.isNull() : setting.text().equals(Optional.of(none));
        if (isNone) {
            return Optional.of(Optional.empty());
        }
        Optional<T> read = kind.read(setting.or(none));
        return read.isPresent() ? Optional.of(read) : Optional.empty();
    }

    @Override
    public Shape shape() {
        return kind.shape();
    }

    @Override
    public String render(ConfigValue value) {
        return kind.render(value);
    }
}
