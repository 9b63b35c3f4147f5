package org.demarche.client.follow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.disk.DurableFiles;
import org.demarche.hash.Sha256;

/**
 * Where the bytes of a hub that was caught are kept, one file for each time: {@code <milliseconds>-<kind>.misbehaviour}, which {@code verify} judges, where what the hub has signed
 * shows the lie to everybody; else {@code <milliseconds>-<kind>.exhibits}, a text of what was found and each of the hub's own byte strings in base64, which proves nothing to others.
 * The text is written first, since a proof takes time and may fail; beside a proof it is called {@code .exhibits.proven}, and only the proof need be moved away when all is settled.
 */
public final class Exhibits {
    private static final String PROVEN = ".misbehaviour";
    private static final String UNPROVEN = ".exhibits";
    private static final String ONLY_HERE =
            "others have only this desk's word for it: a file of the same name that ends in .misbehaviour, if there is one, shows it to them";
    private static final String BESIDE = ".exhibits.proven";
    private static final int LINE = 76;

    private final Path directory;

    /** Exhibits in {@code directory}, which is created when there is something to keep. */
    public Exhibits(Path directory) {
        this.directory = directory;
    }

    /**
     * Keeps a lie; returns the file.
     *
     * @param proof the misbehaviour file that shows it; empty: nothing does, and what {@code lie} carries is kept
     */
    public Path keep(LieException lie, Optional<byte[]> proof, String origin, Sha256 charter, Instant foundAt)
            throws IOException {
        DurableFiles.createDirectories(directory);
        if (proof.isPresent()) {
            Path file = directory.resolve(foundAt.toEpochMilli() + "-" + lie.kind() + PROVEN);
            DurableFiles.write(file, proof.get());
            setBeside(foundAt.toEpochMilli() + "-" + lie.kind());
            return file;
        }
        StringBuilder text = new StringBuilder("demarche exhibits 1\n")
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
                .append('\n')
                .append("worth: ")
                .append(ONLY_HERE)
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
        Path file = directory.resolve(foundAt.toEpochMilli() + "-" + lie.kind() + UNPROVEN);
        DurableFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private void setBeside(String name) {
        try {
            Files.move(
                    directory.resolve(name + UNPROVEN),
                    directory.resolve(name + BESIDE),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // There is none, or both stand: then a person has two files to move away.
            return;
        }
    }

    /** The newest file that convicts the hub, or whose kind lasts: while it lies there the hub is not trusted. */
    public Optional<Path> standing() throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        List<String> lasting = Stream.concat(
                        Stream.of(PROVEN),
                        Stream.of(Misbehaviour.values())
                                .filter(Misbehaviour::lasting)
                                .map(k -> "-" + k + UNPROVEN))
                .toList();
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> lasting.stream().anyMatch(f.getFileName().toString()::endsWith))
                    .max(Path::compareTo);
        }
    }
}
