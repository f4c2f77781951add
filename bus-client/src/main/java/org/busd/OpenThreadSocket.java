package org.busd;

import java.time.Duration;
import java.util.List;

/**
 * A thread socket that is open: whose it is, and where it comes from.
 *
 * @param thread the name of its thread when it was opened
 * @param age since it was opened
 * @param openedAt where it was opened, innermost call first; empty unless {@code bus.publish.trace-thread-sockets = on}
 */
public record OpenThreadSocket(String thread, Duration age, List<StackTraceElement> openedAt) {}
