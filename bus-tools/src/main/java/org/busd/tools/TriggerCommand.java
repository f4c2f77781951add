package org.busd.tools;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.busd.SubscribeOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bus trigger}: runs a command for each message. */
@Command(
        name = "trigger",
        description = "Run a command for each message, one after the other, with the message on its standard input, a"
                + " line of JSON, and its topic and id in BUSD_TOPIC and BUSD_MSG_ID. What the command writes goes where"
                + " the output of bus goes. Runs until Ctrl-C or SIGTERM; what has arrived by then is still run, within"
                + " bus.shutdown-deadline, and then what still runs is ended.",
        footer = {
            "  bus trigger '*.order.created' --command 'notify-send \"a new order\"'",
            "  bus trigger '*.dns.changed' --command 'make zones' --wait-for 5s",
            "  bus trigger --shell --command 'jq .topic >> topics.log'"
        })
final class TriggerCommand implements Callable<Integer> {

    private static final int DEFAULT_QUEUE = 1000;

    private final BusCommand bus;

    @Mixin
    private TopicParameters topics = new TopicParameters();

    @Option(
            names = "--command",
            required = true,
            paramLabel = "'CMD ARG…'",
            description = "What to run: one string, split at white space and quotes, single or double; nothing is"
                    + " expanded.")
    private String command = "";

    @Option(names = "--shell", description = "Hand the string to /bin/sh -c as it is.")
    private boolean shell;

    @Option(
            names = "--wait-for",
            paramLabel = "DURATION",
            description =
                    "Wait until messages have paused for so long, as in 5s, and then run the command for each that"
                            + " has come. 0s, the default: at once.")
    private Duration waitFor = Duration.ZERO;

    @Option(
            names = "--max-queue",
            paramLabel = "N",
            description = "Wait for a pause until N messages have come, by default 1000, and no longer.")
    private int maxQueue = DEFAULT_QUEUE;

    TriggerCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    public Integer call() {
        if (maxQueue < 1) {
            throw new UsageException("--max-queue " + maxQueue + ": it counts messages, from 1");
        }
        TriggerOptions options = new TriggerOptions(topics.asGiven(), words(), waitFor, maxQueue);
        SubscribeOptions wanted = topics.subscription(bus.console()).build();
        // It says nothing, so that who may not read the key can run it all the same.
        return new Daemon(
                        bus,
                        Map.of("bus.signing.enabled", "false"),
                        settings -> TriggerService.open(options, bus.console(), settings, wanted))
                .run();
    }

    private List<String> words() {
        if (shell) {
            return List.of("/bin/sh", "-c", command);
        }
        try {
            List<String> words = CommandLineWords.split(command);
            checkExecutable(words.get(0));
            return words;
        } catch (IllegalArgumentException e) {
            throw new UsageException("--command " + command + ": " + e.getMessage());
        }
    }

    /** Now, rather than at the first message. */
    private static void checkExecutable(String program) {
        if (program.indexOf(File.separatorChar) >= 0) {
            if (!isExecutable(Path.of(program))) {
                throw new IllegalArgumentException(program + " is no program that can be run");
            }
            return;
        }
        @Nullable String path = System.getenv("PATH");
        for (String directory : (path == null ? "" : path).split(File.pathSeparator, -1)) {
            if (isExecutable(Path.of(directory, program))) {
                return;
            }
        }
        throw new IllegalArgumentException(
                "there is no program " + program + " on the PATH; --shell knows the" + " shell's own commands");
    }

    private static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
