package org.demarche.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a hub's directory that say where it listens, for whoever would otherwise have to be told; they are there only while it runs. */
final class AddressFiles {
    private static final List<String> ALL =
            List.of(HubFiles.ADDRESS, HubFiles.FILES_ADDRESS, HubFiles.BOARD_ADDRESS, HubFiles.OPERATIONS_ADDRESS);

    private final Path directory;

    AddressFiles(Path directory) {
        this.directory = directory;
    }

    /** Removes them: what a killed hub has left behind would lead its readers astray. */
    void clear() throws IOException {
        for (String name : ALL) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    /**
     * Says where the hub listens.
     *
     * @throws HubException if the file cannot be written
     */
    void write(String name, InetSocketAddress address) throws HubException {
        Path file = directory.resolve(name);
        try {
            Files.writeString(file, address.getHostString() + ":" + address.getPort() + "\n");
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
