package org.busd.internal.encode;

/**
 * A message as it goes on the wire: two frames.
 *
 * @param topic the first frame, UTF-8; shared between messages, never changed
 * @param envelope the second frame, canonical JSON
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are handed on without a copy.
public record EncodedMessage(byte[] topic, byte[] envelope) {}
