package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.PriorityBlockingQueue;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.ProofCheck;
import org.demarche.merkle.Proofs;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.Receipt;
import org.demarche.refusal.Reason;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HubLogTest {
    @TempDir
    private Path directory;

    private LogScene scene;

    @BeforeEach
    void open() throws Exception {
        scene = new LogScene(directory);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static Answer answer(Submission submission) {
        assertThat(submission.answer()).isDone();
        return submission.answer().join();
    }

    private static StoredEntry logged(Submission submission) {
        return ((Answer.Logged) answer(submission)).entry();
    }

    private static Reason refused(Submission submission) {
        return ((Answer.Refused) answer(submission)).refusal().reason();
    }

    @Test
    void commit_oneNoticeTwiceInABatchAndAgainLater_isOneEntry() {
        VerifiedNotice notice = scene.message("x");
        Submission first = Submission.of(notice);
        Submission second = Submission.of(notice);
        scene.commit(first, second);
        Submission third = Submission.of(notice);
        scene.commit(third);
        assertThat(logged(second)).isEqualTo(logged(first));
        assertThat(logged(third)).isEqualTo(logged(first));
        assertThat(scene.log().published().size()).isEqualTo(3);
    }

    @Test
    void commit_whoseEndIsUnknown_isAnsweredWhenTheSameNoticeComesNext() {
        VerifiedNotice notice = scene.message("x");
        scene.store().failAfter(new StoreException(Kind.FAILED, "the connection broke"));
        scene.commit(Submission.of(notice));

        scene.store().heal();
        Submission again = Submission.of(notice);
        scene.commit(again);
        assertThat(logged(again).index()).isEqualTo(2);
        assertThat(scene.log().published().size()).isEqualTo(3);
        assertThat(new Receipts(scene.log()).of(logged(again)).getEntry())
                .isEqualTo(logged(again).bytes());
    }

    @Test
    void commit_diskFull_promisesNothingAndGoesOnByItself() {
        Head before = scene.log().published().head();
        VerifiedNotice notice = scene.message("x");
        Submission failed = Submission.of(notice);
        scene.store().failBefore(new StoreException(Kind.FULL, "full"));
        scene.commit(failed);
        assertThat(refused(failed)).isEqualTo(Reason.DISK_FULL);
        assertThat(scene.log().published().head()).isEqualTo(before);
        assertThat(scene.log().entries().ofNotice(notice.id())).isEmpty();

        scene.store().heal();
        Submission again = Submission.of(notice);
        scene.commit(again);
        assertThat(logged(again).index()).isEqualTo(before.size());
    }

    @Test
    void commit_whoseEndIsUnknown_isTakenInFromTheStore() {
        VerifiedNotice notice = scene.message("x");
        Submission unknown = Submission.of(notice);
        scene.store().failAfter(new StoreException(Kind.FAILED, "the connection broke"));
        scene.commit(unknown);
        assertThat(logged(unknown).index()).as("it is in the log after all").isEqualTo(2);

        scene.store().heal();
        assertThat(scene.log().published().size()).isEqualTo(3);
        Submission again = Submission.of(notice);
        scene.commit(again);
        assertThat(logged(again).index()).isEqualTo(2);
        scene.grow(3);
        assertThat(scene.log().published().size()).isEqualTo(6);
    }

    @Test
    void commit_whoseEndCannotBeLookedUp_isNeitherLoggedNorRefusedUntilItCan() {
        VerifiedNotice notice = scene.message("x");
        scene.store().failAfterAndThenToo(new StoreException(Kind.FAILED, "the disk is gone"));
        Submission first = Submission.of(notice);
        scene.commit(first);
        assertThat(answer(first)).isInstanceOf(Answer.Unknown.class);
        assertThat(scene.log().entries().ofNotice(notice.id())).isPresent();
        assertThat(scene.log().ofNotice(notice.id())).as("not published yet").isEmpty();
        Submission second = Submission.of(notice);
        scene.commit(second);
        assertThat(answer(second)).isInstanceOf(Answer.Unknown.class);

        scene.store().heal();
        Submission third = Submission.of(notice);
        scene.commit(third);
        assertThat(logged(third).index()).isEqualTo(2);
        assertThat(scene.log().published().size()).isEqualTo(3);
        assertThat(scene.log().ofNotice(notice.id())).hasValue(logged(third));
    }

    @Test
    void whyNotWritable_afterAFailure_saysItUntilAProbeSucceeds() {
        assertThat(scene.appender().whyNotWritable()).isEmpty();
        scene.store().failBefore(new StoreException(Kind.FULL, "the disk is full"));
        scene.commit(Submission.of(scene.message("x")));
        assertThat(scene.appender().whyNotWritable()).hasValue("the disk is full");
        scene.appender().probe();
        assertThat(scene.appender().whyNotWritable()).hasValue("the disk is full");
        scene.store().heal();
        assertThat(scene.appender().whyNotWritable()).as("until it is asked").isPresent();
        scene.appender().probe();
        assertThat(scene.appender().whyNotWritable()).isEmpty();
    }

    @Test
    void tree_grownOverSeveralTilesAndReopened_isTheTreeOfTheEntries() throws Exception {
        scene.grow(700);
        check();
        scene.close();
        scene = new LogScene(directory);
        check();
        scene.grow(100);
        check();
    }

    private void check() {
        HubLog log = scene.log();
        MemoryTree tree = new MemoryTree();
        log.store().entries(0, 10_000).forEach(e -> tree.append(e.leaf()));
        Head head = log.published().head();
        assertThat(head).isEqualTo(tree.head(tree.size()));
        for (long size : List.of(1L, 2L, 255L, 256L, 257L, 511L, 512L, head.size())) {
            assertThat(log.tree().headAt(size)).isEqualTo(tree.head(size));
            List<Sha256> consistency = Proofs.consistency(size, head.size(), log.tree());
            assertThat(ProofCheck.consistency(tree.head(size), head, consistency))
                    .isTrue();
        }
        Receipts receipts = new Receipts(log);
        for (long index : List.of(0L, 1L, 255L, 256L, 300L, 511L, 512L, head.size() - 1)) {
            StoredEntry entry = log.store().entry(index).orElseThrow();
            Receipt receipt = receipts.of(entry);
            List<Sha256> inclusion =
                    receipt.getInclusionList().stream().map(Sha256::copyOf).toList();
            assertThat(ProofCheck.inclusion(index, entry.leaf(), inclusion, head))
                    .isTrue();
        }
    }

    @Test
    void queue_flash_overtakesEverythingThatWaits() {
        PriorityBlockingQueue<Submission> queue = new PriorityBlockingQueue<>();
        List<Precedence> arrivals = List.of(
                Precedence.PRECEDENCE_ROUTINE,
                Precedence.PRECEDENCE_FLASH,
                Precedence.PRECEDENCE_IMMEDIATE,
                Precedence.PRECEDENCE_ROUTINE,
                Precedence.PRECEDENCE_PRIORITY,
                Precedence.PRECEDENCE_FLASH);
        List<Submission> submitted = new ArrayList<>();
        for (Precedence precedence : arrivals) {
            submitted.add(Submission.of(scene.message("x", precedence)));
        }
        queue.addAll(submitted);
        List<Integer> order = new ArrayList<>();
        while (!queue.isEmpty()) {
            order.add(submitted.indexOf(queue.remove()));
        }
        assertThat(order).containsExactly(1, 5, 2, 4, 0, 3);
    }

    @Test
    void open_aByteChangedSinceItWasStored_isRefused() throws Exception {
        scene.grow(3);
        scene.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + scene.file());
                Statement statement = connection.createStatement()) {
            // The last byte of a signature, which a hub that starts doesn't check again.
            statement.executeUpdate(
                    "UPDATE entries SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'01' AS BLOB) WHERE idx = 3");
        }
        assertThatThrownBy(() -> new LogScene(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("entry 3")
                .hasMessageContaining("hub fsck");
    }

    @Test
    void open_emptyStore_saysWhatToDo() {
        try (SqliteStore empty = SqliteStore.open(directory.resolve("empty.sqlite"))) {
            assertThatThrownBy(() -> new HubLog(
                            empty,
                            new SignedHeads(empty, List.of(TestKeys.log()), () -> 1),
                            SignatureVerifier.bouncyCastle(),
                            0))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("run demarche hub init");
        }
    }
}
