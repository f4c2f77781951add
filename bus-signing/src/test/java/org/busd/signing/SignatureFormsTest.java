package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One signature is written in one way: nothing that a lax verifier would take for the same. */
class SignatureFormsTest {
    private static final byte[] SIGNED = "what was signed".getBytes(StandardCharsets.US_ASCII);
    private static final HexFormat HEX = HexFormat.of();

    private static boolean holds(Algorithm algorithm, byte[] signature) throws Exception {
        TestCertificate signer = TestCertificate.authority("CN=any", TestMessage.pairFor(algorithm))
                .make();
        java.security.cert.X509Certificate certificate =
                (java.security.cert.X509Certificate) java.security.cert.CertificateFactory.getInstance("X.509")
                        .generateCertificate(new java.io.ByteArrayInputStream(signer.encoded()));
        try {
            return SignerKey.of(certificate).verifies(algorithm, SIGNED, signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Signs any block, as only the holder of the key can; a forger finds such for keys with a small exponent. */
    private static byte[] rsa(byte[] block) {
        RSAPrivateKey key = (RSAPrivateKey) TestCertificate.RSA.getPrivate();
        byte[] value = new BigInteger(1, block)
                .modPow(key.getPrivateExponent(), key.getModulus())
                .toByteArray();
        byte[] signature = new byte[256];
        int length = Math.min(value.length, 256);
        System.arraycopy(value, value.length - length, signature, 256 - length, length);
        return signature;
    }

    private static byte[] padded(byte[] info) {
        byte[] block = new byte[256];
        block[1] = 1;
        Arrays.fill(block, 2, 255 - info.length, (byte) 0xff);
        System.arraycopy(info, 0, block, 256 - info.length, info.length);
        return block;
    }

    @ParameterizedTest
    @CsvSource({
        "X509, SHA-1, 3021300906052b0e03021a05000414, 3022300906052b0e03021a0500048114, 308121300906052b0e03021a05000414,"
                + " 3023300b06052b0e03021a040241420414",
        "X509_RS256, SHA-256, 3031300d060960864801650304020105000420, 3032300d06096086480165030402010500048120,"
                + " 308131300d060960864801650304020105000420, 3033300f060960864801650304020104024142 0420"
    })
    void rsaPaddingIsComparedToItsLastByte(
            Algorithm algorithm,
            String digest,
            String prefix,
            String innerLength,
            String outerLength,
            String parameters)
            throws Exception {
        byte[] hash = MessageDigest.getInstance(digest).digest(SIGNED);
        byte[] good = joined(HEX.parseHex(prefix), hash);
        assertThat(holds(algorithm, rsa(padded(good)))).isTrue();
        for (String lax : List.of(innerLength, outerLength, parameters)) {
            byte[] info = joined(HEX.parseHex(lax.replace(" ", "")), hash);
            assertThat(holds(algorithm, rsa(padded(info)))).as(lax).isFalse();
        }
        byte[] inside = joined(good, new byte[] {5, 0});
        inside[1] = (byte) (inside[1] + 2);
        assertThat(holds(algorithm, rsa(padded(inside)))).as("garbage inside").isFalse();
        assertThat(holds(algorithm, rsa(padded(joined(good, new byte[8])))))
                .as("garbage after")
                .isFalse();
        byte[] early = new byte[256];
        early[1] = 1;
        Arrays.fill(early, 2, 12, (byte) 0xff);
        System.arraycopy(good, 0, early, 13, good.length);
        assertThat(holds(algorithm, rsa(early))).as("Bleichenbacher's").isFalse();
        byte[] otherType = padded(good);
        otherType[1] = 2;
        assertThat(holds(algorithm, rsa(otherType))).isFalse();
    }

    @Test
    void rsaSignaturesHaveTheLengthOfTheKey() throws Exception {
        byte[] good = TestMessage.signature(SIGNED, TestCertificate.RSA, Algorithm.X509);
        assertThat(holds(Algorithm.X509, good)).isTrue();
        BigInteger modulus = ((RSAPrivateKey) TestCertificate.RSA.getPrivate()).getModulus();
        byte[] more = new BigInteger(1, good).add(modulus).toByteArray();
        for (byte[] bad : List.of(
                joined(new byte[1], good),
                joined(good, new byte[1]),
                Arrays.copyOf(good, 255),
                more,
                new byte[0],
                new byte[256],
                joined(new byte[255], new byte[] {1}))) {
            assertThat(holds(Algorithm.X509, bad)).isFalse();
        }
    }

    private static byte[] der(BigInteger r, BigInteger s) throws Exception {
        ASN1EncodableVector both = new ASN1EncodableVector();
        both.add(new ASN1Integer(r));
        both.add(new ASN1Integer(s));
        return new DERSequence(both).getEncoded();
    }

    @Test
    void ecdsaSignaturesAreDerOfNumbersInRange() throws Exception {
        BigInteger order = ECNamedCurveTable.getParameterSpec("secp256r1").getN();
        byte[] good = TestMessage.signature(SIGNED, TestCertificate.EC, Algorithm.X509_ES256);
        BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(order, good);
        BigInteger r = parts[0];
        BigInteger s = parts[1];
        assertThat(holds(Algorithm.X509_ES256, good)).isTrue();
        assertThat(holds(Algorithm.X509_ES256, der(r, s))).isTrue();
        List<byte[]> bad = List.of(
                der(BigInteger.ZERO, s),
                der(r, BigInteger.ZERO),
                der(BigInteger.ZERO, BigInteger.ZERO),
                der(order, s),
                der(r, order),
                der(r.add(order), s),
                der(r, s.add(order)),
                der(r.negate(), s),
                der(r, s.negate()),
                joined(good, new byte[1]),
                Arrays.copyOf(good, good.length - 1),
                longForm(good),
                paddedInteger(good),
                indefinite(good),
                raw(r, s),
                new byte[0]);
        for (int i = 0; i < bad.size(); i++) {
            assertThat(holds(Algorithm.X509_ES256, bad.get(i)))
                    .as("number %d", i)
                    .isFalse();
        }
    }

    private static byte[] longForm(byte[] der) {
        return joined(new byte[] {0x30, (byte) 0x81}, Arrays.copyOfRange(der, 1, der.length));
    }

    private static byte[] indefinite(byte[] der) {
        return joined(new byte[] {0x30, (byte) 0x80}, Arrays.copyOfRange(der, 2, der.length), new byte[2]);
    }

    private static byte[] paddedInteger(byte[] der) {
        byte[] head = {0x30, (byte) (der[1] + 1), 2, (byte) (der[3] + 1), 0};
        return joined(head, Arrays.copyOfRange(der, 4, der.length));
    }

    private static byte[] raw(BigInteger r, BigInteger s) {
        byte[] both = new byte[64];
        for (int i = 0; i < 32; i++) {
            both[31 - i] = r.shiftRight(8 * i).byteValue();
            both[63 - i] = s.shiftRight(8 * i).byteValue();
        }
        return both;
    }

    @Test
    void edwardsSignaturesHaveASmallSAndNothingAfterIt() throws Exception {
        byte[] good = TestMessage.signature(SIGNED, TestCertificate.ED25519, Algorithm.X509_ED25519);
        assertThat(holds(Algorithm.X509_ED25519, good)).isTrue();
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] bigger = good.clone();
        BigInteger s = BigInteger.ZERO;
        for (int i = 31; i >= 0; i--) {
            s = s.shiftLeft(8).or(BigInteger.valueOf(good[32 + i] & 0xff));
        }
        s = s.add(order);
        for (int i = 0; i < 32; i++) {
            bigger[32 + i] = s.shiftRight(8 * i).byteValue();
        }
        for (byte[] bad :
                List.of(bigger, joined(good, new byte[1]), Arrays.copyOf(good, 63), new byte[0], new byte[64])) {
            assertThat(holds(Algorithm.X509_ED25519, bad)).isFalse();
        }
    }
}
