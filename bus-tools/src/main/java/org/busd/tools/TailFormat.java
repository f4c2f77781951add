package org.busd.tools;

/** How {@code bus tail} prints a message. */
enum TailFormat {
    /** A line as received. */
    JSON,
    /** Indented, for people. */
    PRETTY,
    /** A line of time, topic and the beginning of the body, for people. */
    TERSE;

    /** For picocli. */
    static final class Words extends WordConverter<TailFormat> {
        Words() {
            super(TailFormat.class);
        }
    }
}
