package org.busd.internal;

import org.slf4j.Logger;

/** What other people's code threw. To print it is to call that code again: its {@code getMessage} may throw, too. */
public final class ForeignErrors {
    private ForeignErrors() {}

    /** Logs {@code thrown} with its stack, or, where it cannot be printed, what class it is of. */
    public static void log(Logger log, String what, Throwable thrown) {
        try {
            log.error(what, thrown);
        } catch (Throwable e) {
            log.error(
                    "{}: a {}, which cannot be printed for a {}",
                    what,
                    thrown.getClass().getName(),
                    e.getClass().getName());
        }
    }
}
