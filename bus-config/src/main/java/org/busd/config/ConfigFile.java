package org.busd.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One file and those that it includes.
 *
 * @param path the file
 * @param includedBy the files on the way to it, outermost first
 * @param problems where faults go
 */
record ConfigFile(Path path, List<Path> includedBy, Problems problems) {
    ConfigFile(Path path, Problems problems) {
        this(path, List.of(), problems);
    }

    /** What stands in it; nothing of it if it is at fault. */
    Config read() {
        return FileText.read(path, problems).map(this::parse).orElseGet(ConfigFactory::empty);
    }

    /** Whether it is one of those on the way to it, whatever they are called there. */
    boolean isInACircle() {
        Path self = identity(path);
        return includedBy.stream().anyMatch(other -> identity(other).equals(self));
    }

    private static Path identity(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException | SecurityException e) {
            // What cannot be read is told where it is read.
            return file.toAbsolutePath().normalize();
        }
    }

    /** The file that an {@code include} in this one names. */
    ConfigFile include(Path other) {
        List<Path> chain = new ArrayList<>(includedBy);
        chain.add(path);
        return new ConfigFile(path.resolveSibling(other), List.copyOf(chain), problems);
    }

    private Config parse(String text) {
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(path.toString())
                .setIncluder(new Includer(this));
        try {
            return ConfigFactory.parseString(text, options);
        } catch (ConfigException fault) {
            problems.add(ParseFault.origin(fault, path.toString()), ParseFault.message(fault));
        } catch (StackOverflowError tooDeep) {
            problems.add(path.toString(), "is nested too deeply");
        }
        return ConfigFactory.empty();
    }
}
