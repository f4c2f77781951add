package org.busd.tools;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a command reads and writes: standard input (bytes), standard output for data, standard error for people, both
 * UTF-8 whatever the locale; whether to colour; and how it hears of SIGTERM and Ctrl-C.
 */
record Console(InputStream in, Output out, PrintStream err, boolean colour, Signals signals) {

    private static final int OUTPUT_BUFFER_BYTES = 32 * 1024;
    private static final int FILE_TYPE_MASK = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    /** The console of this process. */
    static Console ofThisProcess() {
        BufferedOutputStream out =
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER_BYTES);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Console(
                System.in, new Output(out, Console::stdoutIsPipe), err, stdoutWantsColour(), new ProcessSignals());
    }

    /** Says something to a person, with the command's name before it. */
    void tell(String message) {
        err.println("bus: " + message);
    }

    private static boolean stdoutWantsColour() {
        String noColour = System.getenv("NO_COLOR");
        // The launcher looks (test -t 1): System.console() needs a terminal on stdin too, and costs class loading.
        return Boolean.getBoolean("busd.terminal") && (noColour == null || noColour.isEmpty());
    }

    /** By the file's type, for the text of the error depends on the locale. */
    private static boolean stdoutIsPipe() {
        try {
            int mode = (Integer) Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode");
            int type = mode & FILE_TYPE_MASK;
            return type == PIPE || type == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return true;
        }
    }
}
