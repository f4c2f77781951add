package org.busd.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The path of a file or directory. Whether it is there is not asked here: it may come later, and go. */
record FilePath() implements Kind<Path> {
    @Override
    public Optional<Path> read(Setting setting) {
        String text = setting.text().orElse("");
        if (text.startsWith("~")) {
            return setting.refuse("~ is not expanded: write ${HOME}\"/…\"");
        }
        try {
            if (!text.isBlank()) {
                return Optional.of(Path.of(text));
            }
        } catch (InvalidPathException refused) {
            // Told below.
        }
        return setting.refuse("must be a path");
    }
}
