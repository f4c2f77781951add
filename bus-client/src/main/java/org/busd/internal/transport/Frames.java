package org.busd.internal.transport;

import org.busd.config.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came off the wire, unchecked.
 *
 * @param parts how many frames it had; only the first two are kept
 * @param from the listed endpoint it came from, where that is known
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Frames(
        byte[] topic, byte[] envelope, int parts, @Nullable Endpoint from) {}
