package org.busd.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nested objects that are not sorted, so many that they are sorted in one go at the end. */
class LateMovesTest {
    /** Objects in objects, none of them sorted: each would move all that it holds, hundreds of times the text. */
    private static String unsorted(int depth, String innermost) {
        return "{\"b\":".repeat(depth) + innermost + ",\"a\":1}".repeat(depth);
    }

    private static String sorted(int depth, String innermost) {
        return "{\"a\":1,\"b\":".repeat(depth) + innermost + "}".repeat(depth);
    }

    @Test
    void whatIsNestedUnsortedIsSortedInTimeThatGrowsWithTheTextAlone() throws Exception {
        String megabytes = "\"" + "x".repeat(10_000_000) + "\"";
        byte[] text = unsorted(499, megabytes).getBytes(US_ASCII);
        byte[] flat = unsorted(1, megabytes).getBytes(US_ASCII);
        long once = nanos(flat);
        long nested = nanos(text);
        assertThat(CanonicalJson.canonicalize(text))
                .isEqualTo(sorted(499, megabytes).getBytes(US_ASCII));
        // Moved by each of them, it is more than a hundred times as much.
        assertThat(nested).isLessThan(30 * once + 100_000_000);
    }

    /** The least of some, for other things run besides. */
    private static long nanos(byte[] text) throws Exception {
        long least = Long.MAX_VALUE;
        for (int n = 0; n < 3; n++) {
            long start = System.nanoTime();
            CanonicalJson.canonicalize(text);
            least = Math.min(least, System.nanoTime() - start);
        }
        return least;
    }

    /** Random trees behind one that has used up what may be moved at once; against a sorted tree of Jackson's. */
    @Test
    void whatIsMovedAtTheEndIsMovedRight() throws Exception {
        Random random = Seed.random("LateMovesTest.whatIsMovedAtTheEndIsMovedRight");
        String first = unsorted(400, "\"" + "x".repeat(100_000) + "\"");
        ObjectMapper mapper = new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
        for (int n = 0; n < 200; n++) {
            String tree = tree(random, 1 + random.nextInt(6));
            String text =
                    random.nextBoolean() ? "[" + first + "," + tree + "]" : "{\"z\":" + first + ",\"y\":" + tree + "}";
            String expected = mapper.writeValueAsString(mapper.readValue(text, Object.class));
            assertThat(new String(CanonicalJson.canonicalize(text.getBytes(US_ASCII)), US_ASCII))
                    .isEqualTo(expected);
        }
    }

    private static String tree(Random random, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return "\"" + "v".repeat(random.nextInt(3) == 0 ? random.nextInt(3000) : random.nextInt(5)) + "\"";
        }
        boolean array = random.nextInt(3) == 0;
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            parts.add((array ? "" : "\"" + (char) ('a' + random.nextInt(26)) + i + "\":") + tree(random, depth - 1));
        }
        return (array ? "[" : "{") + String.join(",", parts) + (array ? "]" : "}");
    }
}
