package org.busd.tools;

import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the constants of an enum, written in lower case, and says for completion which there are. An option names a subclass
 * for both.
 */
abstract class WordConverter<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {

    private final Class<E> type;

    WordConverter(Class<E> type) {
        this.type = type;
    }

    /** What stands for a constant. */
    String word(E constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public E convert(String value) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(value)) {
                return constant;
            }
        }
        throw new TypeConversionException("'" + value + "' is none of " + String.join(", ", this));
    }

    @Override
    public Iterator<String> iterator() {
        return Stream.of(type.getEnumConstants()).map(this::word).iterator();
    }
}
