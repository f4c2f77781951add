package org.busd.signing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom to trust: a file of authorities' certificates, and one of revocation lists. The self-signed certificates are the
 * anchors, others may stand between them and signers; each list must be signed by one of the authorities.
 *
 * <p>Files that change take effect within two seconds, both together: they are looked at with the first message of each
 * second, never in between, and by no thread of its own. If what is there then cannot be used, the last that could stays
 * in force, and that is logged, once, and told by {@link #fault()}. Replace files by renaming, so that nobody reads half of
 * one.
 *
 * <p>Thread-safe.
 */
public final class TrustStore {
    private static final Logger LOG = LoggerFactory.getLogger(TrustStore.class);

    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final TrustFiles files;
    private final LongSupplier nanoTime;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long nextLook;
    private volatile Trust trust;
    private volatile Optional<String> fault = Optional.empty();

    /** What {@link #trust} was made of; written by who is {@link #looking}. */
    private TrustFiles.Contents contents;
    /** What the files looked like; null: to be read whatever they look like. Written by who is {@link #looking}. */
    private @Nullable FileStamps stamps;

    private TrustStore(TrustFiles files, LongSupplier nanoTime) {
        this.files = files;
        this.nanoTime = nanoTime;
        this.nextLook = nanoTime.getAsLong() + LOOK_NANOS;
        FileStamps seen = files.stamps();
        this.contents = files.contents();
        this.trust = files.parse(contents);
        this.stamps = seen;
    }

    /**
     * Reads both files.
     *
     * @param ca PEM text: the certificates of authorities, at least one of them self-signed
     * @param crl PEM text: revocation lists; empty: nothing is revoked
     * @return a store
     * @throws TrustException if one of them cannot be used; says which, and why
     */
    public static TrustStore open(Path ca, Optional<Path> crl) {
        return open(ca, crl, System::nanoTime);
    }

    static TrustStore open(Path ca, Optional<Path> crl, LongSupplier nanoTime) {
        return new TrustStore(new TrustFiles(ca, crl), nanoTime);
    }

    /**
     * What is wrong with the files as they are now.
     *
     * @return why what is there is not in force, but what was there before; empty: it is, as far as was looked
     */
    public Optional<String> fault() {
        return fault;
    }

    /** What is in force. */
    Trust trust() {
        if (nanoTime.getAsLong() - nextLook >= 0 && looking.compareAndSet(false, true)) {
            try {
                look();
            } finally {
                nextLook = nanoTime.getAsLong() + LOOK_NANOS;
                looking.set(false);
            }
        }
        return trust;
    }

    private void look() {
        FileStamps seen = files.stamps();
        if (stamps != null && seen.isSurelyThatOf(stamps)) {
            return;
        }
        try {
            TrustFiles.Contents found = files.contents();
            if (!found.isSameAs(contents) || fault.isPresent()) {
                trust = files.parse(found);
                contents = found;
                LOG.info("{} and its revocation list were read anew", files.ca());
            }
            fault = Optional.empty();
            stamps = seen;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            tell(e instanceof TrustException ? String.valueOf(e.getMessage()) : files.ca() + ": cannot be read: " + e);
            stamps = null; // A right that was missing, once given, changes nothing that is seen.
        }
    }

    private void tell(String why) {
        if (!fault.equals(Optional.of(why))) {
            fault = Optional.of(why);
            LOG.warn("{}; what was read before stays in force", why);
        }
    }
}
