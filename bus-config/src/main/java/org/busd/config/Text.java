package org.busd.config;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A text with a form of its own.
 *
 * @param expected what would be right, in words
 * @param form whether a text is
 */
record Text(String expected, Predicate<String> form) implements Kind<String> {
    /** One part of a topic. */
    static Text segment() {
        return new Text("must be one word of letters, digits, _ and -", Letters::areWord);
    }

    /** One or more parts of a topic. */
    static Text topic() {
        return new Text("must be words of letters, digits, _ and -, parted by single dots", Text::isTopic);
    }

    static Text name() {
        return new Text("must be a name: not empty, without white space", Text::isName);
    }

    /** A name that becomes part of a file's name. */
    static Text fileName() {
        return new Text("must be a name without white space and /", text -> isName(text) && text.indexOf('/') < 0);
    }

    @Override
    public Optional<String> read(Setting setting) {
        Optional<String> text = setting.text().filter(form);
        return text.isPresent() ? text : setting.refuse(expected);
    }

    private static boolean isTopic(String text) {
        for (String segment : text.split("\\.", -1)) {
            if (!Letters.areWord(segment)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }
}
