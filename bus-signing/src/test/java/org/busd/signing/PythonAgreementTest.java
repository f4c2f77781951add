package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Canonical JSON is whatever Python says it is: so it is asked, many times. */
class PythonAgreementTest {
    private static final int BATCH = 1000;
    private static PythonPeer python;

    @BeforeAll
    static void startPython() throws Exception {
        python = PythonPeer.start();
    }

    @AfterAll
    static void stopPython() throws Exception {
        if (python != null) {
            python.close();
        }
    }

    @Test
    void writesTreesAsPythonDoes() throws Exception {
        Random random = Seed.random("trees");
        RandomTrees trees = new RandomTrees(random);
        RandomTexts texts = new RandomTexts(random);
        ObjectMapper mapper = new ObjectMapper();
        CanonicalGenerator generator = new CanonicalGenerator(1 << 20);
        int quick = 0;
        for (int done = 0; done < Seed.trees(); done += BATCH) {
            List<String> questions = new ArrayList<>();
            List<String> written = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                Object tree = trees.tree();
                generator.reset();
                mapper.writeValue(generator, tree);
                questions.add(RandomTrees.tell(tree));
                written.add(new String(generator.toByteArray(), StandardCharsets.ISO_8859_1));
            }
            List<String> expected = python.ask(questions);
            for (int i = 0; i < BATCH; i++) {
                assertThat(written.get(i)).as(questions.get(i)).isEqualTo(expected.get(i));
                byte[] canonical = written.get(i).getBytes(StandardCharsets.ISO_8859_1);
                assertThat(CanonicalJson.canonicalize(canonical)).isEqualTo(canonical);
                quick += CanonicalJson.isCanonical(canonical, 0, canonical.length) ? 1 : 0;
                for (int mutant = 0; mutant < 10; mutant++) {
                    checkQuickLook(texts.mutate(canonical));
                }
            }
        }
        assertThat(quick).as("trees recognised at once").isGreaterThan(Seed.trees() / 2);
    }

    @Test
    void readsTextsAsPythonDoes() throws Exception {
        RandomTexts texts = new RandomTexts(Seed.random("texts"));
        int[] verdicts = new int[3];
        for (int done = 0; done < Seed.trees(); done += BATCH) {
            List<byte[]> batch = new ArrayList<>();
            List<String> questions = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                byte[] text = texts.text();
                batch.add(text);
                questions.add("text " + HexFormat.of().formatHex(text));
            }
            List<String> answers = python.ask(questions);
            for (int i = 0; i < BATCH; i++) {
                verdicts[compare(batch.get(i), answers.get(i))]++;
                checkQuickLook(batch.get(i));
            }
        }
        System.out.printf(
                "texts: %d valid, %d refused by Python, %d only by us%n", verdicts[0], verdicts[1], verdicts[2]);
        assertThat(verdicts[0]).as("valid texts").isGreaterThan(Seed.trees() / 4);
        assertThat(verdicts[1]).as("invalid texts").isGreaterThan(Seed.trees() / 20);
        assertThat(verdicts[2]).as("texts only we refuse").isPositive();
    }

    private static int compare(byte[] text, String answer) {
        String shown = new String(text, StandardCharsets.UTF_8) + "\nPython: " + answer;
        String ours;
        try {
            ours = "ok " + new String(CanonicalJson.canonicalize(text), StandardCharsets.ISO_8859_1);
        } catch (MalformedJsonException e) {
            assertThat(answer).as(shown + "\nours: " + e.getMessage()).doesNotStartWith("ok ");
            assertThat(e.offset()).isBetween(0, text.length);
            return answer.startsWith("no ") ? 1 : 2;
        }
        assertThat(ours).as(shown).isEqualTo(answer);
        return 0;
    }

    /** What the quick look takes for canonical has to be just that. */
    private static void checkQuickLook(byte[] text) {
        if (CanonicalJson.isCanonical(text, 0, text.length)) {
            try {
                assertThat(CanonicalJson.canonicalize(text)).isEqualTo(text);
            } catch (MalformedJsonException e) {
                fail("taken for canonical: " + new String(text, StandardCharsets.UTF_8), e);
            }
        }
    }

    @Test
    void printsDoublesAsPythonDoes() throws Exception {
        Random random = Seed.random("doubles");
        List<Double> doubles = new ArrayList<>();
        for (long n = 0; n < 5000; n++) {
            around(doubles, n * Double.MIN_VALUE);
        }
        for (int e = -1074; e < 1024; e++) {
            around(doubles, Math.scalb(1.0, e));
        }
        for (int e = -324; e <= 308; e++) {
            for (int digit = 1; digit < 100; digit++) {
                around(doubles, Double.parseDouble(digit + "e" + e));
            }
        }
        for (int i = 0; i < 400_000; i++) {
            doubles.add(Double.longBitsToDouble(random.nextLong()));
            doubles.add(random.nextInt(1_000_000_000) / Math.pow(10, random.nextInt(12)));
            doubles.add(random.nextLong() / Math.pow(10, random.nextInt(25)));
            doubles.add((double) (random.nextLong() >> random.nextInt(20)));
        }
        around(doubles, Double.parseDouble("2e23"));
        around(doubles, Double.parseDouble("9007199254740993"));
        around(doubles, 1e16);
        around(doubles, 1e-4);
        List<String> questions = new ArrayList<>();
        for (int from = 0; from < doubles.size(); from += BATCH) {
            StringBuilder question = new StringBuilder("doubles");
            for (double d : doubles.subList(from, Math.min(from + BATCH, doubles.size()))) {
                question.append(' ').append(HexFormat.of().toHexDigits(Double.doubleToRawLongBits(d)));
            }
            questions.add(question.toString());
        }
        int next = 0;
        for (String answer : python.ask(questions)) {
            for (String expected : answer.split(" ", -1)) {
                double d = doubles.get(next++);
                if (!PythonDouble.toString(d).equals(expected)) {
                    assertThat(PythonDouble.toString(d)).as(RandomTrees.bits(d)).isEqualTo(expected);
                }
            }
        }
        System.out.println("doubles: " + next + " compared");
        assertThat(next).isEqualTo(doubles.size());
    }

    private static void around(List<Double> doubles, double value) {
        doubles.add(value);
        doubles.add(-value);
        doubles.add(Math.nextUp(value));
        doubles.add(Math.nextDown(value));
    }
}
