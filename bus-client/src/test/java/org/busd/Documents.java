package org.busd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the project says of itself in words: README.md, docs/ and the like. */
final class Documents {
    /** Surefire's working directory is the module. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- (\\w+): ([\\w-]+) -->\\n)?^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");

    private Documents() {}

    /**
     * A part set off between fences.
     *
     * @param kind what the comment before it says it is, e.g. {@code snippet}; else empty
     * @param name which one
     */
    record Block(Path document, String kind, String name, String language, String text) {
        @Override
        public String toString() {
            return document.getFileName() + ": " + language + " " + name;
        }
    }

    /** Words between backticks, outside blocks. */
    record Span(Path document, String text) {}

    static List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String name : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md")) {
            all.add(ROOT.resolve(name));
        }
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(all::add);
        }
        return all;
    }

    static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path document : all()) {
            Matcher block = BLOCK.matcher(Files.readString(document));
            while (block.find()) {
                blocks.add(new Block(
                        document, orEmpty(block.group(1)), orEmpty(block.group(2)), block.group(3), block.group(4)));
            }
        }
        return blocks;
    }

    static List<Span> spans() throws IOException {
        List<Span> spans = new ArrayList<>();
        for (Path document : all()) {
            Matcher span = SPAN.matcher(withoutBlocks(document));
            while (span.find()) {
                spans.add(new Span(document, span.group(1)));
            }
        }
        return spans;
    }

    static String withoutBlocks(Path document) throws IOException {
        return BLOCK.matcher(Files.readString(document)).replaceAll("");
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
