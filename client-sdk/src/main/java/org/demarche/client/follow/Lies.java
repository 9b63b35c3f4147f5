package org.demarche.client.follow;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Entry;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.misbehaviour.Word;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.WitnessedHead;

/** Words for what a hub was caught at, each with the bytes that show it. */
final class Lies {
    private Lies() {}

    static LieException entry(EntryCheck.Result wrong, List<byte[]> more, byte[] note) {
        Map<String, byte[]> exhibits = new LinkedHashMap<>();
        exhibits.put("entry", wrong.entry());
        exhibits.put("checkpoint", note);
        return new LieException(
                wrong.kind(),
                wrong.sentence(),
                exhibits,
                Optional.of(new Claim.WrongEntry(more, ByteString.copyFrom(note), wrong.index())));
    }

    /** Of {@code more} entries behind the copy {@code other} is the head, and that contradicts {@code one}. */
    static LieException split(VerifiedCheckpoint one, VerifiedCheckpoint other, List<byte[]> more) {
        return heads(
                Misbehaviour.SPLIT_HISTORY,
                "the hub has signed two histories: heads of " + one.head().size() + " and "
                        + other.head().size() + " entries that can't both be true",
                Optional.of(one),
                other,
                Optional.of(new Claim.OtherHead(more, note(other), new Word.Checkpoint(note(one)))));
    }

    static LieException notOverEntries(Optional<VerifiedCheckpoint> earlier, VerifiedCheckpoint checkpoint) {
        String sentence =
                "the hub's head of " + checkpoint.head().size() + " entries is not over the entries that it sent";
        return heads(Misbehaviour.SPLIT_HISTORY, sentence, earlier, checkpoint, beyond(earlier, checkpoint));
    }

    static LieException rolledBack(long had, Optional<VerifiedCheckpoint> newer, VerifiedCheckpoint checkpoint) {
        String sentence = "the hub's log has " + checkpoint.head().size() + " entries, and had " + had + " before";
        return heads(Misbehaviour.ROLLED_BACK, sentence, newer, checkpoint, beyond(newer, checkpoint));
    }

    static LieException inconsistent(Optional<VerifiedCheckpoint> earlier, VerifiedCheckpoint checkpoint) {
        String sentence = "the hub can't show that its log of "
                + checkpoint.head().size() + " entries begins with those that it has shown before";
        return heads(Misbehaviour.SPLIT_HISTORY, sentence, earlier, checkpoint, beyond(earlier, checkpoint));
    }

    static LieException refusedBehindAnother(Head named, Optional<VerifiedCheckpoint> newest, SignedRefusal refusal) {
        return behindAnother("a refusal", named, newest, "refusal", refusal.toByteArray(), new Word.Refusal(refusal));
    }

    static LieException shownBehindAnother(Head named, Optional<VerifiedCheckpoint> newest, SignedState state) {
        return behindAnother("a state", named, newest, "state", state.toByteArray(), new Word.State(state));
    }

    private static LieException behindAnother(
            String what, Head named, Optional<VerifiedCheckpoint> newest, String exhibit, byte[] bytes, Word word) {
        Map<String, byte[]> exhibits = new LinkedHashMap<>();
        newest.ifPresent(c -> exhibits.put("checkpoint", c.note()));
        exhibits.put(exhibit, bytes);
        return new LieException(
                Misbehaviour.SPLIT_HISTORY,
                "the hub has signed two histories: " + what + " behind " + named.size()
                        + " entries that are not those of the desk's copy",
                exhibits,
                newest.map(c -> new Claim.OtherHead(List.of(), note(c), word)));
    }

    static LieException aheadOfWitnesses(Entry entry, WitnessedHead head, List<LogPublicKey> witnesses) {
        Map<String, byte[]> exhibits = new LinkedHashMap<>();
        exhibits.put("entry", entry.bytes());
        exhibits.put("checkpoint", head.getCheckpoint().toByteArray());
        return new LieException(
                Misbehaviour.WRONG_TIME,
                "entry " + entry.index() + " is dated later than more witnesses than may lie have seen it",
                exhibits,
                Optional.of(new Claim.AheadOfWitnesses(head.getCheckpoint(), witnesses, entry.index())));
    }

    static LieException unjustified(String reason, UnverifiedNotice notice, SignedRefusal refusal) {
        Map<String, byte[]> exhibits = new LinkedHashMap<>();
        exhibits.put("notice", notice.bytes().toByteArray());
        exhibits.put("refusal", refusal.toByteArray());
        return new LieException(
                Misbehaviour.UNJUSTIFIED_REFUSAL,
                "the hub has refused notice " + notice.id().brief() + "… for " + reason
                        + ", which the rules don't give behind the entries that it names",
                exhibits,
                Optional.of(new Claim.WrongRefusal(notice.bytes(), refusal)));
    }

    static LieException falseState(String incident, SignedState state) {
        Map<String, byte[]> exhibits = new LinkedHashMap<>();
        exhibits.put("state", state.toByteArray());
        return new LieException(
                Misbehaviour.FALSE_STATE,
                "the hub shows incident " + incident + "… otherwise than the rules give",
                exhibits,
                Optional.of(new Claim.WrongState(state)));
    }

    /** The copy's own head, and one that the copy does not lead to. */
    private static Optional<Claim> beyond(Optional<VerifiedCheckpoint> own, VerifiedCheckpoint other) {
        return own.map(c -> new Claim.OtherHead(List.of(), note(c), new Word.Checkpoint(note(other))));
    }

    private static ByteString note(VerifiedCheckpoint checkpoint) {
        return ByteString.copyFrom(checkpoint.note());
    }

    private static LieException heads(
            Misbehaviour kind,
            String sentence,
            Optional<VerifiedCheckpoint> earlier,
            VerifiedCheckpoint checkpoint,
            Optional<Claim> claim) {
        Map<String, byte[]> exhibits = new LinkedHashMap<>();
        earlier.ifPresent(c -> exhibits.put("earlier-checkpoint", c.note()));
        exhibits.put("checkpoint", checkpoint.note());
        return new LieException(kind, sentence, exhibits, claim);
    }
}
