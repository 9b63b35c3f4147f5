package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that the user has named. What goes wrong with it is said with its name. */
final class GivenFile {
    private GivenFile() {}

    /** Its bytes. */
    static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // Such as "Is a directory", which doesn't say which one.
            throw new FileSystemException(file.toString(), null, e.getMessage());
        }
    }

    /** One sentence for people. */
    static String sentence(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return e.getMessage() + ": exists already";
        }
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + ": does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + ": may not be read or written by you";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
