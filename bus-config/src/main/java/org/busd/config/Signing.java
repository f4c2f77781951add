package org.busd.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * With what this process signs ({@code bus.signing}). Immutable. {@link BusSettings#signingCertificate()} and
 * {@link BusSettings#signingKey()} say which files it comes down to.
 *
 * @param enabled whether messages are signed
 * @param certificate the PEM file with the certificate
 * @param key the PEM file with the private key
 * @param passphraseFile the file that holds the key's passphrase
 * @param algorithm how to sign; empty for {@code auto}: chosen by the key
 * @param certificatesDir where {@code NAME.crt} and {@code NAME.key} lie for the names in {@code certnames}
 * @param certnames service name to certificate name, sorted by service name
 */
public record Signing(
        boolean enabled,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<Path> passphraseFile,
        Optional<SignatureAlgorithm> algorithm,
        Path certificatesDir,
        Map<String, String> certnames) {}
