package org.busd.signing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads PEM (RFC 7468): what stands between BEGIN and END; any text may stand around the blocks. */
final class PemBlocks {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private PemBlocks() {}

    /** One block. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Block(String label, byte[] der) {}

    /** All blocks in their order; null if one is not whole, or is no base64. */
    static @Nullable List<Block> read(String text) {
        List<Block> blocks = new ArrayList<>();
        int at = 0;
        while (true) {
            int begin = text.indexOf(BEGIN, at);
            if (begin < 0) {
                return text.indexOf(END, at) < 0 ? blocks : null;
            }
            int label = begin + BEGIN.length();
            int labelEnd = text.indexOf(DASHES, label);
            if (labelEnd < 0) {
                return null;
            }
            String name = text.substring(label, labelEnd);
            int from = labelEnd + DASHES.length();
            String last = END + name + DASHES;
            int to = text.indexOf(last, from);
            byte[] der = to < 0 ? null : Base64Lines.of(text.substring(from, to));
            if (der == null) {
                return null;
            }
            blocks.add(new Block(name, der));
            at = to + last.length();
        }
    }
}
