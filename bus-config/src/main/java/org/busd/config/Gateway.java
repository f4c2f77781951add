package org.busd.config;

/**
 * The gateway's own outlet ({@code bus.gateway}). Immutable.
 *
 * @param endpoint where the gateway binds; may be a wildcard address
 * @param highWaterMark how many messages are kept for a subscriber that falls behind
 */
public record Gateway(Endpoint endpoint, int highWaterMark) {}
