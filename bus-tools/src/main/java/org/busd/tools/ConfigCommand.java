package org.busd.tools;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.busd.config.BusSettings;
import org.busd.config.SettingsEntry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bus config}: what is set, and where. */
@Command(
        name = "config",
        description = "Print the effective settings, a line each, or the one that KEY names, bare.",
        footer = {
            "  bus config                                all settings",
            "  bus config publish.via                    one value, for scripts",
            "  bus config endpoints --origins            a part of them, with file and line",
            "  bus config --json                         one JSON object"
        })
final class ConfigCommand implements Callable<Integer> {

    private final BusCommand bus;

    @Parameters(
            paramLabel = "KEY",
            arity = "0..1",
            description = "A setting, or what several begin with, as in publish; the leading bus. may be left out.")
    private @Nullable String key;

    @Option(names = "--origins", description = "Say of each setting where it came from: file and line, environment…")
    private boolean origins;

    @Option(names = "--json", description = "Print JSON: one object, or the value of KEY.")
    private boolean json;

    ConfigCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    public Integer call() {
        BusSettings settings = bus.settings();
        settings.warnings().forEach(warning -> bus.console().tell("warning: " + warning));
        String at = key == null ? "bus" : key;
        List<SettingsEntry> entries = settings.entries(at);
        if (entries.isEmpty()) {
            throw new UsageException("there is no setting '" + at + "'; bus config without a key prints all");
        }
        Output out = bus.console().out();
        if (json) {
            out.line(json(settings, entries));
        } else if (!origins && settings.entry(at).isPresent()) {
            out.line(entries.get(0).bareValue());
        } else {
            entries.forEach(entry -> out.line(line(entry)));
        }
        return ExitCode.DONE;
    }

    private String json(BusSettings settings, List<SettingsEntry> entries) {
        if (!origins) {
            return key == null ? settings.toJson() : settings.toJson(key).orElseThrow();
        }
        StringJoiner object = new StringJoiner(",", "{", "}");
        for (SettingsEntry entry : entries) {
            object.add(quoted(entry.key()) + ":{\"value\":" + entry.value() + ",\"origin\":" + quoted(entry.origin())
                    + "}");
        }
        return object.toString();
    }

    private String line(SettingsEntry entry) {
        return entry.key() + " = " + entry.value() + (origins ? "  # " + entry.origin() : "");
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
