package org.busd.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One of an enumeration's constants, written as a word in lower case.
 *
 * @param words word to constant, in order of declaration
 */
record Choice<E extends Enum<E>>(Map<String, E> words) implements Kind<E> {
    static <E extends Enum<E>> Choice<E> of(E[] constants) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : constants) {
            words.put(word(constant), constant);
        }
        return new Choice<>(words);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Optional<E> read(Setting setting) {
        E choice = words.get(setting.text().orElse(""));
        return choice != null
                ? Optional.of(choice)
                : setting.refuse("must be one of " + String.join(", ", words.keySet()) + hint(setting));
    }

    private String hint(Setting setting) {
        return setting.text()
                .flatMap(word -> Nearest.to(word, words.keySet()))
                .map(word -> " (did you mean " + word + "?)")
                .orElse("");
    }
}
