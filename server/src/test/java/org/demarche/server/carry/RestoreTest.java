package org.demarche.server.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.demarche.escalation.TestKeys;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.server.HubException;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log restored from a desk's copy. */
final class RestoreTest {
    private static final List<LogPublicKey> KEYS = List.of(TestKeys.log().publicKey());

    private static final HeldHeads NOTHING_HELD = new HeldHeads(said -> {});

    private static List<StoredEntry> rows;

    @TempDir
    private Path directory;

    private Path folder;

    @BeforeAll
    static void read() {
        try (LogStore store = SqliteStore.openToRead(LongLog.FILE)) {
            rows = LongLog.rows(store);
        }
    }

    @BeforeEach
    void begin() {
        folder = directory.resolve("state");
    }

    private static Head head(List<StoredEntry> entries) {
        Frontier tree = new Frontier();
        entries.forEach(row -> tree.append(Merkle.leaf(row.bytes().toByteArray())));
        return tree.head();
    }

    private static byte[] signed(Head head) {
        return LongLog.note(LongLog.ORIGIN, TestKeys.log(), head);
    }

    private static byte[] signed(int size) {
        return signed(head(rows.subList(0, size)));
    }

    private Path file(String name, byte[] bytes) throws Exception {
        return Files.write(directory.resolve(name), bytes);
    }

    private Carriage.Carried restore(Path... notBehind) throws HubException {
        Restore restore = open(KEYS, notBehind);
        Path target = directory.resolve("hub.sqlite");
        try (LogStore store = SqliteStore.open(target)) {
            return restore.into(
                            new Carriage(
                                    store,
                                    new UnfinishedStore(directory, new StoreAddress.File(target)),
                                    LongLog.VERIFIER,
                                    n -> {}),
                            0)
                    .carried();
        }
    }

    private Restore open(List<LogPublicKey> keys, Path... notBehind) throws HubException {
        FollowerCopy copy = FollowerCopy.open(folder);
        SeenHeads seen = SeenHeads.of(copy, keys);
        for (Path file : notBehind) {
            seen.add(file, said -> {});
        }
        return Restore.of(copy, seen, NOTHING_HELD);
    }

