package org.demarche.server.carry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.copy.CopyReader;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.refusal.RefusedException;
import org.demarche.server.fsck.Fsck;
import org.demarche.server.log.LogScene;
import org.demarche.server.log.LogTree;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.sqlite.SqliteStore;

/** A log of twenty incidents that fills two tiles, made once, and copies of it as desks keep them. */
final class LongLog {
    static final String ORIGIN = "hub.exercise.example/ceasefire";
    static final int SIZE = 613;

    private LongLog() {}

    /** Makes it in {@code directory}. */
    static Path make(Path directory) throws RefusedException {
        try (LogScene scene = new LogScene(directory)) {
            scene.growIncidents(20, 28);
            assertThat(scene.log().published().size()).isEqualTo(SIZE);
            assertThat(scene.log().incidents()).hasSize(20);
            return scene.file();
        }
    }

    /** All rows of a store. */
    static List<StoredEntry> rows(LogStore store) {
        return store.entries(0, Integer.MAX_VALUE);
    }

    /** The head of the first {@code size} entries. */
    static Head head(LogStore store, long size) {
        return new LogTree(store, store.size()).headAt(size);
    }

    /** A note over a head. */
    static byte[] note(String origin, LogSigningKey key, Head head) {
        return new CheckpointSigner(origin, key).sign(head, Instant.ofEpochSecond(1_772_000_000));
    }

    /** Writes a copy of these entries under this head. */
    static Path copy(Path folder, List<StoredEntry> entries, byte[] note) throws IOException {
        Files.createDirectories(folder);
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(folder.resolve("entries")))) {
            out.write(CopyReader.magic());
            for (StoredEntry entry : entries) {
                out.writeInt(entry.bytes().size());
                out.write(entry.bytes().toByteArray());
            }
        }
        Files.write(folder.resolve("head"), note);
        return folder;
    }

    /** Requires that a store holds the very rows of another, and that nothing is wrong with it. */
    static void assertSame(Path file, Path original) {
        try (LogStore store = SqliteStore.openToRead(file);
                LogStore first = SqliteStore.openToRead(original)) {
            assertThat(indexes(store)).isEqualTo(indexes(first));
            assertThat(rows(store)).isEqualTo(rows(first));
            Fsck.Report report = new Fsck(store, SignatureVerifier.bouncyCastle()).run(n -> {});
            assertThat(report.damage()).isEmpty();
            assertThat(report.head()).isEqualTo(new LogTree(first, SIZE).head());
        }
    }

    private static String indexes(LogStore store) {
        return rows(store).stream().map(row -> Long.toString(row.index())).collect(Collectors.joining(" "));
    }
}
