package org.busd.signing;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Authorities and revocation lists as they were read at one time, and the certificates they have been asked about: those
 * that hold are remembered, up to a number, until they no longer hold. Files that have changed make another one of these,
 * which remembers nothing yet.
 *
 * <p>Thread-safe.
 */
final class Trust {
    /** 64 KiB: a certificate has one or two, with a text before it perhaps eight. */
    private static final int LONGEST = 1 << 16;

    private static final int LONGEST_REMEMBERED = 1 << 14;
    private static final int MOST_REMEMBERED = 1024;
    private static final int DIGITAL_SIGNATURE = 0;

    private final Authorities authorities;
    private final Revocations revocations;
    private final ConcurrentHashMap<CertificateText, TrustedSigner> remembered = new ConcurrentHashMap<>();

    Trust(Authorities authorities, Revocations revocations) {
        this.authorities = authorities;
        this.revocations = revocations;
    }

    Revocations revocations() {
        return revocations;
    }

    int remembered() {
        return remembered.size();
    }

    /** Whose certificate this is, if that is remembered and holds. */
    @Nullable
    TrustedSigner known(CertificateText text, Instant now) {
        TrustedSigner known = remembered.get(text);
        if (known != null && !known.isInForce(now)) {
            remembered.remove(text, known);
            return null;
        }
        return known;
    }

    /**
     * Has a certificate remembered that was {@linkplain #judge judged}, and by which a message was signed: others may put
     * together as many texts as they like, and so could have those forgotten that are in use.
     */
    void remember(CertificateText text, TrustedSigner signer, Instant now) {
        if (text.length() <= LONGEST_REMEMBERED && signer.isInForce(now)) {
            makeRoom();
            remembered.put(text.copy(), signer);
        }
    }

    /** Which one goes does not matter much: whoever has so many signers has to look at some of them again. */
    private void makeRoom() {
        if (remembered.size() >= MOST_REMEMBERED) {
            Iterator<CertificateText> any = remembered.keySet().iterator();
            if (any.hasNext()) {
                remembered.remove(any.next());
            }
        }
    }

    /**
     * Whose certificate this is; whether it is within its dates, or revoked, is for the caller to judge.
     *
     * @param text base64 of PEM, as it stands in a message
     * @throws InvalidMessageException with {@link Reason#UNTRUSTED} if nobody vouches for it, or not for signing messages
     */
    TrustedSigner judge(CertificateText text, Instant now) throws InvalidMessageException {
        try {
            X509Certificate certificate = certificate(text);
            checkUse(certificate);
            SignerKey key = SignerKey.of(certificate);
            String name = SignerName.of(certificate);
            Chain chain = authorities.chain(certificate, now, this::isRevoked);
            return signer(name, key, chain);
        } catch (InvalidKeyException e) {
            throw untrusted("the certificate's key " + e.getMessage());
        } catch (GeneralSecurityException | RuntimeException e) {
            throw untrusted("the certificate cannot be read: " + e.getMessage());
        }
    }

    private TrustedSigner signer(String name, SignerKey key, Chain chain) {
        Optional<Instant> fresh = Optional.empty();
        List<X509Certificate> path = chain.certificates();
        for (X509Certificate issuer : path.subList(1, path.size())) {
            Optional<Instant> until = revocations.freshUntil(issuer);
            if (fresh.isEmpty() || (until.isPresent() && until.get().isBefore(fresh.get()))) {
                fresh = until;
            }
        }
        return new TrustedSigner(name, key, chain.from(), chain.to(), isRevoked(chain), fresh);
    }

    private boolean isRevoked(Chain chain) {
        List<X509Certificate> path = chain.certificates();
        for (int i = 0; i + 1 < path.size(); i++) {
            if (revocations.isRevoked(path.get(i + 1), path.get(i).getSerialNumber())) {
                return true;
            }
        }
        return false;
    }

    private static X509Certificate certificate(CertificateText text)
            throws InvalidMessageException, GeneralSecurityException {
        if (text.length() > LONGEST) {
            throw untrusted("the certificate's text has " + text.length() + " bytes; more than " + LONGEST
                    + " are not looked at");
        }
        byte[] pem = text.decoded();
        if (pem == null) {
            throw untrusted("the certificate is no base64");
        }
        List<PemBlocks.Block> blocks = PemBlocks.read(new String(pem, StandardCharsets.UTF_8));
        if (blocks == null || blocks.size() != 1 || !blocks.get(0).label().equals("CERTIFICATE")) {
            throw untrusted("the certificate is no PEM text with one certificate in it");
        }
        byte[] der = blocks.get(0).der();
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        // What is outside the part that the authority signed, and is not the signature.
        boolean whole = Certificate.getInstance(der).getSignature().getPadBits() == 0;
        if (!whole || !Arrays.equals(certificate.getEncoded(), der)) {
            throw untrusted("something is in the certificate that nobody signed");
        }
        return certificate;
    }

    private static void checkUse(X509Certificate certificate) throws InvalidMessageException {
        if (certificate.getBasicConstraints() >= 0) {
            throw untrusted("the certificate is that of an authority, which signs no messages");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw untrusted("the certificate's key usage does not include digital signatures");
        }
    }

    private static InvalidMessageException untrusted(String why) {
        return new InvalidMessageException(Reason.UNTRUSTED, why);
    }
}
