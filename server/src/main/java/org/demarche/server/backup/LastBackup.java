package org.demarche.server.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.demarche.disk.DurableFiles;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;

/**
 * The last backup that was taken and found good, as the file {@code backup.last} in the hub's folder keeps it: a line with when
 * (RFC 3339) and which file, and lines {@code bytes} and {@code head} (entries and root).
 *
 * @param at when it was begun
 * @param file its absolute path
 * @param bytes its size
 * @param head size and root of the log in it
 */
public record LastBackup(Instant at, String file, long bytes, Head head) {
    /** The file. */
    public static final String FILE = "backup.last";

    private static final Pattern TEXT =
            Pattern.compile("([0-9TZ:.-]+) ([^\n]+)\nbytes ([0-9]{1,18})\nhead ([0-9]{1,18}) ([0-9a-f]{64})\n");

    /** What the hub's folder tells; empty if there was none, or it cannot be read. */
    public static Optional<LastBackup> of(Path directory) {
        try {
            Matcher matcher = TEXT.matcher(Files.readString(directory.resolve(FILE)));
            return matcher.matches()
                    ? Sha256.parseFingerprint("sha256:" + matcher.group(5))
                            .map(root -> new LastBackup(
                                    Instant.parse(matcher.group(1)),
                                    matcher.group(2),
                                    Long.parseLong(matcher.group(3)),
                                    new Head(Long.parseLong(matcher.group(4)), root)))
                    : Optional.empty();
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    void keep(Path directory) throws IOException {
        DurableFiles.write(
                directory.resolve(FILE),
                (at + " " + file + "\nbytes " + bytes + "\nhead " + head.size() + " "
                                + head.root().hex() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
