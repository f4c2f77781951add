package org.busd.config;

import com.typesafe.config.ConfigList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list whose elements are all of one kind. Every faulty element is told.
 *
 * @param element the kind
 * @param needsOne whether an empty list makes no sense
 */
record ListOf<T>(Kind<T> element, boolean needsOne) implements Kind<List<T>> {
    @Override
    public Optional<List<T>> read(Setting setting) {
        if (!(setting.value() instanceof ConfigList list)) {
            return setting.refuse("must be a list: write [\"…\", \"…\"]");
        }
        if (needsOne && list.isEmpty()) {
            return setting.refuse("must name at least one");
        }
        List<T> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            element.read(setting.part("[" + i + "]", list.get(i))).ifPresent(elements::add);
        }
        return elements.size() == list.size() ? Optional.of(List.copyOf(elements)) : Optional.empty();
    }

    @Override
    public Shape shape() {
        return Shape.LIST;
    }
}
