package org.busd.internal.subscribe;

/**
 * A message as it came off the wire, unchecked.
 *
 * @param parts how many frames it had; only the first two are kept
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Frames(byte[] topic, byte[] envelope, int parts) {}
