package org.busd.signing;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says what the operating system has against a file: its exceptions often have nothing but the name in their messages. */
final class FileFault {
    private FileFault() {}

    static SigningException of(Path file, IOException e) {
        return new SigningException(file, reason(e), e);
    }

    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "may not be read or written by this user";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "exists already, and is never overwritten: move it away first";
        }
        String reason = e instanceof FileSystemException fault ? fault.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }
}
