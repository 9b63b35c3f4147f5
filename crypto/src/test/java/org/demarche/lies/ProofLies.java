package org.demarche.lies;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.demarche.key.LogPublicKey;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.AnchorProof;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogKeys;

/** Proofs, anchors, checkpoints and log keys that do not belong together, put together by an outsider. */
final class ProofLies {
    private static final String NOT_INCLUDED = "the proof leads to another root";
    private static final String NEEDED = "the anchors are those of the notices, no more and no less";
    private static final String BOTH = "both of the log's signatures must be true";

    private ProofLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.plain(), "notice");
        anchors(lies);
        inclusion(lies);
        checkpoints(lies);
        keys(lies);
    }

    private static void inclusion(Lies lies) {
        outsider(
                lies,
                "proof-hash-changed",
                4,
                "one bit of an inclusion proof is another",
                NOT_INCLUDED,
                b -> b.getEntriesBuilder(0)
                        .setInclusion(0, flipped(b.getEntries(0).getInclusion(0))));
        outsider(
                lies,
                "proof-too-long",
                4,
                "an inclusion proof has one hash more",
                "a proof has exactly as many hashes as index and size ask for",
                b -> b.getEntriesBuilder(0).addInclusion(b.getEntries(0).getInclusion(0)));
        outsider(
                lies,
                "proof-too-short",
                4,
                "an inclusion proof has one hash less",
                "a proof has exactly as many hashes as index and size ask for",
                b -> {
                    List<ByteString> proof = b.getEntries(0).getInclusionList();
                    b.getEntriesBuilder(0).clearInclusion().addAllInclusion(proof.subList(0, proof.size() - 1));
                });
        outsider(
                lies,
                "proof-of-governance-changed",
                4,
                "one bit of the genesis's inclusion proof is another",
                NOT_INCLUDED,
                b -> b.getGovernanceBuilder(0)
                        .setInclusion(0, flipped(b.getGovernance(0).getInclusion(0))));
        lies.tell(
                "proofs-for-two-checkpoints",
                Liar.OUTSIDER,
                14,
                4,
                "some proofs lead to the head, others to an older one",
                "all is proven under one head",
                () -> {
                    LieLog log = HonestTales.assented();
                    return log.ofNotice(1).setGovernance(0, log.proven(0, 3));
                });
    }

    private static void anchors(Lies lies) {
        anchored(lies, "anchor-left-out", "an anchor's consistency proof is left out", NEEDED, b -> b.removeAnchors(1));
        anchored(
                lies,
                "anchors-left-out",
                "all consistency proofs are left out",
                NEEDED,
                EvidenceBundle.Builder::clearAnchors);
        anchored(
                lies,
                "anchor-twice",
                "an anchor's consistency proof stands twice",
                NEEDED,
                b -> b.addAnchors(1, b.getAnchors(1)));
        anchored(lies, "anchors-reordered", "two anchors have changed places", "anchors stand in one order", b -> {
            AnchorProof one = b.getAnchors(1);
            b.setAnchors(1, b.getAnchors(0)).setAnchors(0, one);
        });
        lies.tell(
                "anchor-superfluous",
                Liar.OUTSIDER,
                14,
                4,
                "a true head is added over which nobody had anchored",
                NEEDED,
                () -> {
                    LieLog log = HonestTales.assented();
                    int size = log.size();
                    return log.ofNotice(2).addAnchors(log.anchorProof(CutLies.head(log, size), size));
                });
        anchored(
                lies,
                "anchor-of-another-root",
                "an anchor's root is another",
                "the log does not begin with it",
                b -> b.getAnchorsBuilder(1).setRoot(flipped(b.getAnchors(1).getRoot())));
        anchored(
                lies,
                "anchor-proof-changed",
                "one bit of a consistency proof is another",
                "the log does not begin with it",
                b -> b.getAnchorsBuilder(1)
                        .setConsistency(0, flipped(b.getAnchors(1).getConsistency(0))));
        lies.tell(
                "anchor-proof-from-another-size",
                Liar.OUTSIDER,
                14,
                4,
                "a consistency proof begins at another size than its anchor",
                "the log does not begin with it",
                () -> {
                    LieLog log = HonestTales.assented();
                    EvidenceBundle.Builder bundle = log.ofNotice(2);
                    bundle.getAnchorsBuilder(1)
                            .clearConsistency()
                            .addAllConsistency(
                                    log.consistency(bundle.getAnchors(1).getSize() + 1, log.size()));
                    return bundle;
                });
    }

    private static void checkpoints(Lies lies) {
        checkpoint(
                lies,
                "checkpoint-smaller",
                4,
                "the checkpoint is an older, true one",
                "the proofs lead to another head",
                t -> t.checkpoint(t.size() - 2));
        checkpoint(
                lies,
                "checkpoint-before-the-entry",
                4,
                "the checkpoint is a true one that does not cover the last entry",
                "the index lies beyond it",
                t -> t.checkpoint(1));
        checkpoint(
                lies,
                "checkpoint-larger",
                4,
                "the checkpoint is a newer, true one",
                "the proofs lead to another head",
                t -> {
                    t.say("UA/watch", Says.message("Good night"));
                    return t.checkpoint(t.size());
                });
        checkpoint(
                lies,
                "checkpoint-of-another-origin",
                5,
                "the log's keys have signed the same head for another origin",
                "the charter names the origin",
                t -> t.checkpoint(t.size(), "lies.example/other", LieKeys.log("log")));
        checkpoint(
                lies,
                "checkpoint-by-another-log",
                5,
                "another log's keys have signed the same head",
                BOTH,
                t -> t.checkpoint(t.size(), LieLog.ORIGIN, LieKeys.log("other")));
        checkpoint(lies, "checkpoint-without-ml-dsa", 5, "the ML-DSA-44 signature is left out", BOTH, t -> lines(t, 0));
        checkpoint(lies, "checkpoint-without-ed25519", 5, "the Ed25519 signature is left out", BOTH, t -> lines(t, 1));
        checkpoint(
                lies,
                "checkpoint-with-the-ed25519-of-another",
                5,
                "the Ed25519 signature is that of an older head",
                BOTH,
                t -> mixed(t, 0));
        checkpoint(
                lies,
                "checkpoint-with-the-ml-dsa-of-another",
                5,
                "the ML-DSA-44 signature is that of an older head",
                BOTH,
                t -> mixed(t, 1));
        checkpoint(
                lies,
                "checkpoint-with-a-strangers-line",
                5,
                "a signature line by somebody is added",
                "a checkpoint bears the lines of known keys only",
                t -> {
                    String note = text(t.checkpoint(t.size()));
                    return (note + line(note, 0).replace(LieLog.ORIGIN, "somebody"))
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
                });
    }

    private static void keys(Lies lies) {
        LogPublicKey other = LieKeys.log("other").publicKey();
        outsider(
                lies,
                "log-keys-left-out",
                12,
                5,
                "the log's keys are left out",
                "nothing can be verified without them",
                EvidenceBundle.Builder::clearLogKeys);
        outsider(
                lies,
                "log-keys-twice",
                12,
                5,
                "the log's keys stand twice",
                "a bundle brings nothing that it does not need",
                b -> b.addLogKeys(b.getLogKeys(0)));
        outsider(
                lies,
                "log-keys-superfluous",
                12,
                5,
                "another log's keys are added",
                "the charter does not name them",
                b -> b.addLogKeys(LieLog.keys(other)));
        outsider(
                lies,
                "log-keys-of-two-logs",
                12,
                5,
                "the ML-DSA-44 key is another log's",
                "the charter names both halves",
                b -> b.setLogKeys(
                        0,
                        LogKeys.newBuilder()
                                .setEd25519(b.getLogKeys(0).getEd25519())
                                .setMlDsa44(ByteString.copyFrom(other.mlDsa44()))));
        outsider(
                lies,
                "witness-keys-without-witnesses",
                12,
                5,
                "the keys of a witness are added",
                "the charter names no witness",
                b -> b.addWitnessKeys(LieLog.keys(LieKeys.log("GB-w").publicKey())));
        lies.tell(
                "log-of-the-outsiders-own",
                Liar.OUTSIDER,
                12,
                5,
                "the whole log is signed by keys that the outsider made, and brings",
                "the charter names the log's keys",
                () -> HonestTales.assented().signedBy("other").ofNotice(1));
        lies.tell(
                "clock-start-without-witnesses",
                Liar.OUTSIDER,
                12,
                6,
                "a second, true head is added",
                "a charter without witnesses has no use for one",
                () -> {
                    LieLog log = HonestTales.assented();
                    return log.ofNotice(1).addClockStarts(log.clockStart(2, 0));
                });
    }

    // How they are told

    private static void outsider(
            Lies lies, String name, int step, String what, String why, Consumer<EvidenceBundle.Builder> change) {
        outsider(lies, name, 14, step, what, why, change);
    }

    private static void outsider(
            Lies lies,
            String name,
            int exit,
            int step,
            String what,
            String why,
            Consumer<EvidenceBundle.Builder> change) {
        lies.tell(name, Liar.OUTSIDER, exit, step, what, why, () -> {
            EvidenceBundle.Builder bundle = HonestTales.assented().ofNotice(1);
            change.accept(bundle);
            return bundle;
        });
    }

    private static void anchored(
            Lies lies, String name, String what, String why, Consumer<EvidenceBundle.Builder> change) {
        lies.tell(name, Liar.OUTSIDER, 14, 4, what, why, () -> {
            EvidenceBundle.Builder bundle = HonestTales.assented().ofNotice(2);
            change.accept(bundle);
            return bundle;
        });
    }

    private static void checkpoint(
            Lies lies,
            String name,
            int step,
            String what,
            String why,
            java.util.function.Function<LieLog, byte[]> note) {
        lies.tell(name, Liar.OUTSIDER, step == 4 ? 14 : 12, step, what, why, () -> {
            LieLog log = HonestTales.assented();
            return log.ofNotice(1).setCheckpoint(ByteString.copyFrom(note.apply(log)));
        });
    }

    static ByteString flipped(ByteString hash) {
        byte[] bytes = hash.toByteArray();
        bytes[0] ^= 1;
        return ByteString.copyFrom(bytes);
    }

    static String text(byte[] note) {
        return new String(note, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** A signature line of a note, with its newline. */
    static String line(String note, int number) {
        return note.substring(note.lastIndexOf("\n\n") + 2)
                        .lines()
                        .skip(number)
                        .findFirst()
                        .orElseThrow() + "\n";
    }

    /** The head with some of its lines. */
    private static byte[] lines(LieLog log, int... kept) {
        String note = text(log.checkpoint(log.size()));
        StringBuilder some = new StringBuilder(note.substring(0, note.lastIndexOf("\n\n") + 2));
        Arrays.stream(kept).forEach(k -> some.append(line(note, k)));
        return some.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The head with one line of an older one. */
    private static byte[] mixed(LieLog log, int number) {
        String note = text(log.checkpoint(log.size()));
        String older = text(log.checkpoint(log.size() - 1));
        return note.replace(line(note, number), line(older, number)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
