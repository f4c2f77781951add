package org.busd.signing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * A certificate authority in a directory, for development and small sites: {@code ca.crt}, {@code ca.key} and
 * {@code crl.pem}, and {@code NAME.crt} and {@code NAME.key} for each name. Keys are readable for their owner only and
 * have no passphrase; nothing is ever overwritten but the revocation list, and that in one step.
 *
 * <p>The authority is good for ten years, a certificate for one, the revocation list for a year from when it was last
 * written. All begin an hour before they were made, for hosts whose clocks are behind.
 *
 * <p>Thread-safe; several processes may use one directory at a time.
 */
public final class DevelopmentCa {
    /** Longer a common name may not be (RFC 5280, ub-common-name). */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** File locks are for processes: threads of one would only be told off. */
    private static final ReentrantLock CHANGING = new ReentrantLock();

    private final Path dir;
    private final Clock clock;

    private DevelopmentCa(Path dir, Clock clock) {
        this.dir = dir;
        this.clock = clock;
    }

    /**
     * The two files that belong to a name.
     *
     * @param certificate the PEM file with the certificate
     * @param key the PEM file with the private key
     */
    public record Issued(Path certificate, Path key) {}

    /**
     * Makes a new authority.
     *
     * @param dir where; made if it is not there
     * @return the authority
     * @throws SigningException if there is one already, or a file cannot be written
     */
    public static DevelopmentCa init(Path dir) {
        return init(dir, Clock.systemUTC());
    }

    static DevelopmentCa init(Path dir, Clock clock) {
        DevelopmentCa ca = new DevelopmentCa(dir, clock);
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw FileFault.of(dir, e);
        }
        refuseExisting(ca.key());
        refuseExisting(ca.certificate());
        refuseExisting(ca.crl());
        KeyPair pair = KeyType.EC.generate();
        byte[] key = pair.getPrivate().getEncoded();
        Authority authority = Authority.create(PrivateKeyInfo.getInstance(key), pair.getPublic(), clock.instant());
        try (NewFiles files = new NewFiles()) {
            files.secretly(ca.key(), PemText.of(PemText.PRIVATE_KEY, key));
            files.publicly(ca.certificate(), Authority.pem(authority.certificate()));
            files.publicly(ca.crl(), Authority.pem(authority.emptyCrl(clock.instant())));
            files.keep();
        }
        return ca;
    }

    /**
     * Opens an authority that {@link #init} made.
     *
     * @param dir where
     * @return the authority
     * @throws SigningException if there is none
     */
    public static DevelopmentCa open(Path dir) {
        return open(dir, Clock.systemUTC());
    }

    static DevelopmentCa open(Path dir, Clock clock) {
        DevelopmentCa ca = new DevelopmentCa(dir, clock);
        Authority ignored = ca.authority();
        return ca;
    }

    /**
     * Makes a key and a certificate for it.
     *
     * @param name the common name, by which verifiers know the signer, and the names of the files: letters, digits,
     *     {@code . _ -}, at most 64, the first a letter or digit; not {@code ca}
     * @param type what kind of key
     * @return the files
     * @throws IllegalArgumentException if {@code name} is not one
     * @throws SigningException if one of the files is there already or cannot be written, or the authority cannot be read
     *     or is at its end
     */
    public Issued issue(String name, KeyType type) {
        Issued files = files(name);
        refuseExisting(files.key());
        refuseExisting(files.certificate());
        Authority authority = authority();
        Instant now = clock.instant();
        if (!now.isBefore(authority.end())) {
            throw new SigningException(
                    certificate(), "expired at " + authority.end() + ": make a new authority in another directory");
        }
        KeyPair pair = type.generate();
        byte[] certificate = Authority.pem(authority.issue(name, pair.getPublic(), now));
        try (NewFiles made = new NewFiles()) {
            // The key first: of two who issue the same name at a time, one is refused here.
            made.secretly(
                    files.key(),
                    PemText.of(PemText.PRIVATE_KEY, pair.getPrivate().getEncoded()));
            made.publicly(files.certificate(), certificate);
            made.keep();
        }
        return files;
    }

    /**
     * Puts the certificate of a name on the revocation list. Readers of {@code crl.pem} see the old list or the new one.
     *
     * @param name as for {@link #issue}
     * @return whether that is new; false if it was on the list
     * @throws IllegalArgumentException if {@code name} is not one
     * @throws SigningException if there is no such certificate, it is not of this authority, or the list cannot be read or
     *     written
     */
    public boolean revoke(String name) {
        Issued files = files(name);
        return changeCrl((authority, old) -> {
            X509CertificateHolder certificate = CertificateFile.read(files.certificate());
            if (!authority.hasIssued(certificate)) {
                throw new SigningException(files.certificate(), "is not of the authority in " + certificate());
            }
            return old.getRevokedCertificate(certificate.getSerialNumber()) != null
                    ? Optional.empty()
                    : Optional.of(authority.revoke(certificate, old, clock.instant()));
        });
    }

    /**
     * Makes the revocation list good for a year from now; whom it lists stays. Readers of {@code crl.pem} see the old list or
     * the new one.
     *
     * @throws SigningException if the list cannot be read or written
     */
    public void renewCrl() {
        boolean ignored = changeCrl((authority, old) -> Optional.of(authority.renew(old, clock.instant())));
    }

    /**
     * Returns whether there is another list now. What is locked is a file that is used for nothing else: whoever closes a
     * file gives up all of its process's locks on it (POSIX).
     */
    private boolean changeCrl(BiFunction<Authority, X509CRLHolder, Optional<X509CRLHolder>> change) {
        Path lock = dir.resolve(".crl.lock");
        CHANGING.lock();
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock ignored = channel.lock();
            Authority authority = authority();
            Optional<X509CRLHolder> changed = change.apply(authority, authority.readCrl(crl()));
            changed.ifPresent(list -> NewFile.inPlaceOf(crl(), Authority.pem(list)));
            return changed.isPresent();
        } catch (IOException e) {
            throw FileFault.of(lock, e);
        } finally {
            CHANGING.unlock();
        }
    }

    /**
     * The authority's own certificate: what verifiers trust.
     *
     * @return the PEM file
     */
    public Path certificate() {
        return dir.resolve("ca.crt");
    }

    /**
     * The revocation list.
     *
     * @return the PEM file
     */
    public Path crl() {
        return dir.resolve("crl.pem");
    }

    private Path key() {
        return dir.resolve("ca.key");
    }

    private Authority authority() {
        return Authority.read(certificate(), key());
    }

    private Issued files(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is no name for a certificate: letters, digits, '.', '_' and '-', at most 64, the first a letter"
                    + " or a digit");
        }
        if (name.toLowerCase(Locale.ROOT).equals("ca")) {
            throw new IllegalArgumentException("\"" + name + "\" is the name of the authority itself");
        }
        return new Issued(dir.resolve(name + ".crt"), dir.resolve(name + ".key"));
    }

    private static void refuseExisting(Path file) {
        if (Files.exists(file)) {
            throw new SigningException(file, "exists already, and is never overwritten: move it away first");
        }
    }
}
