package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A notice that comes again gets the same entry for ever: from memory while it is there, then from the store, and from another process. */
final class RepeatedNoticeTest {
    /** Room for about three entries. */
    private static final long BYTES_IN_MEMORY = 12_000;

    @TempDir
    private Path directory;

    private LogScene open() throws Exception {
        return new LogScene(directory, BYTES_IN_MEMORY, TestKeys.log());
    }

    /** What a desk gets, under one and the same head. */
    private static ByteString receipt(LogScene scene, VerifiedNotice notice) {
        Submission submission = Submission.of(notice);
        scene.commit(submission);
        Answer.Logged answer = (Answer.Logged) submission.answer().join();
        return new Receipts(scene.log()).of(answer.entry()).toByteString();
    }

    @Test
    void commit_aNoticeAgain_isAnsweredFromMemoryThenFromTheStoreThenByTheNextProcess() throws Exception {
        VerifiedNotice notice;
        ByteString receipt;
        try (LogScene scene = open()) {
            notice = scene.message("x");
            ByteString first = receipt(scene, notice);
            scene.store().takeFinds();
            assertThat(receipt(scene, notice)).isEqualTo(first);
            assertThat(scene.store().takeFinds()).as("it is at hand").isZero();

            // Others, each asked for more often: they take its place.
            for (int i = 0; i < 8; i++) {
                VerifiedNotice other = scene.message("other " + i);
                for (int asked = 0; asked < 6; asked++) {
                    receipt(scene, other);
                }
            }
            scene.store().takeFinds();
            receipt = receipt(scene, notice);
            assertThat(scene.store().takeFinds()).as("it is no longer at hand").isEqualTo(1);
            assertThat(receipt(scene, notice)).isEqualTo(receipt);
            assertThat(entry(receipt)).isEqualTo(entry(first));
        }
        try (LogScene scene = open()) {
            scene.store().takeFinds();
            assertThat(receipt(scene, notice)).isEqualTo(receipt);
            assertThat(scene.store().takeFinds()).isEqualTo(1);
        }
    }

    private static ByteString entry(ByteString receipt) throws Exception {
        return org.demarche.proto.v1.Receipt.parseFrom(receipt).getEntry();
    }
}
