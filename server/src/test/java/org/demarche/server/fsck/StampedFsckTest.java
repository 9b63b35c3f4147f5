package org.demarche.server.fsck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.StoredLog;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredToken;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.timestamp.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored of time authorities, checked where it lies and carried to another store: two heads, both stamped by two authorities. */
final class StampedFsckTest {
    private static final String STORE = "hub.sqlite";
    private static final Charter CHARTER = SampleCharter.actual(StampedFsckTest::fingerprint)
            .timestampedBy("alpha", "beta")
            .charter();

    @TempDir
    private static Path original;

    @TempDir
    private Path directory;

    private static Sha256 fingerprint(String name) {
        return name.endsWith("/certificate")
                ? TestAuthority.named(name.substring(0, name.indexOf('/')))
                        .anchor()
                        .fingerprint()
                : TestKeys.fingerprint(name);
    }

    @BeforeAll
    static void grow() throws Exception {
        SqliteStore store = SqliteStore.open(original.resolve(STORE));
        try (LogScene scene = new LogScene(store, CHARTER)) {
            for (int i = 0; i < 2; i++) {
                scene.growSigned(2);
                stamp(scene, store);
            }
        }
    }

    private static void stamp(LogScene scene, LogStore store) {
        ByteString note = scene.log().published().checkpoint();
        long size = scene.log().published().size();
        store.stamped()
                .freeze(new FrozenHead(
                        size,
                        WitnessedHead.newBuilder().setCheckpoint(note).build().toByteString()));
        for (String name : new String[] {"alpha", "beta"}) {
            TestAuthority authority = TestAuthority.named(name);
            store.stamped()
                    .add(new StoredToken(
                            size,
                            name,
                            ByteString.copyFrom(authority
                                    .token(note.toByteArray(), Instant.ofEpochMilli(scene.nowMs()))
                                    .bytes()),
                            ByteString.copyFrom(authority.anchor().bytes())));
        }
    }

    @BeforeEach
    void copy() throws Exception {
        Files.copy(original.resolve(STORE), directory.resolve(STORE));
    }

