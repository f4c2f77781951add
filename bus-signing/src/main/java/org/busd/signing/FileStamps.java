package org.busd.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at some files shows without reading them. Immutable.
 *
 * @param stamps one for each file, in order
 * @param settled false if one was written so lately that it may be written again without a later time in it
 */
record FileStamps(List<Stamp> stamps, boolean settled) {
    /** More than the coarsest clock of a file system. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final FileTime NEVER = FileTime.fromMillis(0);

    /** One file; size -1 where there is none. */
    record Stamp(FileTime modified, long size, @Nullable Object file) {}

    static FileStamps of(List<Path> files, Instant now) {
        List<Stamp> stamps = new ArrayList<>();
        boolean settled = true;
        for (Path file : files) {
            Stamp stamp = stamp(file);
            stamps.add(stamp);
            settled &= Duration.between(stamp.modified().toInstant(), now).abs().compareTo(SETTLING) > 0;
        }
        return new FileStamps(List.copyOf(stamps), settled);
    }

    /** Whether the files are certainly those that were there at that look. */
    boolean isSurelyThatOf(FileStamps earlier) {
        return earlier.settled && stamps.equals(earlier.stamps);
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(seen.lastModifiedTime(), seen.size(), seen.fileKey());
        } catch (IOException e) {
            return new Stamp(NEVER, -1, null);
        }
    }
}
