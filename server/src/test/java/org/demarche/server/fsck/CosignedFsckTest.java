package org.demarche.server.fsck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.key.SignatureVerifier;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.TestWitness;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.StoredLog;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresUrl;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.timestamp.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored of witnesses, checked where it lies and carried to another store: three heads, of which two of three witnesses have cosigned two. */
final class CosignedFsckTest {
    private static final String STORE = "hub.sqlite";
    private static final Charter CHARTER = SampleCharter.actual(TestWitness.fingerprints(TestKeys::fingerprint))
            .witnessedBy("GB", "FR", "NO")
            .charter();

    @TempDir
    private static Path original;

    @TempDir
    private Path directory;

    @BeforeAll
    static void grow() throws Exception {
        SqliteStore store = SqliteStore.open(original.resolve(STORE));
        try (LogScene scene = new LogScene(store, CHARTER)) {
            for (int i = 0; i < 3; i++) {
                scene.growSigned(2);
                offer(scene, store.cosigned(), i < 2);
            }
        }
    }

    private static void offer(LogScene scene, CosignedHeads heads, boolean witnessed) {
        VerifiedCheckpoint head =
                TestWitness.open(CHARTER, scene.log().published().checkpoint());
        heads.offer(head.head().size(), scene.log().published().checkpoint());
        heads.add(new TestWitness("GB-w").said(head, scene.nowMs()));
        if (witnessed) {
            heads.add(new TestWitness("NO-w").said(head, scene.nowMs()));
            heads.add(new TestWitness("witness.example/w1").said(head, scene.nowMs()));
            heads.markWitnessed(head.head().size());
        }
    }

    @BeforeEach
    void copy() throws Exception {
        Files.copy(original.resolve(STORE), directory.resolve(STORE));
    }

