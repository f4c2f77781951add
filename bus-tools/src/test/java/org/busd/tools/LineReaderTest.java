package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void givesLinesWithoutTheirEnds() throws IOException {
        assertThat(lines("one\ntwo\r\n\nfour", 100)).containsExactly("one", "two", "", "four");
        assertThat(lines("last\n", 100)).containsExactly("last");
        assertThat(lines("", 100)).isEmpty();
        assertThat(lines("a\rb\n", 100)).containsExactly("a\rb");
    }

    @Test
    void readsCharactersThatStraddleChunks() throws IOException {
        String line = "ü€😀".repeat(10_000);

        assertThat(lines(line + "\n" + line, 1_000_000)).containsExactly(line, line);
    }

    @Test
    void takesALineOfExactlyTheLimitAndRefusesOneMore() throws IOException {
        assertThat(lines("1234\n", 4)).containsExactly("1234");
        assertThatThrownBy(() -> lines("ok\n12345\n", 4))
                .isInstanceOf(UsageException.class)
                .hasMessage("line 2 of standard input is longer than 4 bytes, the limit of"
                        + " bus.publish.max-message-size");
    }

    @Test
    void endsAtTheLimitOfALineThatNeverEnds() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> new LineReader(endless, 100_000).next()).hasMessageContaining("line 1 of standard");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] latin1 = "gut\nsch\u00f6n\n".getBytes(StandardCharsets.ISO_8859_1);
        LineReader reader = new LineReader(new ByteArrayInputStream(latin1), 100);

        assertThatThrownBy(() -> {
                    while (reader.next() != null) {
                        // on to the second line
                    }
                })
                .isInstanceOf(UsageException.class)
                .hasMessage("line 2 of standard input is not UTF-8");
    }

    @Test
    void refusesOverlongForms() {
        LineReader reader = new LineReader(new ByteArrayInputStream(new byte[] {(byte) 0xC0, (byte) 0xAF, '\n'}), 100);

        assertThatThrownBy(reader::next).hasMessageContaining("not UTF-8");
    }

    private static List<String> lines(String text, int limit) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), limit);
        List<String> lines = new ArrayList<>();
        for (String line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }
}
