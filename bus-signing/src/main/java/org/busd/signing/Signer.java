package org.busd.signing;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs with the certificate and the key of two files. They are read when it is opened; who signs later looks at their
 * dates at most once a second, and takes a new pair into use once it is whole and sound. Until then, and if it never
 * becomes so, the old pair stays in force, and that is logged once. A certificate that has expired signs no more.
 *
 * <p>Thread-safe; nobody waits for another, but for him who reads a changed pair after a longer pause.
 */
public final class Signer {
    private static final Logger LOG = LoggerFactory.getLogger(Signer.class);

    /** How old a look may be. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How old a look may be for those who would have to wait for another's. */
    private static final Duration LATEST = Duration.ofMillis(1500);

    private static final Duration EXPIRES_SOON = Duration.ofDays(30);
    private static final Duration REMINDER = Duration.ofDays(1);

    private final PairReader reader;
    private final List<Path> files;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final List<String> warnings;

    private final ReentrantLock looking = new ReentrantLock();
    private volatile SigningPair pair;
    private volatile long lookedNanos;
    private volatile Optional<SigningException> fault = Optional.empty();
    /** What the files looked like before they were last read; guarded by {@link #looking}. */
    private FileStamps stamps;
    /** When it was last said that the certificate is about to expire; guarded by {@link #looking}. */
    private Instant reminded;

    private Signer(SignerFiles files, Optional<Algorithm> algorithm, Clock clock, LongSupplier nanoTime) {
        this.reader = new PairReader(files, algorithm);
        this.files = Stream.of(Optional.of(files.certificate()), Optional.of(files.key()), files.passphraseFile())
                .flatMap(Optional::stream)
                .toList();
        this.clock = clock;
        this.nanoTime = nanoTime;
        Instant now = clock.instant();
        this.stamps = FileStamps.of(this.files, now);
        this.pair = reader.read(now);
        this.lookedNanos = nanoTime.getAsLong();
        this.reminded = now;
        List<String> odd = new ArrayList<>();
        expiry(pair, now).ifPresent(odd::add);
        if (algorithm.isEmpty() && pair.algorithm() == Algorithm.X509) {
            odd.add(files.key() + ": an RSA key signs as x509, with SHA-1, which is only for talking to fedmsg; set"
                    + " bus.signing.algorithm to x509-rs256, or have an ec key issued, where nobody does, and to x509"
                    + " where somebody does");
        }
        this.warnings = List.copyOf(odd);
    }

    /**
     * Reads the files and checks that they are there, may be read, belong together and are in date; that no other user can
     * read the key; and that a verifier would take the certificate, as far as that shows without its authority.
     *
     * @param files certificate and key
     * @param algorithm how to sign; empty: chosen by the key, RSA {@link Algorithm#X509}, P-256
     *     {@link Algorithm#X509_ES256}, Ed25519 {@link Algorithm#X509_ED25519}
     * @return a signer, which needs no closing
     * @throws SigningException if any of that does not hold; further faults are its suppressed exceptions
     */
    public static Signer open(SignerFiles files, Optional<Algorithm> algorithm) {
        return open(files, algorithm, Clock.systemUTC(), System::nanoTime);
    }

    static Signer open(SignerFiles files, Optional<Algorithm> algorithm, Clock clock, LongSupplier nanoTime) {
        return new Signer(files, algorithm, clock, nanoTime);
    }

    /**
     * What was odd when it was opened, for people: a certificate that expires within 30 days; SHA-1 that nobody asked for.
     *
     * @return not logged yet
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Why the files, as they are now, are not in use.
     *
     * @return empty if they are
     */
    public Optional<SigningException> fault() {
        return fault;
    }

    /**
     * What to sign the next message with, all of it: the next one may be signed with another.
     *
     * @return the pair in force
     * @throws SigningException if its certificate has expired
     */
    public SigningPair pair() {
        long age = nanoTime.getAsLong() - lookedNanos;
        if (age >= LOOK.toNanos()) {
            look(age >= LATEST.toNanos());
        }
        SigningPair current = pair;
        if (clock.millis() > current.end().toEpochMilli()) {
            throw new SigningException(
                    reader.files().certificate(),
                    "expired at " + current.end() + ": put a new certificate there, which is found within 2 seconds");
        }
        return current;
    }

    /**
     * Signs an envelope that somebody else has written: a signature, a certificate and a {@code crypto} that it has are
     * replaced, all else is kept.
     *
     * @param envelope any bytes
     * @return the signed envelope, canonical JSON
     * @throws InvalidMessageException if it is no envelope
     * @throws SigningException if the certificate has expired
     */
    public byte[] sign(byte[] envelope) throws InvalidMessageException {
        return sign(EnvelopeText.read(envelope));
    }

    /**
     * Signs an envelope that was read already: see {@link #sign(byte[])}.
     *
     * @param envelope any
     * @return the signed envelope, canonical JSON
     * @throws SigningException if the certificate has expired
     */
    public byte[] sign(EnvelopeText envelope) {
        return Resigning.sign(envelope.canonical(), pair());
    }

    private void look(boolean wait) {
        if (wait) {
            looking.lock();
        } else if (!looking.tryLock()) {
            return;
        }
        List<Runnable> news;
        try {
            long now = nanoTime.getAsLong();
            if (now - lookedNanos < LOOK.toNanos()) {
                return; // Somebody else has looked meanwhile.
            }
            news = lookAgain(clock.instant());
            lookedNanos = now;
        } finally {
            looking.unlock();
        }
        // Only now: an appender may well publish what it is given.
        news.forEach(Runnable::run);
    }

    private List<Runnable> lookAgain(Instant now) {
        List<Runnable> news = new ArrayList<>();
        FileStamps seen = FileStamps.of(files, now);
        if (fault.isPresent() || !seen.isSurelyThatOf(stamps)) {
            read(now).ifPresent(news::add);
            stamps = seen;
        }
        if (Duration.between(reminded, now).compareTo(REMINDER) >= 0) {
            reminded = now;
            expiry(pair, now).ifPresent(soon -> news.add(() -> LOG.warn(soon)));
        }
        return news;
    }

    /** Takes what is in the files into use; returns how to say what there is to say about it. */
    private Optional<Runnable> read(Instant now) {
        SigningPair old = pair;
        try {
            pair = reader.read(now);
        } catch (RuntimeException e) {
            SigningException found = e instanceof SigningException told
                    ? told
                    : new SigningException(reader.files().certificate(), "cannot be read: " + e, e);
            boolean known = fault.map(Throwable::getMessage).equals(Optional.ofNullable(found.getMessage()));
            fault = Optional.of(found);
            // Once the old one has expired, whoever wants to sign is told so.
            return known || now.isAfter(old.end())
                    ? Optional.empty()
                    : Optional.of(() -> LOG.warn(
                            "{}; messages are still signed with the certificate of before, which is good until {}",
                            found.getMessage(),
                            old.end()));
        }
        fault = Optional.empty();
        SigningPair current = pair;
        return current.isCertifiedAs(old)
                ? Optional.empty()
                : Optional.of(() -> LOG.info(
                        "{}: a new certificate is in use, good until {}",
                        reader.files().certificate(),
                        current.end()));
    }

    private Optional<String> expiry(SigningPair current, Instant now) {
        return now.plus(EXPIRES_SOON).isBefore(current.end())
                ? Optional.empty()
                : Optional.of(reader.files().certificate() + ": expires at " + current.end()
                        + ", and then signs no more: have a new one issued");
    }
}
