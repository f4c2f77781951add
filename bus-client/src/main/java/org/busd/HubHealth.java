package org.busd;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a hub is, at one moment. Immutable; to read it changes nothing, so who reads twice gets the same numbers. All counts
 * are since the hub's start. {@link #toJson()} has the shape that tools for moksha's hubs read.
 *
 * @param consumers those that are enabled, by name
 * @param producers those that are enabled, by name
 */
public record HubHealth(List<OfConsumer> consumers, List<OfProducer> producers) implements ToJson {

    /**
     * How one consumer is.
     *
     * @param name what it is called; the simple name of its class, unless {@link Consumer#name()} says otherwise
     * @param module the package of its class
     * @param topic what it listens to
     * @param initialized whether its {@link Consumer#start} has returned
     * @param exceptions how often it threw
     * @param backlog messages that wait, not those worked on
     * @param headcountIn messages that entered its mailbox
     * @param headcountOut messages it is done with: consumed, or given up
     * @param times how long the work for each of the last messages took, oldest first; at most a hundred
     * @param dropped messages that found its mailbox full, and so were not taken
     * @param retries attempts after the first
     * @param dead messages given up
     * @param positionFailures times its position could not be kept
     * @param working the longest that a worker has been at one message now; empty if none is at work
     */
    public record OfConsumer(
            String name,
            String module,
            List<String> topic,
            boolean initialized,
            long exceptions,
            long backlog,
            long headcountIn,
            long headcountOut,
            List<Duration> times,
            long dropped,
            long retries,
            long dead,
            long positionFailures,
            Optional<Duration> working)
            implements ToJson {

        /**
         * Those that moksha's consumers have, no other.
         *
         * @return times in seconds
         */
        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("module", module);
            json.put("topic", topic);
            json.put("initialized", initialized);
            json.put("exceptions", exceptions);
            // There is nothing else than JSON on this bus.
            json.put("jsonify", true);
            json.put("backlog", backlog);
            json.put("headcount_in", headcountIn);
            json.put("headcount_out", headcountOut);
            json.put("times", times.stream().map(HubHealth::seconds).toList());
            return json;
        }
    }

    /**
     * How one producer is.
     *
     * @param name what it is called; the simple name of its class, unless {@link Producer#name()} says otherwise
     * @param module the package of its class
     * @param initialized whether it has been started
     * @param exceptions how often it threw
     * @param frequency how far apart its beats are
     * @param now whether it had a beat at the start
     * @param lastRan when its last beat began; empty before the first
     * @param beats how many have begun
     * @param missed beats left out because the work took too long
     */
    public record OfProducer(
            String name,
            String module,
            boolean initialized,
            long exceptions,
            Duration frequency,
            boolean now,
            Optional<Instant> lastRan,
            long beats,
            long missed)
            implements ToJson {
        /**
         * Those that moksha's producers have, no other.
         *
         * @return the frequency in seconds, {@code last_ran} in seconds since the epoch, or null
         */
        @Override
        public Map<String, @Nullable Object> toJson() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("module", module);
            json.put("initialized", initialized);
            json.put("exceptions", exceptions);
            json.put("frequency", seconds(frequency));
            json.put("now", now);
            json.put("last_ran", lastRan.map(at -> at.toEpochMilli() / 1e3).orElse(null));
            return json;
        }
    }

    /**
     * The whole, as moksha's monitoring tells it.
     *
     * @return {@code consumers} and {@code producers}, lists of objects
     */
    @Override
    public Map<String, Object> toJson() {
        return Map.of(
                "consumers", consumers.stream().map(OfConsumer::toJson).toList(),
                "producers", producers.stream().map(OfProducer::toJson).toList());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
