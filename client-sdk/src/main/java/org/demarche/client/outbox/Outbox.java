package org.demarche.client.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.demarche.disk.DurableFiles;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/**
 * A directory with one file per signed notice: {@code <issued, 15 digits of milliseconds>-<identity>.notice}, mode 0600, forced to the disk before
 * {@link #put} returns. A refusal lies beside it as {@code .refused}, and if the log signed it, its own bytes as {@code .refusal}; of one that may be
 * gone in a minute only these. Several processes may use it at once: each file is whole or absent, and putting or removing the same notice twice is the same as once.
 */
public final class Outbox {
    private static final Pattern NAME = Pattern.compile("([0-9]{15})-([0-9a-f]{64})\\.notice");
    private static final String REFUSED = ".refused";
    private static final String SIGNED = ".refusal";
    private static final int LARGEST_REFUSAL = 8_192;

    private final Path directory;

    /** The outbox in {@code directory}, which is created if need be. */
    public Outbox(Path directory) throws IOException {
        this.directory = directory;
        DurableFiles.createDirectories(directory);
    }

    /**
     * A signed notice that waits.
     *
     * @param id its identity
     * @param issuedAtMs when it was signed, milliseconds since 1970 UTC
     * @param signedNotice the encoded SignedNotice
     * @param refusal why the hub refused it, if it did for good
     * @param signedRefusal the file of the encoded SignedRefusal of the newest refusal, passing or not, if the log's keys have signed that
     */
    public record Item(
            Sha256 id, long issuedAtMs, byte[] signedNotice, Optional<Refusal> refusal, Optional<Path> signedRefusal) {
        public Item {
            signedNotice = signedNotice.clone();
        }

        @Override
        public byte[] signedNotice() {
            return signedNotice.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Item that && id.equals(that.id) && Arrays.equals(signedNotice, that.signedNotice);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    /** Keeps a notice; when this returns it survives a crash. */
    public void put(Sha256 id, long issuedAtMs, byte[] signedNotice) throws IOException {
        DurableFiles.write(file(id, issuedAtMs), signedNotice);
    }

    /** Everything that waits, oldest first. What a crash left half written was never sent and is not shown. */
    public List<Item> items() throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(directory)) {
            files = entries.filter(f -> NAME.matcher(f.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
        List<Item> items = new ArrayList<>();
        for (Path file : files) {
            read(file).ifPresent(items::add);
        }
        return items;
    }

    /** The waiting notice with this identity. */
    public Optional<Item> find(Sha256 id) throws IOException {
        return items().stream().filter(item -> item.id().equals(id)).findFirst();
    }

    /** Notes why the hub refused a waiting notice, and keeps the encoded SignedRefusal if there is one, and none of an earlier refusal. The notice stays. */
    public void refused(Item item, Refusal refusal, Optional<byte[]> signed) throws IOException {
        Path file = file(item.id(), item.issuedAtMs());
        if (signed.isPresent()) {
            DurableFiles.write(beside(file, SIGNED), signed.get());
        } else {
            DurableFiles.delete(beside(file, SIGNED));
        }
        String text = refusal.reason() + "\n" + refusal.sentence();
        DurableFiles.write(beside(file, REFUSED), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps the encoded SignedRefusal of a refusal that may be gone in a minute, in place of any earlier refusal. The notice waits. */
    public void putOff(Item item, byte[] signed) throws IOException {
        Path file = file(item.id(), item.issuedAtMs());
        DurableFiles.write(beside(file, SIGNED), signed);
        DurableFiles.delete(beside(file, REFUSED));
    }

    /** Takes a notice out, after its receipt was verified or a person dropped it. */
    public void remove(Sha256 id) throws IOException {
        Optional<Item> found = find(id);
        if (found.isPresent()) {
            Path file = file(id, found.get().issuedAtMs());
            DurableFiles.delete(file);
            DurableFiles.delete(beside(file, REFUSED));
            DurableFiles.delete(beside(file, SIGNED));
        }
    }

    private Optional<Item> read(Path file) throws IOException {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            Sha256 id = Sha256.parseHex(name.group(2)).orElseThrow();
            return Optional.of(new Item(
                    id,
                    Long.parseLong(name.group(1)),
                    Files.readAllBytes(file),
                    refusalBeside(file),
                    Optional.of(beside(file, SIGNED)).filter(Files::exists)));
        } catch (NoSuchFileException e) {
            // Another process of this desk has just had its receipt.
            return Optional.empty();
        }
    }

    private static Optional<Refusal> refusalBeside(Path file) throws IOException {
        Path beside = beside(file, REFUSED);
        if (!Files.exists(beside) || Files.size(beside) > LARGEST_REFUSAL) {
            return Optional.empty();
        }
        String[] lines = Files.readString(beside).split("\n", 2);
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(lines[0]))
                .findFirst()
                .map(reason -> new Refusal(reason, lines.length > 1 ? lines[1] : ""));
    }

    private Path file(Sha256 id, long issuedAtMs) {
        return directory.resolve(String.format("%015d-%s.notice", issuedAtMs, id.hex()));
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
