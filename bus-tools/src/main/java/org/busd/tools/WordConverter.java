package org.busd.tools;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the constants of an enum, written in lower case. */
final class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {

    private final Class<E> type;

    WordConverter(Class<E> type) {
        this.type = type;
    }

    @Override
    public E convert(String value) {
        StringBuilder words = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (word.equals(value)) {
                return constant;
            }
            words.append(words.length() == 0 ? "" : ", ").append(word);
        }
        throw new TypeConversionException("'" + value + "' is none of " + words);
    }
}
