package org.demarche.client.follow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.merkle.Head;

/** Words for what a hub was caught at, each with the bytes that show it. */
final class Lies {
    private Lies() {}

    static LieException entry(Misbehaviour kind, String sentence, byte[] entry, byte[] note) {
        Map<String, byte[]> exhibits = new LinkedHashMap<>();
        exhibits.put("entry", entry);
        exhibits.put("checkpoint", note);
        return new LieException(kind, sentence, exhibits);
    }

    static LieException split(VerifiedCheckpoint one, VerifiedCheckpoint other) {
        return heads(
                Misbehaviour.SPLIT_HISTORY,
                "the hub has signed two histories: heads of " + one.head().size() + " and "
                        + other.head().size() + " entries that can't both be true",
                Optional.of(one),
                other);
    }

    static LieException notOverEntries(Optional<VerifiedCheckpoint> earlier, VerifiedCheckpoint checkpoint) {
        String sentence =
                "the hub's head of " + checkpoint.head().size() + " entries is not over the entries that it sent";
        return heads(Misbehaviour.SPLIT_HISTORY, sentence, earlier, checkpoint);
    }

    static LieException rolledBack(long had, Optional<VerifiedCheckpoint> newer, VerifiedCheckpoint checkpoint) {
        String sentence = "the hub's log has " + checkpoint.head().size() + " entries, and had " + had + " before";
        return heads(Misbehaviour.ROLLED_BACK, sentence, newer, checkpoint);
    }

    static LieException inconsistent(Optional<VerifiedCheckpoint> earlier, VerifiedCheckpoint checkpoint) {
        String sentence = "the hub can't show that its log of "
                + checkpoint.head().size() + " entries begins with those that it has shown before";
        return heads(Misbehaviour.SPLIT_HISTORY, sentence, earlier, checkpoint);
    }

    static LieException refusedBehindAnother(Head named, Optional<VerifiedCheckpoint> newest, byte[] refusal) {
        Map<String, byte[]> exhibits = new LinkedHashMap<>();
        newest.ifPresent(c -> exhibits.put("checkpoint", c.note()));
        exhibits.put("refusal", refusal);
        return new LieException(
                Misbehaviour.SPLIT_HISTORY,
                "the hub has signed two histories: a refusal behind " + named.size()
                        + " entries that are not those of the desk's copy",
                exhibits);
    }

    private static LieException heads(
            Misbehaviour kind, String sentence, Optional<VerifiedCheckpoint> earlier, VerifiedCheckpoint checkpoint) {
        Map<String, byte[]> exhibits = new LinkedHashMap<>();
        earlier.ifPresent(c -> exhibits.put("earlier-checkpoint", c.note()));
        exhibits.put("checkpoint", checkpoint.note());
        return new LieException(kind, sentence, exhibits);
    }
}
