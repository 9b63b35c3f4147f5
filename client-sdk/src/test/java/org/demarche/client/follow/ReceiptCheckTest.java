package org.demarche.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.LogKeys;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.Proofs;
import org.demarche.proto.v1.Receipt;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between which times a receipt may be dated: the notice's, and this machine's, each with the skew that the charter allows. */
class ReceiptCheckTest {
    @TempDir
    Path directory;

    private final Scene scene = Scene.inForce();
    private final CheckpointSigner signer = new CheckpointSigner("hub.exercise.example/ceasefire", TestKeys.log());
    private long nowMs = Scene.START;
    private int copies;

    private Trust trust() {
        InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
        return new Trust(
                SampleCharter.actual(TestKeys::fingerprint).charter(),
                LogKeys.of(signer.keys()),
                SignatureVerifier.bouncyCastle(),
                clock);
    }

    private List<byte[]> entries() {
        return new ArrayList<>(scene.entries().stream().map(Entry::bytes).toList());
    }

    private Replica copyOf(List<byte[]> entries) throws Exception {
        copies++;
        Replica replica = Replica.open(directory.resolve("copy-" + copies), trust());
        replica.accept(0, entries, signer.sign(treeOf(entries).head(), Instant.ofEpochMilli(nowMs)));
        return replica;
    }

    private static MemoryTree treeOf(List<byte[]> entries) {
        MemoryTree tree = new MemoryTree();
        entries.forEach(e -> tree.append(Merkle.leaf(e)));
        return tree;
    }

    /** For the entry with this index of a log of these. */
    private Receipt receipt(List<byte[]> entries, int index) {
        MemoryTree tree = treeOf(entries);
        Receipt.Builder receipt = Receipt.newBuilder()
                .setEntry(ByteString.copyFrom(entries.get(index)))
                .setCheckpoint(ByteString.copyFrom(signer.sign(tree.head(), Instant.ofEpochMilli(nowMs))));
        Proofs.inclusion(index, tree.size(), tree).forEach(h -> receipt.addInclusion(h.byteString()));
        return receipt.build();
    }

    private static UnverifiedNotice noticeIn(byte[] entry) throws RefusedException {
        return UnverifiedEntry.parse(entry).notice().orElseThrow();
    }

    private static byte[] dated(byte[] entry, long acceptedAtMs) throws RefusedException {
        return UnverifiedEntry.parse(entry).message().toBuilder()
                .setAcceptedAtMs(acceptedAtMs)
                .build()
                .toByteArray();
    }

    private void assertWrongTime(ReceiptCheck check, Receipt receipt, UnverifiedNotice sent, String sentence) {
        LieException lie = catchThrowableOfType(LieException.class, () -> check.check(receipt, sent));
        assertThat(lie).isNotNull().hasMessageContaining(sentence);
        assertThat(lie.kind()).isEqualTo(Misbehaviour.WRONG_TIME);
    }

    @Test
    void check_datedBeforeTheNotice_holdsWithinTheSkewOnly() throws Exception {
        List<byte[]> before = entries();
        scene.report("NO/watch");
        byte[] last = entries().get(before.size());
        UnverifiedNotice sent = noticeIn(last);
        long issued = sent.notice().getIssuedAtMs();
        long skew = scene.charter().skewMs();
        nowMs = issued;
        try (Replica replica = copyOf(before)) {
            List<byte[]> soon = new ArrayList<>(before);
            soon.add(dated(last, issued - skew));
            assertThat(new ReceiptCheck(replica, trust()).check(receipt(soon, before.size()), sent))
                    .isPresent();
        }
        try (Replica replica = copyOf(before)) {
            ReceiptCheck check = new ReceiptCheck(replica, trust());
            List<byte[]> early = new ArrayList<>(before);
            early.add(dated(last, issued - skew - 1));
            assertWrongTime(
                    check,
                    receipt(early, before.size()),
                    sent,
                    "dated " + (skew + 1) + " ms before the notice was signed");
        }
    }

    @Test
    void check_datedAheadOfThisClock_holdsWithinTheSkewOnly() throws Exception {
        List<byte[]> before = entries();
        scene.report("NO/watch");
        List<byte[]> all = entries();
        UnverifiedNotice sent = noticeIn(all.get(before.size()));
        long accepted = scene.entries().get(before.size()).acceptedAtMs();
        long skew = scene.charter().skewMs();
        nowMs = accepted;
        try (Replica replica = copyOf(before)) {
            ReceiptCheck check = new ReceiptCheck(replica, trust());
            nowMs = accepted - skew;
            assertThat(check.check(receipt(all, before.size()), sent)).isPresent();
            nowMs = accepted - skew - 1;
            assertWrongTime(
                    check,
                    receipt(all, before.size()),
                    sent,
                    "dated " + (skew + 1) + " ms ahead of this machine's clock");
        }
    }

    @Test
    void check_successorAllowsLess_entryUnderTheOldCharterIsHeldAgainstThat() throws Exception {
        int reported = entries().size();
        scene.report("NO/watch");
        long skew = scene.charter().skewMs();
        String text = SampleCharter.actual(TestKeys::fingerprint)
                .following(scene.charter().hash())
                .text()
                .replaceFirst("skew( *)= \"[^\"]+\"", "skew$1= \"1s\"");
        Scene.entry(scene.post("UA", text));
        for (String party : SampleCharter.PARTIES.keySet()) {
            Scene.entry(scene.assent(party, SampleCharter.parse(text)));
        }
        assertThat(scene.charter().skewMs()).isLessThan(skew);
        List<byte[]> all = entries();
        long accepted = scene.entries().get(reported).acceptedAtMs();
        UnverifiedNotice sent = noticeIn(all.get(reported));
        nowMs = scene.entries().get(all.size() - 1).acceptedAtMs();
        try (Replica replica = copyOf(all)) {
            ReceiptCheck check = new ReceiptCheck(replica, trust());
            nowMs = accepted - skew;
            assertThat(check.check(receipt(all, reported), sent)).isPresent();
            nowMs = accepted - skew - 1;
            assertWrongTime(check, receipt(all, reported), sent, "ahead of this machine's clock");
        }
    }
}
