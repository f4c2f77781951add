package org.busd.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Finds the files of a drop-in directory. */
final class DropIns {
    private static final String SUFFIX = ".conf";

    private DropIns() {}

    /**
     * The {@code *.conf} in a directory, sorted by name; none if there is no such directory. Hidden files are left out,
     * and so are the left-overs of editors and package managers, which end in something else.
     */
    static List<Path> in(Path directory, Problems problems) {
        List<Path> files = new ArrayList<>();
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return files;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, DropIns::isDropIn)) {
            entries.forEach(files::add);
        } catch (NotDirectoryException refused) {
            problems.add(directory.toString(), "is not a directory: must be one that holds *.conf files");
        } catch (DirectoryIteratorException failure) {
            problems.add(directory.toString(), FileText.explain(directory, Objects.requireNonNull(failure.getCause())));
        } catch (IOException failure) {
            problems.add(directory.toString(), FileText.explain(directory, failure));
        }
        files.removeIf(file -> isNeitherFileNorDirectory(file, problems));
        files.sort(Comparator.comparing(file -> String.valueOf(file.getFileName())));
        return files;
    }

    private static boolean isDropIn(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX) && !name.startsWith(".");
    }

    /** A pipe or device could keep the reader waiting for ever. */
    private static boolean isNeitherFileNorDirectory(Path file, Problems problems) {
        boolean odd = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
        if (odd) {
            problems.add(file.toString(), "is a pipe or a device: must be a file");
        }
        return odd;
    }
}
