package org.busd.internal.zmq;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.busd.internal.LogLimit;
import org.slf4j.Logger;

/** Warnings that peers can cause: one a kind and minute, with how many there were since the last. Thread-safe. */
final class SeldomLog {
    private final Logger log;
    private final Map<Object, LogLimit> kinds = new ConcurrentHashMap<>();

    SeldomLog(Logger log) {
        this.log = log;
    }

    /**
     * Warns, or leaves it out.
     *
     * @param kind one of a few
     */
    void warn(Object kind, String message) {
        kinds.computeIfAbsent(kind, k -> new LogLimit()).tell(others -> log.warn("{}{}", message, others));
    }
}
