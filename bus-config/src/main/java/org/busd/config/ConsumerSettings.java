package org.busd.config;

/**
 * What is set for one consumer ({@code bus.consumers.NAME}). Immutable.
 *
 * @param enabled whether the hub runs it; {@code true} unless set
 */
public record ConsumerSettings(boolean enabled) {}
