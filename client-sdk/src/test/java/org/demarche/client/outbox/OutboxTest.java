package org.demarche.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    private static final byte[] WORD = {7, 8};
    private static final byte[] SIGNED = "a signed notice".getBytes(StandardCharsets.US_ASCII);
    private static final Sha256 ID = Sha256.of(SIGNED);

    @TempDir
    Path directory;

    private Outbox reopened() throws IOException {
        return new Outbox(directory.resolve("outbox"));
    }

    private Path only(String ending) throws IOException {
        try (var files = Files.list(directory.resolve("outbox"))) {
            return files.filter(f -> f.toString().endsWith(ending)).findFirst().orElseThrow();
        }
    }

    @Test
    void put_thenProcessDies_isThereAfterRestart() throws IOException {
        reopened().put(ID, 5, SIGNED);
        assertThat(reopened().items()).singleElement().satisfies(item -> {
            assertThat(item.id()).isEqualTo(ID);
            assertThat(item.issuedAtMs()).isEqualTo(5);
            assertThat(item.signedNotice()).isEqualTo(SIGNED);
            assertThat(item.refusal()).isEmpty();
        });
    }

    @Test
    void put_file_isReadableByOwnerAlone() throws IOException {
        reopened().put(ID, 5, SIGNED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(only(".notice"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("outbox"))))
                .isEqualTo("rwx------");
    }

    @Test
    void items_crashWhileWriting_showsOnlyWholeNotices() throws IOException {
        Outbox outbox = reopened();
        outbox.put(ID, 5, SIGNED);
        Path whole = only(".notice");
        Files.write(whole.resolveSibling(whole.getFileName() + ".77-1.unfinished"), new byte[] {1, 2});
        Files.write(whole.resolveSibling("something else"), new byte[] {1});
        assertThat(reopened().items()).hasSize(1);
    }

    @Test
    void put_sameNoticeTwice_isOne() throws IOException {
        reopened().put(ID, 5, SIGNED);
        reopened().put(ID, 5, SIGNED);
        assertThat(reopened().items()).hasSize(1);
    }

    @Test
    void items_several_oldestFirst() throws IOException {
        Outbox outbox = reopened();
        outbox.put(Sha256.of(new byte[] {1}), 20, SIGNED);
        outbox.put(Sha256.of(new byte[] {2}), 3, SIGNED);
        outbox.put(Sha256.of(new byte[] {3}), 1_700_000_000_000L, SIGNED);
        assertThat(outbox.items()).extracting(Outbox.Item::issuedAtMs).containsExactly(3L, 20L, 1_700_000_000_000L);
    }

    @Test
    void refused_notice_keepsItWithReasonAndSentence() throws IOException {
        Outbox outbox = reopened();
        outbox.put(ID, 5, SIGNED);
        outbox.refused(
                outbox.find(ID).orElseThrow(),
                new Refusal(Reason.TIER_UNKNOWN, "tier 9\nis not there"),
                Optional.of(WORD));
        assertThat(reopened().items().get(0).signedRefusal().orElseThrow()).hasBinaryContent(WORD);
        assertThat(reopened().items().get(0).refusal())
                .contains(new Refusal(Reason.TIER_UNKNOWN, "tier 9\nis not there"));
    }

    @Test
    void refused_againWithoutSignature_leavesNoSignedWordOfTheOldRefusal() throws IOException {
        Outbox outbox = reopened();
        outbox.put(ID, 5, SIGNED);
        Outbox.Item item = outbox.find(ID).orElseThrow();
        outbox.refused(item, new Refusal(Reason.TIER_UNKNOWN, "no"), Optional.of(WORD));
        outbox.refused(item, new Refusal(Reason.TIER_ACTIVE, "no"), Optional.empty());
        assertThat(reopened().items()).singleElement().satisfies(again -> {
            assertThat(again.refusal()).contains(new Refusal(Reason.TIER_ACTIVE, "no"));
            assertThat(again.signedRefusal()).isEmpty();
        });
    }

    @Test
    void remove_notice_leavesNothingAndMayBeRepeated() throws IOException {
        Outbox outbox = reopened();
        outbox.put(ID, 5, SIGNED);
        outbox.refused(outbox.find(ID).orElseThrow(), new Refusal(Reason.TIER_UNKNOWN, "no"), Optional.of(WORD));
        outbox.remove(ID);
        outbox.remove(ID);
        assertThat(directory.resolve("outbox")).isEmptyDirectory();
    }
}
