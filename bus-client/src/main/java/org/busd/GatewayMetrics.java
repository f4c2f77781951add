package org.busd;

/**
 * What a gateway has done since it was opened, at one moment. Immutable.
 *
 * @param received messages that came in
 * @param passedOn messages given to ZeroMQ for whoever subscribes; what a full subscriber then loses is not counted
 * @param refused messages that were malformed, and so not passed on: frames whose announced length nobody could mean
 * @param connections publishers it is connected to now
 */
public record GatewayMetrics(long received, long passedOn, long refused, int connections) {}
