package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;

/** Finds a python3 that has pyzmq: often the distribution's, where the first one in the path has none. */
final class PythonInterpreter {
    private static final List<String> CANDIDATES = List.of("python3", "/usr/bin/python3", "/usr/local/bin/python3");

    private PythonInterpreter() {}

    /** The interpreter's path. Without one the test is skipped, or fails where Python is required. */
    static String withZmq() throws InterruptedException {
        for (String candidate : CANDIDATES) {
            if (hasZmq(candidate)) {
                return candidate;
            }
        }
        assertThat(isRequired())
                .as(
                        "a python3 with pyzmq is required (-Dbusd.it.python=required or CI=true), and none of %s is",
                        CANDIDATES)
                .isFalse();
        String skipped = "SKIPPED: no python3 with pyzmq among " + CANDIDATES + " (Debian: python3-zmq)";
        System.out.println(skipped);
        return abort(skipped);
    }

    private static boolean hasZmq(String python) throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import zmq")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static boolean isRequired() {
        return "required".equals(System.getProperty("busd.it.python")) || "true".equals(System.getenv("CI"));
    }
}