    private void assertRefused(List<LogPublicKey> keys, int code, String sentence, Path... notBehind) {
        assertThatThrownBy(() -> open(keys, notBehind))
                .isInstanceOfSatisfying(
                        HubException.class,
                        e -> assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContaining(sentence);
    }

    private void assertRefused(int code, String sentence, Path... notBehind) {
        assertRefused(KEYS, code, sentence, notBehind);
    }

    @Test
    void into_anEmptyStore_isTheVeryLog() throws Exception {
        LongLog.copy(folder, rows, signed(LongLog.SIZE));
        Path same = file("same", signed(LongLog.SIZE));
        Path smaller = file("smaller", signed(257));
        Files.write(folder.resolve("seen"), signed(100));
        Carriage.Carried carried = restore(same, smaller);
        assertThat(carried.head()).isEqualTo(head(rows));
        LongLog.assertSame(directory.resolve("hub.sqlite"));
    }

    @Test
    void into_fromTheStateFolderOfADeskThatIsWriting_takesWhatTheHeadCovers() throws Exception {
        LongLog.copy(folder.resolve("log"), rows, signed(20));
        Path entries = folder.resolve("log").resolve("entries");
        byte[] whole = Files.readAllBytes(entries);
        Files.write(entries, Arrays.copyOf(whole, whole.length - 7));
        assertThat(restore().head()).isEqualTo(head(rows.subList(0, 20)));
    }

    @Test
    void of_aByteChanged_isRefusedWhereverItIs() throws Exception {
        LongLog.copy(folder, rows, signed(LongLog.SIZE));
        Path entries = folder.resolve("entries");
        byte[] whole = Files.readAllBytes(entries);
        for (int i = 1; i < 40; i++) {
            byte[] changed = whole.clone();
            changed[(int) ((long) i * whole.length / 40)] ^= 0x20;
            Files.write(entries, changed);
            assertThatThrownBy(() -> open(KEYS))
                    .isInstanceOfSatisfying(
                            HubException.class, e -> assertThat(e.exitCode()).isIn(10, 14))
                    .hasMessageContaining("give the copy of another desk");
        }
    }

    @Test
    void of_aCopyThatIsTorn_saysWhere() throws Exception {
        LongLog.copy(folder, rows.subList(0, 30), signed(31));
        assertRefused(10, "ends within entry 30");
        Files.write(folder.resolve("entries"), new byte[] {'D', 'E'});
        assertRefused(10, "not a copy of a log");
    }

    @Test
    void of_noCopy_saysWhatToGive() throws Exception {
        assertRefused(HubException.SETUP, "does not exist: give the state folder");
        LongLog.copy(folder, rows.subList(0, 3), signed(3));
        Files.delete(folder.resolve("entries"));
        assertRefused(HubException.SETUP, "entries does not exist");
        Files.write(folder.resolve("head"), new byte[300_000]);
        assertRefused(HubException.SETUP, "is no signed head");
    }

    @Test
    void of_anotherHubsCopy_namesTheKeysOfItsCharter() throws Exception {
        LongLog.copy(folder, rows.subList(0, 30), signed(30));
        LogPublicKey other = LogSigningKey.generate(new SecureRandom()).publicKey();
        assertRefused(
                List.of(other),
                HubException.SETUP,
                TestKeys.log().publicKey().ed25519Id().fingerprint());
    }

    @Test
    void of_aHeadThatTheLogHasNotSigned_isRefused() throws Exception {
        List<StoredEntry> some = rows.subList(0, 30);
        LogSigningKey other = LogSigningKey.generate(new SecureRandom());
        LongLog.copy(folder, some, LongLog.note(LongLog.ORIGIN, other, head(some)));
        assertRefused(HubException.SETUP, "is not a head that this hub's log keys have signed");
        LongLog.copy(folder, some, LongLog.note("another.example/log", TestKeys.log(), head(some)));
        assertRefused(HubException.SETUP, "of the log another.example/log (expected: " + LongLog.ORIGIN + ")");
    }

    @Test
    void of_aCopyBehindAGreaterHead_isRefused() throws Exception {
        LongLog.copy(folder, rows.subList(0, 300), signed(300));
        Path greater = file("head-of-oslo", signed(301));
        assertRefused(7, "has 300 entries, but this hub has signed for 301 (" + greater, greater);
        Files.write(folder.resolve("seen"), signed(302));
        assertRefused(7, "signed for 302");
    }

    @Test
    void of_aCopyAtOddsWithAnotherHead_isRefused() throws Exception {
        LongLog.copy(folder, rows.subList(0, 300), signed(300));
        List<StoredEntry> others = new ArrayList<>(rows.subList(0, 250));
        others.remove(100);
        Path odd = file("odd", signed(head(others)));
        assertRefused(14, "does not have the root that the log signed at 249 entries (" + odd, odd);
    }

    @Test
    void of_aNoteThatNobodySigned_isNotTakenForAHead() throws Exception {
        LongLog.copy(folder, rows.subList(0, 30), signed(30));
        byte[] note = signed(20);
        note[note.length - 20] ^= 1;
        assertRefused(HubException.SETUP, "forged", file("forged", note));
        assertRefused(HubException.SETUP, "none does not exist", directory.resolve("none"));
    }

    @Test
    void into_entriesThatTheLogSignedAndTheRulesRefuse_areNotTaken() throws Exception {
        List<StoredEntry> some = new ArrayList<>(rows.subList(0, 30));
        byte[] bytes = some.get(20).bytes().toByteArray();
        bytes[bytes.length - 100] ^= 1;
        StoredEntry row = some.get(20);
        some.set(
                20, new StoredEntry(20, ByteString.copyFrom(bytes), row.leaf(), row.identity(), row.incident(), false));
        LongLog.copy(folder, some, signed(head(some)));
        assertThatThrownBy(() -> restore())
                .isInstanceOfSatisfying(
                        HubException.class,
                        e -> assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(12))
                .hasMessageContaining("entry 20");
    }
}
