package org.demarche.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the store's engine unpacks its native library: in the hub's own directory. A process that is killed cannot tidy up, and a temporary folder that all
 * share would fill, or may not run programs at all.
 */
final class NativeFolder {
    private static final String NAME = "native";
    private static final String ENGINE_UNPACKS_TO = "org.sqlite.tmpdir";

    private NativeFolder() {}

    /** Empties the folder of what a killed hub has left, and has the engine use it; to be called under the hub's lock, before a store is opened. */
    static void prepare(Path directory) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(NAME));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
        System.setProperty(ENGINE_UNPACKS_TO, folder.toString());
    }
}
