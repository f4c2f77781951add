package org.busd.tools;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.busd.BusConfigurationException;
import org.busd.BusException;
import org.busd.config.SettingsException;
import org.busd.config.SettingsLoader;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the command line together, runs it, and turns what went wrong into one message and an exit code. */
public final class BusTool {

    private static final int USAGE_WIDTH = 110;

    private final Console console;
    private final Supplier<SettingsLoader> loader;

    /**
     * Prepares a tool; nothing is read or written yet.
     *
     * @param loader where settings come from; asked once for every command that needs them
     */
    BusTool(Console console, Supplier<SettingsLoader> loader) {
        this.console = console;
        this.loader = loader;
    }

    /**
     * The tool of this process: its streams, its environment, its settings.
     *
     * @return a new tool
     */
    public static BusTool ofThisProcess() {
        return new BusTool(Console.ofThisProcess(), SettingsLoader::create);
    }

    /** Runs one command and returns the exit code; does not end the process. */
    int run(String... args) {
        int code;
        try {
            code = commandLine(args.length == 0 ? "" : args[0]).execute(args);
        } catch (Throwable e) {
            code = exitCode(e);
        }
        try {
            console.out().flush();
        } catch (Throwable e) {
            int ofFlush = exitCode(e);
            code = code == ExitCode.DONE ? ofFlush : code;
        }
        console.err().flush();
        return code;
    }

    /**
     * The whole command line; the completion script and the man pages are made from it too.
     *
     * @return a new command line
     */
    public CommandLine commandLine() {
        return commandLine("");
    }

    private CommandLine commandLine(String first) {
        BusCommand bus = new BusCommand(console, loader);
        CommandLine commandLine = new CommandLine(bus);
        wanted(commands(bus), first).forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
        commandLine
                .setOut(new PrintWriter(new OutputStreamWriter(console.out().stream(), StandardCharsets.UTF_8)))
                .setErr(new PrintWriter(new OutputStreamWriter(console.err(), StandardCharsets.UTF_8), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF))
                .registerConverter(Duration.class, new DurationConverter())
                .registerConverter(Query.class, new Query.Converter())
                .setExpandAtFiles(false) // a message may well begin with an @
                .setUsageHelpWidth(USAGE_WIDTH)
                .setParameterExceptionHandler((e, args) -> wrongUsage(e))
                .setExecutionExceptionHandler((e, command, result) -> exitCode(e));
        describeExitCodes(commandLine);
        return commandLine;
    }

    /** What picocli reads of a command takes as long as it takes to publish: where one is named first, the others stay away. */
    private static Map<String, Supplier<Object>> wanted(Map<String, Supplier<Object>> all, String first) {
        Supplier<Object> only = all.get(first);
        return only == null ? all : Map.of(first, only);
    }

    private static Map<String, Supplier<Object>> commands(BusCommand bus) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new DemoCommand(bus));
        commands.put("tail", () -> new TailCommand(bus));
        commands.put("publish", () -> new PublishCommand(bus));
        commands.put("relay", () -> new RelayCommand(bus));
        commands.put("gateway", () -> new GatewayCommand(bus));
        commands.put("hub", () -> new HubCommand(bus));
        commands.put("trigger", () -> new TriggerCommand(bus));
        commands.put("keys", () -> new KeysCommand(bus));
        commands.put("sign", () -> new SignCommand(bus));
        commands.put("verify", () -> new VerifyCommand(bus));
        commands.put("config", () -> new ConfigCommand(bus));
        commands.put("check", () -> new CheckCommand(bus));
        commands.put("bench", () -> new BenchCommand(bus));
        commands.put("demo-publisher", () -> new DemoPublisherCommand(bus));
        commands.put("bench-publisher", () -> new BenchPublisherCommand(bus));
        commands.put("bench-subscriber", () -> new BenchSubscriberCommand(bus));
        return commands;
    }

    private static void describeExitCodes(CommandLine commandLine) {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "done");
        codes.put("1", "what was asked for did not happen");
        codes.put("2", "wrong usage or configuration");
        describe(commandLine, codes);
    }

    private static void describe(CommandLine command, Map<String, String> exitCodes) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.exitCodeListHeading("%nExit code:%n").exitCodeList(exitCodes);
        usage.footerHeading("%nExamples:%n");
        usage.optionListHeading("%nOptions:%n");
        if (!command.getSubcommands().isEmpty()) {
            usage.commandListHeading("%nCommands:%n");
        }
        command.getSubcommands().values().forEach(subcommand -> describe(subcommand, exitCodes));
    }

    private int wrongUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    private int exitCode(Throwable e) {
        if (e instanceof Output.ReaderGoneException) {
            return ExitCode.DONE;
        }
        if (e instanceof UsageException || e instanceof SettingsException || e instanceof BusConfigurationException) {
            console.tell(String.valueOf(e.getMessage()));
            return ExitCode.USAGE;
        }
        if (e instanceof FailedException || e instanceof BusException) {
            console.tell(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            console.tell("cannot read or write: " + e.getMessage());
            return ExitCode.FAILED;
        }
        console.tell("this is a bug in bus.d, please report it:");
        e.printStackTrace(console.err());
        return ExitCode.FAILED;
    }
}
