package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;
import static org.demarche.lies.LogParts.changed;
import static org.demarche.lies.LogParts.hashes;
import static org.demarche.lies.LogParts.note;
import static org.demarche.lies.LogParts.redated;
import static org.demarche.lies.LogParts.refusal;
import static org.demarche.lies.LogParts.split;
import static org.demarche.lies.LogParts.word;
import static org.demarche.lies.LogParts.writer;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.Proofs;
import org.demarche.misbehaviour.Word;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.MisbehaviourFile;
import org.demarche.proto.v1.OtherNode;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SignedState;
import org.demarche.refusal.RefusedException;

/** Two heads that cannot both be true. */
final class CaughtHistories {
    private CaughtHistories() {}

    static void tell(CaughtLies lies) {
        lies.plain("two-heads-of-one-size", 20, 6, "two heads over six entries", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 5);
            return split(tale, word(other, 6));
        });
        lies.plain("head-that-the-later-does-not-extend", 20, 6, "an earlier head of another history", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 3);
            return split(tale, word(other, 5));
        });
        lies.plain("later-head-of-another-history", 20, 6, "a later head of another history", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 3);
            return writer(tale.log()).splitHistory(note(tale.log(), 5), word(other, 6), other.tree());
        });
        lies.plain("entry-changed", 20, 6, "entry 4 is another under a later head", () -> {
            Tale tale = Tale.plain();
            return leaf(tale.log(), 5, redated(tale.log(), 4), 6, 4);
        });
        lies.plain("entries-reordered", 20, 6, "entries 3 and 4 have changed places under a later head", () -> {
            Tale tale = Tale.plain();
            List<LogEntry> swapped = List.of(tale.log().entry(4), tale.log().entry(3));
            LieLog other =
                    tale.log().rewritten((i, e) -> Optional.of(i == 3 || i == 4 ? swapped.get(i - 3).toBuilder() : e));
            return leaf(tale.log(), 5, other, 6, 3);
        });
        lies.plain(
                "receipt-not-honoured", 20, 6, "a receipt's entry is missing from the log that was shown later", () -> {
                    Tale tale = Tale.plain();
                    LieLog other = tale.log().without(5);
                    other.at(30 * MINUTE).say("UA/watch", Says.message(tale.incident()));
                    other.say("UA/watch", Says.message(tale.incident()));
                    return leaf(other, 7, tale.log(), 6, 5);
                });
        lies.plain("refusal-behind-another-history", 20, 6, "a refusal names a head of another history", () -> {
            Tale tale = Tale.plain();
            Head other = redated(tale.log(), 3).tree().head(5);
            SignedRefusal refusal =
                    refusal(tale.log(), r -> r.setSize(5).setRoot(other.root().byteString()), word(tale));
            return split(tale, new Word.Refusal(refusal));
        });
        lies.plain("state-behind-another-history", 20, 6, "a state names a head of another history", () -> {
            Tale tale = Tale.plain();
            Head other = redated(tale.log(), 3).tree().head(6);
            SignedState state =
                    CaughtStates.state(tale, s -> s.setRoot(other.root().byteString()));
            return split(tale, new Word.State(state));
        });
        lies.plain("one-history", 14, 6, "an earlier head of the same history", () -> {
            Tale tale = Tale.plain();
            return split(tale, word(tale.log(), 5));
        });
        lies.plain("one-history-with-a-proof-that-fails", 14, 6, "of the same history, with a spoilt proof", () -> {
            Tale tale = Tale.plain();
            byte[] honest = split(tale, word(tale.log(), 5));
            return changed(
                    honest,
                    f -> f.getSplitHistoryBuilder()
                            .getBeginningBuilder()
                            .setRoot(Sha256.of(new byte[1]).byteString()));
        });
        lies.plain("one-history-by-a-leaf", 14, 6, "one leaf under two heads of one history", () -> {
            Tale tale = Tale.plain();
            return leaf(tale.log(), 5, tale.log(), 6, 4);
        });
        lies.plain("one-history-by-a-path-that-fails", 14, 6, "of the same history, with a spoilt audit path", () -> {
            Tale tale = Tale.plain();
            return changed(
                    leaf(tale.log(), 5, redated(tale.log(), 4), 6, 4),
                    f -> f.getSplitHistoryBuilder()
                            .getNodeBuilder()
                            .setOtherHash(Sha256.of(new byte[1]).byteString()));
        });
        lies.plain(
                "two-entries-at-once",
                20,
                6,
                "a node over entries 4 and 5 is another under a head of the same size",
                () -> {
                    Tale tale = Tale.plain();
                    LieLog other = redated(tale.log(), 4);
                    return changed(
                            leaf(tale.log(), 6, other, 6, 4),
                            f -> f.getSplitHistoryBuilder().setNode(node(tale.log(), other)));
                });
        lies.plain("head-of-another-log", 12, 5, "the other head is of another log of the same hub", () -> {
            Tale tale = Tale.plain();
            ByteString other =
                    ByteString.copyFrom(redated(tale.log(), 5).checkpoint(6, "lies.example/other", LieKeys.log("log")));
            return writer(tale.log())
                    .splitHistory(
                            note(tale.log(), 6),
                            new Word.Checkpoint(other),
                            tale.log().tree());
        });
        lies.plain("log-keys-left-out", 12, 5, "two heads over six entries, without the keys that signed them", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 5);
            return changed(
                    writer(tale.log())
                            .splitHistory(
                                    note(tale.log(), 6),
                                    word(other, 6),
                                    tale.log().tree()),
                    MisbehaviourFile.Builder::clearLogKeys);
        });
        lies.plain("other-head-by-an-outsider", 12, 5, "the other head is signed with an outsider's keys", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 5).signedBy("log2");
            return split(tale, word(other, 6));
        });
    }

    private static byte[] leaf(LieLog own, int size, LieLog other, int otherSize, int index) throws RefusedException {
        return writer(own)
                .splitHistory(
                        note(own, size),
                        word(other, otherSize),
                        index,
                        other.tree().node(0, index),
                        Proofs.inclusion(index, otherSize, other.tree()));
    }

    /** The node over entries 4 and 5, under heads of six entries. */
    private static OtherNode node(LieLog own, LieLog other) {
        return OtherNode.newBuilder()
                .setLevel(1)
                .setIndex(2)
                .setHash(own.tree().node(1, 2).byteString())
                .addAllInclusion(hashes(Proofs.node(1, 2, 6, own.tree())))
                .setOtherHash(other.tree().node(1, 2).byteString())
                .addAllOtherInclusion(hashes(Proofs.node(1, 2, 6, other.tree())))
                .build();
    }
}
