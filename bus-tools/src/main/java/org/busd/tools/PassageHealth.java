package org.busd.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a relay and a gateway have to tell: to tools for moksha's hubs they are one consumer, as they are with fedmsg.
 *
 * @param name the consumer's
 * @param exceptions how often it failed at what it does to messages besides passing them on
 */
record PassageHealth(
        String name,
        long received,
        long passedOn,
        long exceptions,
        long dropEpisodes,
        long connectionsTurnedAway,
        long connectionsEnded) {

    /** How long a thread that is not stuck may take to answer on a busy host. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    Health health(boolean live, boolean ready, List<Health.Measure> more) {
        List<Health.Measure> measures = new ArrayList<>(List.of(
                Health.Measure.counter("received", "Messages that came in.", received),
                Health.Measure.counter("passed_on", "Messages given to ZeroMQ for whoever subscribes.", passedOn),
                Health.Measure.counter(
                        "drop_episodes", "Times that full subscribers began to lose messages.", dropEpisodes),
                Health.Measure.counter(
                        "connections_turned_away",
                        "Connections closed as soon as they were accepted: there were too many.",
                        connectionsTurnedAway),
                Health.Measure.counter(
                        "connections_ended",
                        "Connections ended for what came over them, or did not.",
                        connectionsEnded)));
        measures.addAll(more);
        return new Health(live, ready, Map.of("consumers", List.of(consumer(live)), "producers", List.of()), measures);
    }

    private Map<String, Object> consumer(boolean live) {
        Map<String, Object> consumer = new LinkedHashMap<>();
        consumer.put("name", name);
        consumer.put("module", "org.busd");
        consumer.put("topic", List.of(""));
        consumer.put("initialized", live);
        consumer.put("exceptions", exceptions);
        // What passes is not looked at.
        consumer.put("jsonify", false);
        consumer.put("backlog", 0);
        consumer.put("headcount_in", received);
        consumer.put("headcount_out", passedOn);
        consumer.put("times", List.of());
        return consumer;
    }
}
