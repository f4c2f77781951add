package org.busd.tools;

/** What the exit code of a command says. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;

    /** The thing asked for did not happen: not delivered, invalid, timed out, unhealthy. */
    static final int FAILED = 1;

    /** Wrong usage or configuration. */
    static final int USAGE = 2;

    private ExitCode() {}
}
