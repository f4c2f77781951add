package org.busd.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Half of SHA-256: enough that nobody makes two texts of the same. */
record MessageDigest128(long first, long second) {
    static MessageDigest128 of(String text) {
        try {
            // Not UTF-8, in which all lone surrogates are one.
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            ByteBuffer half = ByteBuffer.wrap(digest);
            return new MessageDigest128(half.getLong(), half.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
