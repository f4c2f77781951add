package org.busd.tools;

import java.time.Duration;
import java.util.List;

/**
 * What {@code bus trigger} was asked for. Immutable.
 *
 * @param topics as given; none: everything
 * @param command its words
 * @param waitFor how long messages must have paused before it is run; zero: it is run at once
 * @param maxQueue how many are waited for at most
 */
record TriggerOptions(List<String> topics, List<String> command, Duration waitFor, int maxQueue) {}
