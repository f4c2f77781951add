package org.busd.tools;

import java.time.Duration;

/** How a command hears that SIGTERM or Ctrl-C asks it to end, and a daemon that SIGHUP asks it to look again. */
interface Signals {

    /**
     * Until the watch is closed, a signal calls {@code stop} once, on another thread; the process then waits for the
     * watch to be closed, at most for {@code limit}, and ends.
     *
     * @param stop asks the command to come to its end; returns soon
     * @param limit how long the command may take to end; then the process ends without it
     */
    Watch onSignal(Runnable stop, Duration limit, Ending ending);

    /**
     * As {@link #onSignal}, for a daemon, which ends with 0: a second SIGTERM or SIGINT ends the process at once, with 128
     * and the signal's number, and SIGHUP calls {@code reload}. A limit that is exceeded is told with where the thread
     * stands that has called this.
     *
     * @param reload called by other threads, each time in full, one call at a time
     */
    Watch onSignals(Runnable stop, Runnable reload, Duration limit);

    /** What the process ends with after a signal. */
    enum Ending {
        /** 0: the signal is the usual way to end this command. */
        DONE,
        /** 128 and the signal's number: the command was cut short. */
        KILLED
    }

    /** A command that listens for signals. */
    interface Watch extends AutoCloseable {
        /** The command has done all it had to do. */
        @Override
        void close();
    }
}
