package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputTest {

    private static final OutputStream FULL_DISK = new OutputStream() {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    };

    @Test
    void writesLinesOfUtf8() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Output output = new Output(new BufferedOutputStream(bytes), () -> true);

        output.line("schön");
        assertThat(bytes.size()).as("buffered until flushed").isZero();
        output.flush();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("schön\n");
    }

    @Test
    void tellsAReaderThatHasGoneFromADiskThatIsFull() {
        assertThatThrownBy(() -> new Output(FULL_DISK, () -> true).line("x"))
                .isInstanceOf(Output.ReaderGoneException.class);
        assertThatThrownBy(() -> new Output(FULL_DISK, () -> false).line("x"))
                .isInstanceOf(FailedException.class)
                .hasMessage("cannot write to standard output: No space left on device");
    }
}
