package org.busd.benchmarks.endtoend;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code benchmarks/run}. */
@Command(
        name = "benchmarks/run",
        description = "How bus.d stands beside its peers, and how far it is from its goals.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        subcommands = {
            CompareCommand.class,
            GoalsCommand.class,
            CallsCommand.class,
            ScaleCommand.class,
            SmokeCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs one command. */
    public static void main(String[] words) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(words));
    }
}
