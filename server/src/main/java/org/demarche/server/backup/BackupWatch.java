package org.demarche.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Watches how old the last backup is, by the file that it leaves.
 *
 * @param file an RFC 3339 instant and the name of the backup
 * @param since when the watch began: a backup that never was is counted from here
 * @param wantedHours how old it may be, in hours; 0: as old as it likes
 */
public record BackupWatch(Path file, Instant since, int wantedHours) {
    private static final int GREATEST_BYTES = 4_096;

    /** Watches a hub's folder. */
    public static BackupWatch of(Path directory, Instant since, int wantedHours) {
        return new BackupWatch(directory.resolve(LastBackup.FILE), since, wantedHours);
    }

    /**
     * When the last backup succeeded; empty: none is known of.
     *
     * @throws IOException if the file cannot be read, or is not what a backup leaves
     */
    public Optional<Instant> lastAt() throws IOException {
        try {
            if (Files.size(file) > GREATEST_BYTES) {
                throw new IOException(file + " is not what a backup leaves: it is too long");
            }
            String first = Files.readString(file).strip().split("\\s+", 2)[0];
            return Optional.of(Instant.parse(first));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DateTimeException e) {
            throw new IOException(
                    file + " is not what a backup leaves (expected: a time such as 2026-02-24T06:00:00Z first)", e);
        }
    }

    /** Whether a backup of this time, or none, is too old by now. */
    public boolean isOld(Optional<Instant> last, Instant now) {
        return wantedHours > 0 && Duration.between(last.orElse(since), now).toHours() >= wantedHours;
    }
}
