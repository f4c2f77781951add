package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;

/** Finds a python3 that has what a test needs: often the distribution's, where the first one in the path has none. */
final class PythonInterpreter {
    private static final List<String> CANDIDATES = List.of("python3", "/usr/bin/python3", "/usr/local/bin/python3");

    private PythonInterpreter() {}

    /** As {@link #with}, for a peer that speaks ZeroMQ. */
    static String withZmq() throws InterruptedException {
        return with("zmq", "pyzmq (Debian: python3-zmq)");
    }

    /** As {@link #with}, for a peer that signs and verifies, and speaks ZeroMQ. */
    static String withCryptography() throws InterruptedException {
        return with("cryptography, zmq", "cryptography and pyzmq (Debian: python3-cryptography, python3-zmq)");
    }

    /** As {@link #with}, for what every Python brings. */
    static String any() throws InterruptedException {
        return with("socket", "its own library");
    }

    /**
     * The path of an interpreter that has a module. Without one the test is skipped, or fails where Python is required.
     */
    private static String with(String module, String name) throws InterruptedException {
        for (String candidate : CANDIDATES) {
            if (has(candidate, module)) {
                return candidate;
            }
        }
        assertThat(isRequired())
                .as(
                        "a python3 with %s is required (-Dbusd.it.python=required or CI=true), and none of %s is",
                        name, CANDIDATES)
                .isFalse();
        String skipped = "SKIPPED: no python3 with " + name + " among " + CANDIDATES;
        System.out.println(skipped);
        return abort(skipped);
    }

    private static boolean has(String python, String module) throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import " + module)
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
