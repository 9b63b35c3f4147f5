package org.demarche.server.carry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.copy.CopyReader;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.LogSigningKey;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.refusal.RefusedException;
import org.demarche.server.fsck.Fsck;
import org.demarche.server.log.LogScene;
import org.demarche.server.log.LogTree;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.timestamp.TestAuthority;

/** A log of twenty incidents that fills two tiles, made once for all tests, and copies of it as desks keep them. */
public final class LongLog {
    /** The name of logs under the sample charter. */
    public static final String ORIGIN = "hub.exercise.example/ceasefire";

    public static final int SIZE = 613;

    /** The store. */
    public static final Path FILE = make();

    /** Real, but each signature is verified once for all tests. */
    public static final SignatureVerifier VERIFIER = remembering(SignatureVerifier.bouncyCastle());

    private LongLog() {}

    private static Path make() {
        try {
            Path directory = Files.createTempDirectory("demarche-log-");
            Path file;
            try (LogScene scene = new LogScene(directory)) {
                scene.growIncidents(20, 28);
                assertThat(scene.log().published().size()).isEqualTo(SIZE);
                assertThat(scene.log().incidents()).hasSize(20);
                file = scene.file();
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SignatureVerifier remembering(SignatureVerifier verifier) {
        Map<Sha256, Boolean> known = new ConcurrentHashMap<>();
        return new SignatureVerifier() {
            @Override
            public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
                Sha256 all = Sha256.of(key.id().bytes(), message, signature.ed25519(), signature.mlDsa65());
                return known.computeIfAbsent(all, a -> verifier.verify(key, message, signature));
            }

            @Override
            public String name() {
                return verifier.name();
            }
        };
    }

    /** All rows of a store. */
    public static List<StoredEntry> rows(LogStore store) {
        return store.entries(0, Integer.MAX_VALUE);
    }

    /** The head of the first {@code size} entries. */
    public static Head head(LogStore store, long size) {
        return new LogTree(store, store.size()).headAt(size);
    }

    /** A note over a head. */
    public static byte[] note(String origin, LogSigningKey key, Head head) {
        return new CheckpointSigner(origin, key).sign(head, Instant.ofEpochSecond(1_772_000_000));
    }

    /** Writes a copy of these entries under this head. */
    public static Path copy(Path folder, List<StoredEntry> entries, byte[] note) throws IOException {
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

    /** Requires that a store holds the very rows and tiles of the log, and that nothing is wrong with it. */
    public static void assertSame(Path file) {
        try (LogStore store = SqliteStore.openToRead(file);
                LogStore first = SqliteStore.openToRead(FILE)) {
            List<StoredEntry> expected = rows(first);
            List<StoredEntry> found = rows(store);
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < SIZE; i++) {
                assertThat(found.get(i).equals(expected.get(i)))
                        .as("entry %d", i)
                        .isTrue();
            }
            assertThat(store.tile(0, 1)).isEqualTo(first.tile(0, 1));
            Fsck.Report report = new Fsck(store, VERIFIER, TestAuthority.UNTIL.toEpochMilli()).run(n -> {});
            assertThat(report.damage()).isEmpty();
            assertThat(report.head()).isEqualTo(new LogTree(first, SIZE).head());
        }
    }
}
