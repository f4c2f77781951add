package org.busd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a hub ended. Immutable.
 *
 * @param taken messages that entered a mailbox since the start
 * @param processed messages that consumers were done with: consumed, or given up
 * @param unprocessed messages that were in a mailbox, or worked on, when the time was over, by consumer; those without any
 *     are left out
 * @param stuck work that had not returned by then
 */
public record HubEnd(long taken, long processed, Map<String, Long> unprocessed, List<Stuck> stuck) {

    /**
     * Work that does not return.
     *
     * @param name the consumer's or producer's
     * @param message the topic and id of what it works on; empty for a producer, or where it is starting or stopping
     * @param since for how long
     * @param thread the name of the thread
     * @param stack where it is
     */
    public record Stuck(
            String name, Optional<String> message, Duration since, String thread, List<StackTraceElement> stack) {

        /** What, for how long, and where: several lines. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(name)
                    .append(message.map(what -> " has been at " + what).orElse(" has been at work"))
                    .append(" for ")
                    .append(since.toMillis())
                    .append(" ms and does not return: ")
                    .append(thread);
            stack.forEach(frame -> text.append("\n    at ").append(frame));
            return text.toString();
        }
    }

    /**
     * Whether all that was held has been processed.
     *
     * @return true if nothing is left, and nothing stuck
     */
    public boolean isClean() {
        return unprocessed.isEmpty() && stuck.isEmpty();
    }

    /** One line with all counts, for logs. */
    @Override
    public String toString() {
        long left = unprocessed.values().stream().mapToLong(Long::longValue).sum();
        return "ended: " + taken + " messages taken, " + processed + " processed, " + left + " not"
                + (left == 0 ? "" : " " + unprocessed)
                + (stuck.isEmpty() ? "" : ", " + stuck.size() + " stuck");
    }
}
