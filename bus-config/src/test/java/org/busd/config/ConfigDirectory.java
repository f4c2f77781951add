package org.busd.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory of drop-ins for a test, and a loader that reads it and nothing else. */
record ConfigDirectory(Path path) {
    ConfigDirectory file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    ConfigDirectory file(String name, byte[] content) {
        try {
            Files.write(path.resolve(name), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return this;
    }

    SettingsLoader loader() {
        return SettingsLoader.isolated().directories(path).hostName("app01.example.org");
    }

    BusSettings load() {
        return loader().load();
    }

    List<String> faults() {
        return faultsOf(loader());
    }

    /** The problems, one line each, file names without this directory. */
    List<String> faultsOf(SettingsLoader loader) {
        return catchThrowableOfType(SettingsException.class, loader::load).problems().stream()
                .map(problem -> problem.toString().replace(path + "/", ""))
                .toList();
    }

    List<String> warnings() {
        return load().warnings().stream()
                .map(warning -> warning.replace(path + "/", ""))
                .toList();
    }
}
