package org.demarche.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Files for people, put into a folder where none of them stands yet: nothing is ever written over. */
public final class NewFiles {
    private NewFiles() {}

    /**
     * Writes all of them, or, if one of the names is taken, none.
     *
     * @param directory is made if it is not there
     * @throws FileAlreadyExistsException if a name is taken
     */
    public static void write(Path directory, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(directory);
        for (String name : files.keySet()) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue(), StandardOpenOption.CREATE_NEW);
        }
    }
}
