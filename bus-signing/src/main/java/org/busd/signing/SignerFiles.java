package org.busd.signing;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that a signer is made of. Immutable.
 *
 * @param certificate PEM with the signer's certificate; of several in it the first
 * @param key PEM with its private key: PKCS#1, SEC 1 or PKCS#8
 * @param passphraseFile a file whose first line is the key's passphrase; needed where the key has one
 */
public record SignerFiles(Path certificate, Path key, Optional<Path> passphraseFile) {}
