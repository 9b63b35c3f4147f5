package org.demarche.server.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file under its name.
 *
 * @param path the name
 * @param key what tells the file from any other, whatever its name
 */
record PlacedFile(Path path, Object key) {
    /** The file that has this name now; empty if there is none, or the system cannot tell files apart. */
    static Optional<PlacedFile> at(Path path) {
        try {
            return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class)
                            .fileKey())
                    .map(key -> new PlacedFile(path, key));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether it still has its name. */
    boolean isInPlace() {
        return at(path).equals(Optional.of(this));
    }
}
