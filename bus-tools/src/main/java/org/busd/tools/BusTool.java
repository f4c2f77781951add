package org.busd.tools;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.busd.BusException;
import org.busd.config.SettingsException;
import org.busd.config.SettingsLoader;
import org.busd.signing.KeyType;
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
            code = commandLine().execute(args);
            console.out().flush();
        } catch (Throwable e) {
            code = exitCode(e);
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
        BusCommand bus = new BusCommand(console, loader);
        CommandLine commandLine = new CommandLine(bus)
                .addSubcommand(new DemoCommand(bus))
                .addSubcommand(new TailCommand(bus))
                .addSubcommand(new PublishCommand(bus))
                .addSubcommand(new RelayCommand(bus))
                .addSubcommand(new GatewayCommand(bus))
                .addSubcommand(new HubCommand(bus))
                .addSubcommand(new TriggerCommand(bus))
                .addSubcommand(new KeysCommand(bus))
                .addSubcommand(new SignCommand(bus))
                .addSubcommand(new VerifyCommand(bus))
                .addSubcommand(new ConfigCommand(bus))
                .addSubcommand(new CheckCommand(bus))
                .addSubcommand(new BenchCommand(bus))
                .addSubcommand(new DemoPublisherCommand(bus))
                .addSubcommand(new BenchPublisherCommand(bus))
                .addSubcommand(new BenchSubscriberCommand(bus));
        commandLine
                .setOut(new PrintWriter(new OutputStreamWriter(console.out().stream(), StandardCharsets.UTF_8)))
                .setErr(new PrintWriter(new OutputStreamWriter(console.err(), StandardCharsets.UTF_8), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF))
                .registerConverter(Duration.class, new DurationConverter())
                .registerConverter(Query.class, new Query.Converter())
                .registerConverter(BenchCommand.Sign.class, new BenchCommand.Sign.Converter())
                .registerConverter(KeyType.class, new WordConverter<>(KeyType.class))
                .registerConverter(TailFormat.class, new WordConverter<>(TailFormat.class))
                .registerConverter(PublishCommand.Via.class, new WordConverter<>(PublishCommand.Via.class))
                .setExpandAtFiles(false) // a message may well begin with an @
                .setUsageHelpWidth(USAGE_WIDTH)
                .setParameterExceptionHandler((e, args) -> wrongUsage(e))
                .setExecutionExceptionHandler((e, command, result) -> exitCode(e));
        describeExitCodes(commandLine);
        return commandLine;
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
        if (e instanceof UsageException || e instanceof SettingsException) {
            console.tell(String.valueOf(e.getMessage()));
            return ExitCode.USAGE;
        }
        if (e instanceof FailedException || e instanceof BusException) {
            console.tell(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        }
        console.tell("this is a bug in bus.d, please report it:");
        e.printStackTrace(console.err());
        return ExitCode.FAILED;
    }
}
