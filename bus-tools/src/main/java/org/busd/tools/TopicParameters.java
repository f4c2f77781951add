package org.busd.tools;

import java.util.ArrayList;
import java.util.List;
import org.busd.SubscribeOptions;
import picocli.CommandLine.Parameters;

/** The topics that a command is to listen to. */
final class TopicParameters {
    @Parameters(
            paramLabel = "TOPIC",
            arity = "0..*",
            description = "A full topic, the beginning of one, or a pattern in which * stands for one or more whole"
                    + " segments. None: everything.")
    private List<String> topics = new ArrayList<>();

    /** As given; none: everything. */
    List<String> asGiven() {
        return List.copyOf(topics);
    }

    /**
     * Begins a subscription to them; the first message that is skipped is told.
     *
     * @throws UsageException if one is no topic
     */
    SubscribeOptions.Builder subscription(Console console) {
        try {
            return SubscribeOptions.builder()
                    .topics(topics.toArray(String[]::new))
                    .deadLetters(new FirstBadMessage(console)::tell);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
