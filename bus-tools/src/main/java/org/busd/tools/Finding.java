package org.busd.tools;

import java.util.Locale;

/**
 * What {@code bus check} found of one thing. Immutable.
 *
 * @param what the setting or the endpoint
 * @param detail for people
 */
record Finding(State state, String what, String detail) {

    /** How it is. */
    enum State {
        OK,
        /** It works, but somebody should look at it. */
        WARNING,
        FAILED
    }

    static Finding ok(String what, String detail) {
        return new Finding(State.OK, what, detail);
    }

    static Finding warning(String what, String detail) {
        return new Finding(State.WARNING, what, detail);
    }

    static Finding failed(String what, String detail) {
        return new Finding(State.FAILED, what, detail);
    }

    boolean isFailure() {
        return state == State.FAILED;
    }

    /** State, thing and detail, with tabs between; a line, whatever is in them. */
    String line() {
        return state.name().toLowerCase(Locale.ROOT) + "\t" + flat(what) + "\t" + flat(detail);
    }

    private static String flat(String text) {
        return PrettyJson.harmless(text.replace('\n', ' ').replace('\t', ' '));
    }
}
