package org.busd.config;

import com.typesafe.config.ConfigValue;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind that is read like another and then turned into something else.
 *
 * @param kind how it is read
 * @param mapping what becomes of it
 */
record Mapped<S, T>(Kind<S> kind, Function<S, T> mapping) implements Kind<T> {
    @Override
    public Optional<T> read(Setting setting) {
        return kind.read(setting).map(mapping);
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
