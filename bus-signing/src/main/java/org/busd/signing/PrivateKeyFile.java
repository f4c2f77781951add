package org.busd.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * Reads a private key in whichever form OpenSSL writes it: PKCS#1, SEC 1, PKCS#8, with a passphrase in the traditional
 * way or in that of PKCS#8. The file may hold other things besides, such as the certificate.
 */
final class PrivateKeyFile {
    private PrivateKeyFile() {}

    /**
     * @throws SigningException if there is no key in the file, or more than one, or it cannot be read or decrypted, or
     *     every user of the host could read it
     */
    static PrivateKeyInfo read(Path file, Optional<Path> passphraseFile) {
        List<Object> keys =
                PemFile.readSecret(file).stream().filter(PrivateKeyFile::isKey).toList();
        if (keys.size() != 1) {
            throw new SigningException(file, "holds " + keys.size() + " private keys in PEM: there must be one");
        }
        Object key = keys.get(0);
        if (key instanceof PrivateKeyInfo plain) {
            return plain;
        }
        if (key instanceof PEMKeyPair plain) {
            return plain.getPrivateKeyInfo();
        }
        Path secret = passphraseFile.orElseThrow(() -> new SigningException(
                file, "has a passphrase: name the file that holds it (bus.signing.passphrase-file)"));
        byte[] passphrase = PemFile.passphrase(secret);
        try {
            return decrypt(key, passphrase);
        } catch (IOException | PKCSException | RuntimeException e) {
            throw new SigningException(file, "cannot be decrypted with the passphrase in " + secret);
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    private static boolean isKey(Object found) {
        return found instanceof PrivateKeyInfo
                || found instanceof PEMKeyPair
                || found instanceof PEMEncryptedKeyPair
                || found instanceof PKCS8EncryptedPrivateKeyInfo;
    }

    private static PrivateKeyInfo decrypt(Object key, byte[] passphrase) throws IOException, PKCSException {
        if (key instanceof PEMEncryptedKeyPair traditional) {
            // Its bytes as they are, whatever text they were meant to be.
            char[] bytes = new String(passphrase, StandardCharsets.ISO_8859_1).toCharArray();
            return traditional.decryptKeyPair(new BcPEMDecryptorProvider(bytes)).getPrivateKeyInfo();
        }
        return ((PKCS8EncryptedPrivateKeyInfo) key)
                .decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(new String(passphrase, StandardCharsets.UTF_8).toCharArray()));
    }
}
