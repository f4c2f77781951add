package org.busd.internal.publish;

import java.time.Duration;
import java.util.List;

/**
 * An open thread socket.
 *
 * @param thread the name of its thread when it was opened
 * @param age since it was opened
 * @param openedAt where it was opened, if traced
 */
public record SocketTrace(String thread, Duration age, List<StackTraceElement> openedAt) {}