    private void tamper(String... tampering) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(STORE));
                Statement statement = connection.createStatement()) {
            for (String sql : tampering) {
                assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            }
        }
    }

    private Fsck.Report check() {
        try (LogStore store = SqliteStore.openToRead(directory.resolve(STORE))) {
            return new Fsck(store, SignatureVerifier.bouncyCastle(), TestAuthority.UNTIL.toEpochMilli()).run(n -> {});
        }
    }

    private void assertDamage(int code, long index, String sentence, String... tampering) throws Exception {
        tamper(tampering);
        assertThat(check().damage()).hasValueSatisfying(d -> {
            assertThat(d.code()).as(d.sentence()).isEqualTo(code);
            assertThat(d.index()).as(d.sentence()).isEqualTo(index);
            assertThat(d.sentence()).contains(sentence);
        });
    }

    @Test
    void run_untouched_isSoundAndCountsTheHeads() {
        Fsck.Report report = check();
        assertThat(report.damage()).isEmpty();
        assertThat(report.cosigned()).isEqualTo(3);
    }

    @Test
    void run_headOfAnotherSize_isDamage() throws Exception {
        assertDamage(14, 2, "is not a head of this log", "UPDATE offered SET size = 3 WHERE size = 4");
    }

    @Test
    void run_headBeyondTheLog_isDamage() throws Exception {
        assertDamage(14, 8, "a head of 9 entries was offered", "UPDATE offered SET size = 9 WHERE size = 8");
    }

    @Test
    void run_headThatCannotBeRead_isDamage() throws Exception {
        assertDamage(10, 3, "cannot be read", "UPDATE offered SET note = zeroblob(40) WHERE size = 4");
    }

    @Test
    void run_cosignatureOfAnotherHead_isDamage() throws Exception {
        assertDamage(
                12,
                7,
                "bears a cosignature of GB-w that does not verify",
                "UPDATE cosignatures SET lines = (SELECT lines FROM cosignatures WHERE size = 6 AND witness = 'GB-w')"
                        + " WHERE size = 8 AND witness = 'GB-w'");
    }

    @Test
    void run_cosignatureOfOneThatTheCharterDoesNotName_isCheckedAsWell() throws Exception {
        assertDamage(
                12,
                3,
                "witness.example/w1",
                "UPDATE cosignatures SET lines = (SELECT lines FROM cosignatures WHERE size = 6 AND witness = 'witness.example/w1')"
                        + " WHERE size = 4 AND witness = 'witness.example/w1'");
    }

    @Test
    void run_lineLeftOut_isDamage() throws Exception {
        assertDamage(
                12,
                5,
                "NO-w",
                "UPDATE cosignatures SET lines = CAST(substr(lines, 1, instr(lines, x'0a')) AS BLOB) WHERE size = 6 AND witness = 'NO-w'");
    }

    @Test
    void run_markedAsWitnessedWithoutEnough_isDamage() throws Exception {
        assertDamage(
                13, 7, "the charter's witness rule does not hold", "UPDATE offered SET witnessed = 1 WHERE size = 8");
    }

    @Test
    void run_cosignatureUnderOtherKeysThanTheCharters_doesNotCount() throws Exception {
        tamper("DELETE FROM cosignatures WHERE size = 6 AND witness = 'NO-w'");
        assertThat(check().damage())
                .hasValueSatisfying(d -> assertThat(d.code()).isEqualTo(13));
    }

    // Carried to another store

    private static List<OfferedHead> carried(LogStore from, LogStore to, UnfinishedStore mark) throws HubException {
        StoredLog log = new StoredLog(from, "the source");
        new Carriage(to, mark, SignatureVerifier.bouncyCastle(), n -> {}).run(log, log.head(), charter -> {});
        assertThat(mark.isMarked()).isFalse();
        for (OfferedHead head : from.cosigned().heads(0, 100)) {
            assertThat(to.cosigned().cosignatures(head.size()))
                    .isEqualTo(from.cosigned().cosignatures(head.size()));
        }
        return to.cosigned().heads(0, 100);
    }

    @Test
    void carriage_throughADatabaseAndBack_bringsTheHeadsAndTheirCosignatures() throws Exception {
        StoreAddress database = new StoreAddress.Database(
                new PostgresDatabase(PostgresUrl.parse(SharedPostgres.newDatabase()), Optional.empty()), 0, "migrate");
        StoreAddress.File file = new StoreAddress.File(directory.resolve("other.sqlite"));
        try (LogStore source = SqliteStore.openToRead(directory.resolve(STORE));
                LogStore between = HubStore.create(database);
                LogStore store = HubStore.create(file)) {
            List<OfferedHead> all = source.cosigned().heads(0, 100);
            assertThat(carried(source, between, new UnfinishedStore(directory, database)))
                    .isEqualTo(all);
            assertThat(carried(between, store, new UnfinishedStore(directory, file)))
                    .isEqualTo(all);
            assertThat(new Fsck(store, SignatureVerifier.bouncyCastle(), TestAuthority.UNTIL.toEpochMilli())
                            .run(n -> {}))
                    .isEqualTo(check());
        }
    }

    @Test
    void carriage_ofAFalseCosignature_isRefused() throws Exception {
        tamper("UPDATE cosignatures SET lines = (SELECT lines FROM cosignatures WHERE size = 6 AND witness = 'GB-w')"
                + " WHERE size = 8 AND witness = 'GB-w'");
        StoreAddress.File file = new StoreAddress.File(directory.resolve("other.sqlite"));
        UnfinishedStore mark = new UnfinishedStore(directory, file);
        try (LogStore source = SqliteStore.openToRead(directory.resolve(STORE));
                LogStore store = HubStore.create(file)) {
            assertThatThrownBy(() -> carried(source, store, mark))
                    .isInstanceOfSatisfying(
                            HubException.class, e -> assertThat(e.exitCode()).isEqualTo(12))
                    .hasMessageContaining("the source: the head of 8 entries");
            assertThat(mark.isMarked()).as("no hub runs on it").isTrue();
        }
    }
}
