package org.busd.tools;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.busd.config.BusSettings;

/** What a daemon runs: a relay, a gateway, a hub, a trigger. Thread-safe. */
interface Service extends AutoCloseable {

    /** Opens a service as the settings say. */
    interface Opening {
        /**
         * Opens it.
         *
         * @throws org.busd.BusException if it cannot be opened
         */
        Service open(BusSettings settings);
    }

    /** What to say when it is open, as in {@code relaying tcp://… -> tcp://…}. */
    String serving();

    /** Completes when it has ended; exceptionally, with what to tell, if it died. */
    CompletionStage<?> ended();

    /** How it is; within a second or two, and without changing anything. */
    Health health();

    /**
     * Takes over what it can of new settings, and reads again what files of theirs it holds.
     *
     * @param changed the keys whose values are not what the service runs with, such as {@code bus.endpoints.local}
     * @return which of them hold from now on, and what else is new
     */
    default Reloaded reload(BusSettings settings, List<String> changed) {
        return new Reloaded(List.of(), List.of());
    }

    /** Stops taking, finishes what it holds within {@code bus.shutdown-deadline}, and ends. Idempotent. */
    @Override
    void close();

    /** What is to be said of the keys, certificates and lists that it goes by, if {@code settings} hold. */
    default List<Finding> keys(BusSettings settings) {
        return KeyChecks.findings(settings, settings.signing().enabled());
    }

    /**
     * What came of a reload.
     *
     * @param taken the keys that hold from now on
     * @param news what else is to be told, in words
     */
    record Reloaded(List<String> taken, List<String> news) {}
}
