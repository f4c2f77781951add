package org.busd.benchmarks.endtoend;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.busd.benchmarks.endtoend.Rounds.Load;

/** Where benchmarks run: this host, its tools, a directory for what processes leave behind. */
final class Site {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private final Tools tools;
    private final Path directory;

    private Site(Tools tools, Path directory) {
        this.tools = tools;
        this.directory = directory;
    }

    /** In a checkout, whose root is the working directory. */
    static Site open() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of("benchmarks", "target", "endtoend"));
        return new Site(
                Tools.find(Path.of("benchmarks", "src", "main", "peers"), directory), directory.toAbsolutePath());
    }

    Tools tools() {
        return tools;
    }

    Path directory() {
        return directory;
    }

    /** For people, who may take it into a document. */
    void print(String text) {
        OUT.println(text);
    }

    void print(String format, Object... arguments) {
        OUT.println(String.format(Locale.ROOT, format, arguments));
    }

    /** Those of {@code kinds} that can run here; tells why others cannot. */
    List<Kind> available(List<Kind> kinds, int threads) {
        List<Kind> available = new ArrayList<>();
        for (Kind kind : kinds) {
            Optional<String> missing = kind.missing(tools);
            if (missing.isPresent()) {
                print("%s is left out: it %s.%n", kind.title(), missing.get());
            } else if (kind.takes(threads)) {
                available.add(kind);
            }
        }
        return available;
    }

    Rounds rounds(List<Kind> kinds, Load load, double scale, List<String> settings) throws Exception {
        return Rounds.start(tools, directory, available(kinds, load.threads()), load, scale, settings);
    }

    /** A pair of one kind that is there everywhere. */
    Pair pair(Kind kind, Load load, List<String> settings) throws Exception {
        return Pair.start(tools, directory, kind, load.threads(), load.bytes(), settings);
    }
}
