package org.busd.tools;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.busd.config.BusSettings;
import org.busd.config.SettingsLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: the options every subcommand has, and what the subcommands share. */
@Command(
        name = "bus",
        description = "Publish on a federated message bus, and listen to it.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  bus demo                                  see it work, nothing to set up",
            "  bus tail '*.order.created'                listen to the bus",
            "  bus publish greeting 'hello, world'       say something on it",
            "  bus config --origins                      what is set, and where"
        })
final class BusCommand implements Runnable {

    private final Console console;
    private final Supplier<SettingsLoader> loader;

    @Option(
            names = "--config",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "A settings file, or a directory of *.conf files, instead of /etc/bus.d and ~/.bus.d"
                    + " (also: BUS_CONFIG).")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "A setting for this run, as in --set bus.environment=prod. Can be given again.")
    private List<String> assignments = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    BusCommand(Console console, Supplier<SettingsLoader> loader) {
        this.console = console;
        this.loader = loader;
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        CommandLine bus = Objects.requireNonNull(spec).commandLine();
        throw new CommandLine.ParameterException(bus, "Missing a command");
    }

    Console console() {
        return console;
    }

    /** The effective settings, with the user's {@code --set} over everything. */
    BusSettings settings() {
        return settings(Map.of());
    }

    /** As {@link #settings()}; {@code overrides} are what the command itself decides, over {@code --set}. */
    BusSettings settings(Map<String, String> overrides) {
        SettingsLoader settings = loader.get();
        if (config != null) {
            settings = settings.config(config);
        }
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--set " + assignment + " is not an assignment: write --set bus.key=value");
            }
            settings = settings.option(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            settings = settings.set(override.getKey(), override.getValue());
        }
        return settings.load();
    }

    /** What {@code --set} was given, in order. */
    List<String> assignments() {
        return assignments;
    }

    /** Whether {@code --config} was given. */
    boolean hasConfig() {
        return config != null;
    }

    /** Whether {@code --set} gives this key, which begins with {@code bus.}. */
    boolean isSet(String key) {
        for (String assignment : assignments) {
            if (assignment.startsWith(key + "=") || ("bus." + assignment).startsWith(key + "=")) {
                return true;
            }
        }
        return false;
    }
}
