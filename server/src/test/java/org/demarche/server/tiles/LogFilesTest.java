package org.demarche.server.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.Tile;
import org.demarche.merkle.TileName;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.demarche.server.carry.LongLog;
import org.demarche.server.log.LogScene;
import org.demarche.server.log.Published;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoredEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFilesTest {
    /** Two full tiles and one of 101 hashes; and of the next level one of two. */
    private static final int SIZE = 613;

    @TempDir
    private static Path directory;

    private static LogScene scene;
    private static LogFiles files;
    private static List<StoredEntry> entries;
    private static MemoryTree tree;

    @BeforeAll
    static void grow() throws Exception {
        scene = new LogScene(directory);
        scene.grow(SIZE - (int) scene.log().published().size());
        files = new LogFiles(scene.log(), Published::checkpoint);
        entries = scene.log().store().entries(0, SIZE);
        tree = new MemoryTree();
        entries.forEach(entry -> tree.append(entry.leaf()));
        // What another hub has just appended is in the store before it is published.
        StoredEntry ahead = new StoredEntry(
                SIZE, ByteString.copyFromUtf8("x"), Sha256.of(), Optional.empty(), Optional.empty(), false);
        scene.log().store().append(new StoreBatch(List.of(ahead), List.of()));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    private static Reason refused(String path) {
        return catchThrowableOfType(RefusedException.class, () -> files.get(path))
                .refusal()
                .reason();
    }

    private static byte[] bundle(LogFile.Bundle bundle) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long next = bundle.from(); next < bundle.end(); ) {
            LogFiles.Part part = files.part(bundle, next);
            bytes.writeBytes(part.bytes().toByteArray());
            assertThat(part.next()).isGreaterThan(next);
            next = part.next();
        }
        return bytes.toByteArray();
    }

    private static List<TileName> all(int level) {
        List<TileName> names = new ArrayList<>();
        for (long i = 0; i <= TileName.full(level, SIZE); i++) {
            long width = Math.min(Tile.WIDTH, (SIZE >>> (Tile.HEIGHT * level)) - i * Tile.WIDTH);
            for (int w = 1; w <= width; w++) {
                names.add(new TileName(level, i, w));
            }
        }
        return names;
    }

    @Test
    void get_checkpoint_isThePublishedNote() throws Exception {
        LogFile.Note note = (LogFile.Note) files.get("/checkpoint");
        assertThat(note.bytes()).isEqualTo(scene.log().published().checkpoint());
        assertThat(note.length()).isEqualTo(note.bytes().size());
        assertThat(new CheckpointVerifier(LongLog.ORIGIN, TestKeys.log().publicKey())
                        .open(note.bytes().toByteArray())
                        .head())
                .isEqualTo(tree.head(SIZE));
    }

    @Test
    void get_checkpoint_canBeANoteWithMoreLines() throws Exception {
        ByteString cosigned = ByteString.copyFromUtf8("cosigned");
        assertThat(new LogFiles(scene.log(), published -> cosigned).get("/checkpoint"))
                .isEqualTo(new LogFile.Note(cosigned));
    }

    @Test
    void get_everyTileOfEveryWidth_holdsTheHashesOfTheTree() throws Exception {
        for (int level = 0; level < 2; level++) {
            for (TileName name : all(level)) {
                LogFile.Hashes hashes = (LogFile.Hashes) files.get("/" + name.path());
                assertThat(hashes.tile()).isEqualTo(Tile.read(name, tree));
                assertThat(hashes.length()).isEqualTo(32L * name.width());
            }
        }
        assertThat(all(0)).hasSize(SIZE);
        assertThat(all(1)).hasSize(2);
    }

    @Test
    void get_bundles_holdTheEntriesBehindTheirLengths() throws Exception {
        for (TileName name : all(0)) {
            LogFile.Bundle bundle = (LogFile.Bundle) files.get("/" + name.entriesPath());
            if (name.width() > 33 && name.width() < 256 && name.width() != 101) {
                continue;
            }
            byte[] bytes = bundle(bundle);
            assertThat(bytes).hasSize((int) bundle.length());
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            for (int i = 0; i < name.width(); i++) {
                byte[] entry = new byte[Short.toUnsignedInt(rest.getShort())];
                rest.get(entry);
                StoredEntry expected = entries.get((int) name.index() * Tile.WIDTH + i);
                assertThat(expected.bytes()).isEqualTo(ByteString.copyFrom(entry));
                assertThat(Merkle.leaf(entry)).isEqualTo(expected.leaf());
            }
            assertThat(rest.hasRemaining()).isFalse();
        }
    }

    @Test
    void get_beyondThePublishedHead_isNotFoundThoughTheStoreHasMore() {
        assertThat(scene.log().store().size()).isEqualTo(SIZE + 1);
        for (String path : List.of(
                "/tile/0/002.p/102",
                "/tile/0/002",
                "/tile/0/003.p/1",
                "/tile/0/x036/x028/x797/x018/x963/967.p/255",
                "/tile/1/000.p/3",
                "/tile/1/000",
                "/tile/1/001.p/1",
                "/tile/2/000.p/1",
                "/tile/7/000.p/1",
                "/tile/8/000",
                "/tile/63/000",
                "/tile/entries/002.p/102",
                "/tile/entries/002",
                "/tile/entries/x001/000")) {
            assertThat(refused(path)).as(path).isEqualTo(Reason.NOT_FOUND);
        }
    }

    @Test
    void get_whatIsNoPath_isRefusedAsSuch() {
        for (String path : List.of(
                "",
                "/",
                "*",
                "checkpoint",
                "/checkpoint/",
                "/checkpoint?",
                "/Checkpoint",
                "//checkpoint",
                "/tile/0/0",
                "tile/0/000",
                "/tile/0/000/../000",
                "/tile/0/%30%30%30",
                "https://hub/checkpoint",
                "/index.html")) {
            assertThat(refused(path)).as(path).isEqualTo(Reason.FIELD_INVALID);
        }
    }
}
