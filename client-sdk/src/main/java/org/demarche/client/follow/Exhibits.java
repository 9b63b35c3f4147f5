package org.demarche.client.follow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.disk.DurableFiles;
import org.demarche.hash.Sha256;

/**
 * Where the bytes of a hub that was caught are kept: one text file for each time, {@code <milliseconds>-<kind>.misbehaviour}: what was found, then each of the hub's own
 * byte strings in base64.
 */
public final class Exhibits {
    private static final String ENDING = ".misbehaviour";
    private static final int LINE = 76;

    private final Path directory;

    /** Exhibits in {@code directory}, which is created when there is something to keep. */
    public Exhibits(Path directory) {
        this.directory = directory;
    }

    /** Keeps what {@code lie} carries; returns the file. */
    public Path keep(LieException lie, String origin, Sha256 charter, Instant foundAt) throws IOException {
        DurableFiles.createDirectories(directory);
        StringBuilder text = new StringBuilder("demarche misbehaviour 1\n")
                .append("kind: ")
                .append(lie.kind())
                .append('\n')
                .append("origin: ")
                .append(origin)
                .append('\n')
                .append("charter: ")
                .append(charter.fingerprint())
                .append('\n')
                .append("found-at: ")
                .append(foundAt)
                .append('\n')
                .append("sentence: ")
                .append(lie.getMessage())
                .append('\n');
        Base64.Encoder encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
        lie.exhibits()
                .forEach((name, bytes) -> text.append('\n')
                        .append(name)
                        .append(": ")
                        .append(bytes.length)
                        .append(" bytes\n")
                        .append(encoder.encodeToString(bytes))
                        .append('\n'));
        Path file = directory.resolve(foundAt.toEpochMilli() + "-" + lie.kind() + ENDING);
        DurableFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        return file;
    }

    /** The newest file whose kind lasts: while it lies there the hub is not trusted. */
    public Optional<Path> standing() throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        List<String> lasting = Stream.of(Misbehaviour.values())
                .filter(Misbehaviour::lasting)
                .map(k -> "-" + k + ENDING)
                .toList();
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> lasting.stream().anyMatch(f.getFileName().toString()::endsWith))
                    .max(Path::compareTo);
        }
    }
}
