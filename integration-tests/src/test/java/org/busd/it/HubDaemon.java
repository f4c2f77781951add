package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code bus hub}. */
final class HubDaemon {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Pattern END =
            Pattern.compile("bus: ended: (\\d+) messages taken, (\\d+) processed, (\\d+) not.*");

    private final JavaProcess process;

    /** The numbers of its last line. */
    record End(long taken, long processed, long not) {}

    /** Starts one, and waits until it runs. */
    HubDaemon(Site site, String... arguments) throws IOException, InterruptedException {
        site.environment("JAVA_HOME", System.getProperty("java.home"));
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "exec \"$0\" hub \"$@\" 2>&1",
                Site.COMMAND.toRealPath().toString()));
        command.addAll(List.of(arguments));
        process = site.start("hub", command);
        process.awaitLine("bus: running ", LONG);
    }

    JavaProcess process() {
        return process;
    }

    /** Sends SIGTERM; the hub says how it ended, and ends with 0. */
    End terminate() throws IOException, InterruptedException {
        process.signal("TERM");
        String line = process.awaitLine("bus: ended: ", LONG);
        assertThat(process.awaitExit(LONG)).as(process::tails).isZero();
        Matcher end = END.matcher(line);
        assertThat(end.matches()).as(line).isTrue();
        return new End(number(end, 1), number(end, 2), number(end, 3));
    }

    private static long number(Matcher end, int group) {
        return Long.parseLong(end.group(group));
    }
}
