package org.demarche.server.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.demarche.key.SignatureVerifier;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.timestamp.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that somebody has had their hands in. */
final class FsckTest {
    private static final String STORE = "hub.sqlite";

    @TempDir
    private static Path original;

    @TempDir
    private Path directory;

    @BeforeAll
    static void grow() throws Exception {
        try (LogScene scene = new LogScene(original)) {
            scene.growSigned(260);
        }
    }

    @BeforeEach
    void copy() throws Exception {
        Files.copy(original.resolve(STORE), directory.resolve(STORE));
    }

    private Fsck.Report checked(String... tampering) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(STORE));
                Statement statement = connection.createStatement()) {
            for (String sql : tampering) {
                assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            }
        }
        try (LogStore store = SqliteStore.openToRead(directory.resolve(STORE))) {
            return new Fsck(store, SignatureVerifier.bouncyCastle(), TestAuthority.UNTIL.toEpochMilli()).run(n -> {});
        }
    }

    private void assertDamage(int code, long index, String... tampering) throws Exception {
        assertThat(checked(tampering).damage()).hasValueSatisfying(d -> {
            assertThat(d.code()).as(d.sentence()).isEqualTo(code);
            assertThat(d.index()).as(d.sentence()).isEqualTo(index);
        });
    }

    @Test
    void run_untouched_isSound() throws Exception {
        Fsck.Report report = checked();
        assertThat(report.damage()).isEmpty();
        assertThat(report.head().size()).isEqualTo(262);
    }

    @Test
    void run_entryRemoved_isDamage() throws Exception {
        assertDamage(14, 100, "DELETE FROM entries WHERE idx = 100");
    }

    @Test
    void run_signatureChanged_isDamage() throws Exception {
        assertDamage(
                12,
                100,
                "UPDATE entries SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'00' AS BLOB) WHERE idx = 100");
    }

    @Test
    void run_bytesCutOff_isDamage() throws Exception {
        assertDamage(
                10,
                100,
                "UPDATE entries SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) AS BLOB) WHERE idx = 100");
    }

    @Test
    void run_entryOfAnotherIndex_isDamage() throws Exception {
        assertDamage(14, 100, "UPDATE entries SET bytes = (SELECT bytes FROM entries WHERE idx = 101) WHERE idx = 100");
    }

    @Test
    void run_leafChanged_isDamage() throws Exception {
        assertDamage(14, 100, "UPDATE entries SET leaf = zeroblob(32) WHERE idx = 100");
    }

    @Test
    void run_identityChanged_isDamage() throws Exception {
        assertDamage(14, 100, "UPDATE entries SET identity = zeroblob(32) WHERE idx = 100");
    }

    @Test
    void run_governanceMarkRemoved_isDamage() throws Exception {
        assertDamage(14, 1, "UPDATE entries SET governance = 0 WHERE idx = 1");
    }

    @Test
    void run_incidentInvented_isDamage() throws Exception {
        assertDamage(14, 100, "UPDATE entries SET incident = zeroblob(32) WHERE idx = 100");
    }

    @Test
    void run_tileChangedOrGone_isDamage() throws Exception {
        assertDamage(14, 255, "UPDATE tiles SET hashes = zeroblob(8192) WHERE level = 0");
        assertThat(checked("DELETE FROM tiles").damage()).isPresent();
    }
}
