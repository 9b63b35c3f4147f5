package org.demarche.server.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.demarche.server.backup.BackupWatch;

/**
 * What the hub stands on: disks, the files of its store, and backups.
 *
 * @param places where the hub writes, by what it writes there
 * @param files those that the log is kept in, by what they are; none: it is kept elsewhere
 */
public record Premises(Map<String, Path> places, Map<String, Path> files, BackupWatch backups) {
    public Premises {
        places = Map.copyOf(places);
        files = Map.copyOf(files);
    }

    /** How large each file is; without those that are not there. */
    Map<String, Long> fileBytes() {
        Map<String, Long> sizes = new TreeMap<>();
        files.forEach((name, path) -> {
            try {
                sizes.put(name, Files.size(path));
            } catch (IOException e) {
                // A write-ahead log comes with the first write.
                sizes.remove(name);
            }
        });
        return sizes;
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
}
