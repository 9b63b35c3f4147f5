package org.demarche.server.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the hub stands on: disks, and the file that the last backup leaves.
 *
 * @param places where the hub writes, by what it writes there
 * @param lastBackup the file: an RFC 3339 instant and the name of the backup
 * @param since when the watch began: a backup that never was is counted from here
 */
public record Premises(Map<String, Path> places, Path lastBackup, Instant since) {
    private static final int GREATEST_BYTES = 4_096;

    public Premises {
        places = Map.copyOf(places);
    }

    /** How many bytes are free at each place; without those that cannot be asked. */
    Map<String, Long> freeBytes() {
        Map<String, Long> free = new TreeMap<>();
        places.forEach((name, path) -> {
            try {
                free.put(name, Files.getFileStore(path).getUsableSpace());
            } catch (IOException e) {
                // A place that cannot be asked is missing in the metrics, and an alert tells of that.
                free.remove(name);
            }
        });
        return free;
    }

    /**
     * When the last backup succeeded; empty: none is known of.
     *
     * @throws IOException if the file cannot be read, or is not what a backup leaves
     */
    Optional<Instant> lastBackupAt() throws IOException {
        try {
            if (Files.size(lastBackup) > GREATEST_BYTES) {
                throw new IOException(lastBackup + " is not what a backup leaves: it is too long");
            }
            String first = Files.readString(lastBackup).strip().split("\\s+", 2)[0];
            return Optional.of(Instant.parse(first));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DateTimeException e) {
            throw new IOException(
                    lastBackup + " is not what a backup leaves (expected: a time such as 2026-02-24T06:00:00Z first)",
                    e);
        }
    }
}
