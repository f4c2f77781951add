package org.busd;

/**
 * What a relay has done since it was opened, at one moment. Immutable.
 *
 * @param received messages that came in
 * @param passedOn messages given to ZeroMQ for whoever subscribes; what a full subscriber then loses is not counted
 * @param refused messages that were malformed, and so not passed on: frames whose announced length nobody could mean
 */
public record RelayMetrics(long received, long passedOn, long refused) {}
