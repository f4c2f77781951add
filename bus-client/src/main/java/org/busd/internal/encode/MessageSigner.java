package org.busd.internal.encode;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.busd.config.BusSettings;
import org.busd.internal.Failure;
import org.busd.signing.Algorithm;
import org.busd.signing.Signer;
import org.busd.signing.SignerFiles;
import org.busd.signing.SigningException;
import org.busd.signing.SigningPair;
import org.jspecify.annotations.Nullable;

/**
 * What the settings have to sign with. Thread-safe.
 */
public sealed interface MessageSigner {
    /**
     * What to sign the next message with; null: with nothing.
     *
     * @throws Failure if it was to be signed, and cannot be
     */
    @Nullable
    SigningPair pair();

    /** What is odd about it, for people. */
    List<String> warnings();

    /**
     * What {@code bus.signing} says.
     *
     * @throws Failure if certificate and key are named, but cannot be used; names the file
     */
    static MessageSigner of(BusSettings settings) {
        if (!settings.signing().enabled()) {
            return new Nobody();
        }
        // Those who only listen need no certificate: the settings warn of it.
        return settings.signingCertificate().isEmpty()
                ? new Nameless(settings.serviceName())
                : new Files(open(settings));
    }

    /**
     * Opens the signer that {@code bus.signing} names, whether it is enabled or not.
     *
     * @throws Failure if none is named, or it cannot be used; names the key or the file
     */
    static Signer open(BusSettings settings) {
        Optional<Path> certificate = settings.signingCertificate();
        Optional<Path> key = settings.signingKey();
        if (certificate.isEmpty() || key.isEmpty()) {
            throw Nameless.failure(settings.serviceName());
        }
        SignerFiles files =
                new SignerFiles(certificate.get(), key.get(), settings.signing().passphraseFile());
        try {
            return Signer.open(
                    files, settings.signing().algorithm().flatMap(algorithm -> Algorithm.ofCrypto(algorithm.word())));
        } catch (SigningException e) {
            throw new Failure.Configuration("cannot sign (bus.signing): " + e.getMessage(), e);
        }
    }

    /** Messages are not signed. */
    record Nobody() implements MessageSigner {
        @Override
        public @Nullable SigningPair pair() {
            return null;
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }
    }

    /** Messages are to be signed, but this process has no certificate. */
    record Nameless(String serviceName) implements MessageSigner {
        private static Failure failure(String serviceName) {
            return new Failure.Configuration(
                    "this process has nothing to sign with: set bus.signing.certificate and bus.signing.key, or"
                            + " bus.signing.certnames.\"" + serviceName + "\"");
        }

        @Override
        public SigningPair pair() {
            throw failure(serviceName);
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }
    }

    /** Messages are signed with what is in files. */
    record Files(Signer signer) implements MessageSigner {
        @Override
        public SigningPair pair() {
            try {
                return signer.pair();
            } catch (SigningException e) {
                throw new Failure.Configuration("cannot sign (bus.signing): " + e.getMessage(), e);
            }
        }

        @Override
        public List<String> warnings() {
            return signer.warnings();
        }
    }
}
