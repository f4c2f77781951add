package org.busd.tools;

import java.util.List;
import java.util.Map;

/**
 * How a service is, at one moment. Immutable.
 *
 * @param live whether it is at work, rather than stuck: if not, nothing but a restart helps
 * @param ready whether data can flow
 * @param report as moksha's hubs tell it: {@code consumers} and {@code producers}, lists of objects
 * @param measures the numbers
 */
record Health(boolean live, boolean ready, Map<String, Object> report, List<Measure> measures) {

    /**
     * One number.
     *
     * @param name without a prefix, in small letters and underscores
     * @param kind what becomes of it with time
     * @param labels what tells several of the same name apart, as {@code consumer}
     */
    record Measure(String name, String help, Kind kind, Map<String, String> labels, double value) {
        static Measure counter(String name, String help, long value) {
            return new Measure(name, help, Kind.COUNTER, Map.of(), value);
        }

        static Measure gauge(String name, String help, double value) {
            return new Measure(name, help, Kind.GAUGE, Map.of(), value);
        }
    }

    /** What becomes of a number with time. */
    enum Kind {
        /** It only grows. */
        COUNTER,
        /** It may be anything. */
        GAUGE
    }
}
