package org.busd.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How received messages are verified ({@code bus.validation}). Immutable.
 *
 * @param mode whether messages are verified
 * @param ca the PEM file with the trusted authorities
 * @param crl the file with the revocation list
 * @param crlStale what a revocation list past its date means
 * @param algorithms the signatures that are accepted, at least one
 * @param maxClockSkew by how much the clocks of two hosts may differ
 * @param maxAge how old a message may be; empty for {@code off}: any age
 */
public record Validation(
        Mode mode,
        Optional<Path> ca,
        Optional<Path> crl,
        CrlStale crlStale,
        Set<SignatureAlgorithm> algorithms,
        Duration maxClockSkew,
        Optional<Duration> maxAge) {
    /** Whether received messages are verified. */
    public enum Mode {
        /** They are not. */
        OFF,
        /** They are, once a CA is configured. */
        AUTO,
        /** They are; without a CA the settings are refused. */
        REQUIRE
    }

    /** What a revocation list past its date means. */
    public enum CrlStale {
        /** It is still used, with a warning. */
        WARN,
        /** Messages are invalid until there is a fresh one. */
        FAIL
    }
}