    private void tamper(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(STORE));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }

    private Fsck.Report check() {
        try (LogStore store = SqliteStore.openToRead(directory.resolve(STORE))) {
            return new Fsck(store, SignatureVerifier.bouncyCastle(), TestAuthority.UNTIL.toEpochMilli()).run(n -> {});
        }
    }

    private void assertDamage(int code, String sentence, String tampering) throws Exception {
        tamper(tampering);
        assertThat(check().damage()).hasValueSatisfying(d -> {
            assertThat(d.code()).as(d.sentence()).isEqualTo(code);
            assertThat(d.sentence()).contains(sentence);
        });
    }

    @Test
    void run_untouched_isSoundAndCountsTheHeads() {
        assertThat(check().damage()).isEmpty();
        assertThat(check().stamped()).isEqualTo(2);
        assertThat(check().misdated()).isEmpty();
    }

    @Test
    void run_tokenDatedBeforeWhatItCovers_isToldOfAndIsNoDamage() throws Exception {
        tamper("DELETE FROM tokens WHERE size = 6 AND authority = 'alpha'");
        Instant early;
        try (LogStore store = SqliteStore.open(directory.resolve(STORE))) {
            FrozenHead head = store.stamped().newest().orElseThrow();
            early = Instant.ofEpochMilli(LogScene.NOW_MS)
                    .minus(Duration.ofDays(1))
                    .truncatedTo(ChronoUnit.SECONDS);
            TestAuthority alpha = TestAuthority.named("alpha");
            store.stamped()
                    .add(new StoredToken(
                            head.size(),
                            "alpha",
                            ByteString.copyFrom(alpha.token(
                                            WitnessedHead.parseFrom(head.head())
                                                    .getCheckpoint()
                                                    .toByteArray(),
                                            early)
                                    .bytes()),
                            ByteString.copyFrom(alpha.anchor().bytes())));
        }
        assertThat(check().damage()).isEmpty();
        assertThat(check().stamped()).isEqualTo(2);
        assertThat(check().misdated())
                .containsExactly(
                        "the token of alpha over the head of 6 entries is dated " + early
                                + ", before the newest entry that it covers by more than the charter's skew: no evidence rests on it");
    }

    @Test
    void run_tokensDatedAheadOfTheClock_areToldOf() {
        try (LogStore store = SqliteStore.openToRead(directory.resolve(STORE))) {
            Fsck.Report report = new Fsck(store, SignatureVerifier.bouncyCastle(), 0).run(n -> {});
            assertThat(report.damage()).isEmpty();
            assertThat(report.misdated()).hasSize(4).allMatch(s -> s.contains("ahead of the hub's clock"));
        }
    }

    @Test
    void run_headOfAnotherSize_isDamage() throws Exception {
        assertDamage(14, "is not a head of this log", "UPDATE frozen SET size = 3 WHERE size = 4");
    }

    @Test
    void run_headBeyondTheLog_isDamage() throws Exception {
        assertDamage(14, "a head of 99 entries was stamped", "UPDATE frozen SET size = 99 WHERE size = 6");
    }

    @Test
    void run_headThatCannotBeRead_isDamage() throws Exception {
        assertDamage(10, "cannot be read", "UPDATE frozen SET head = zeroblob(40) WHERE size = 4");
    }

    @Test
    void run_tokenOfAnotherHead_isDamage() throws Exception {
        assertDamage(
                12,
                "has a token of alpha that is false",
                "UPDATE tokens SET token = (SELECT token FROM tokens WHERE size = 6 AND authority = 'alpha')"
                        + " WHERE size = 4 AND authority = 'alpha'");
    }

    @Test
    void run_tokenUnderAnothersAnchor_isDamage() throws Exception {
        assertDamage(
                12,
                "has a token of alpha that is false",
                "UPDATE tokens SET anchor = (SELECT anchor FROM tokens WHERE size = 4 AND authority = 'beta')"
                        + " WHERE size = 4 AND authority = 'alpha'");
    }

    @Test
    void run_tokenThatIsNone_isDamage() throws Exception {
        assertDamage(
                12,
                "has a token of alpha that is false",
                "UPDATE tokens SET token = zeroblob(9) WHERE size = 4 AND authority = 'alpha'");
    }

    @Test
    void carriage_bringsHeadsAndTokens() throws Exception {
        StoreAddress.File file = new StoreAddress.File(directory.resolve("other.sqlite"));
        try (LogStore source = SqliteStore.openToRead(directory.resolve(STORE));
                LogStore target = HubStore.create(file)) {
            StoredLog log = new StoredLog(source, "the source");
            new Carriage(target, new UnfinishedStore(directory, file), SignatureVerifier.bouncyCastle(), n -> {})
                    .run(log, log.head(), charter -> {});
            assertThat(target.stamped().heads(0, 100))
                    .hasSize(2)
                    .isEqualTo(source.stamped().heads(0, 100));
            assertThat(target.stamped().tokens(4))
                    .hasSize(2)
                    .isEqualTo(source.stamped().tokens(4));
        }
    }

    @Test
    void carriage_ofAFalseToken_isRefused() throws Exception {
        tamper("UPDATE tokens SET token = (SELECT token FROM tokens WHERE size = 6 AND authority = 'alpha')"
                + " WHERE size = 4 AND authority = 'alpha'");
        StoreAddress.File file = new StoreAddress.File(directory.resolve("other.sqlite"));
        try (LogStore source = SqliteStore.openToRead(directory.resolve(STORE));
                LogStore target = HubStore.create(file)) {
            StoredLog log = new StoredLog(source, "the source");
            UnfinishedStore mark = new UnfinishedStore(directory, file);
            assertThatThrownBy(() -> new Carriage(target, mark, SignatureVerifier.bouncyCastle(), n -> {})
                            .run(log, log.head(), charter -> {}))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("the source: the head of 4 entries that was stamped has a token of alpha");
            assertThat(mark.isMarked()).isTrue();
        }
    }
}
