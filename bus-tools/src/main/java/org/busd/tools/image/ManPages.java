package org.busd.tools.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Manual pages in troff's man format, one a command, from the same model as the help texts. */
final class ManPages {

    private final StringBuilder page = new StringBuilder();

    private ManPages() {}

    /** Writes {@code bus.1} and a page for each subcommand, as {@code bus-tail.1}, and each of theirs. */
    static void write(CommandLine command, Path directory) throws IOException {
        writeOne(command.getCommandSpec(), directory);
        for (CommandLine subcommand : command.getSubcommands().values()) {
            if (!subcommand.getCommandSpec().usageMessage().hidden()) {
                write(subcommand, directory);
            }
        }
    }

    private static void writeOne(CommandSpec command, Path directory) throws IOException {
        Files.writeString(directory.resolve(fileName(command) + ".1"), new ManPages().page(command));
    }

    private static String fileName(CommandSpec command) {
        return command.qualifiedName("-");
    }

    private String page(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        String name = fileName(command);
        String description = String.join(" ", usage.description());
        page.append(".TH ").append(quoted(name.toUpperCase(Locale.ROOT))).append(" 1\n");
        section("NAME");
        text(name + " - " + firstSentence(description));
        section("SYNOPSIS");
        page.append(".nf\n");
        text(new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .synopsis(0)
                .strip());
        page.append(".fi\n");
        section("DESCRIPTION");
        text(description);
        if (!command.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            for (PositionalParamSpec parameter : command.positionalParameters()) {
                item(parameter.paramLabel(), description(parameter));
            }
        }
        section("OPTIONS");
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                String label = option.typeInfo().isBoolean() ? "" : "=" + option.paramLabel();
                String names = String.join(", ", option.names());
                item((option.negatable() ? names.replace("--", "--[no-]") : names) + label, description(option));
            }
        }
        subcommands(command);
        section("EXIT STATUS");
        for (Map.Entry<String, String> code : usage.exitCodeList().entrySet()) {
            item(code.getKey(), code.getValue());
        }
        section("EXAMPLES");
        page.append(".nf\n");
        for (String line : usage.footer()) {
            text(line.strip());
        }
        page.append(".fi\n");
        return page.toString();
    }

    private void subcommands(CommandSpec command) {
        if (command.subcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandLine subcommand : command.subcommands().values()) {
            CommandSpec spec = subcommand.getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                item(
                        fileName(spec) + "(1)",
                        firstSentence(String.join(" ", spec.usageMessage().description())));
            }
        }
    }

    private static String description(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private void section(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void item(String term, String description) {
        page.append(".TP\n.B ").append(quoted(term)).append('\n');
        text(description);
    }

    private void text(String text) {
        for (String line : text.split("\n", -1)) {
            String escaped = escaped(line);
            // A dot or an apostrophe at the beginning of a line is a request to troff.
            page.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "")
                    .append(escaped)
                    .append('\n');
        }
    }

    private static String quoted(String text) {
        return '"' + escaped(text).replace("\"", "\\(dq") + '"';
    }

    /** Hyphens become minus signs, so that options can be copied from the page. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti")
                .replace("…", "...");
    }
}
