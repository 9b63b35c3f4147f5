package org.demarche.client;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.RefusalCheck;
import org.demarche.client.follow.Replica;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.merkle.ProofCheck;
import org.demarche.proto.v1.Receipt;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.RefusedException;

/** Holds what others were shown, whoever brings it, against a desk's own copy: heads and refusals. What the log has signed and the copy denies is two histories, and ends the trust. */
final class Comparing {
    private final Profile profile;
    private final Replica replica;
    private final RefusalCheck refusals;
    private final Confidence confidence;

    Comparing(Profile profile, Replica replica, RefusalCheck refusals, Confidence confidence) {
        this.profile = profile;
        this.replica = replica;
        this.refusals = refusals;
        this.confidence = confidence;
    }

    /** Opens a refusal; empty unless the log has signed it. */
    Optional<HubRefusal> openRefusal(byte[] bytes) throws DeskException {
        SignedRefusal signed;
        try {
            signed = SignedRefusal.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
        Optional<HubRefusal> word = refusals.open(signed).map(opened -> HubRefusal.of(opened, signed));
        try {
            if (word.isPresent()) {
                refusals.requireBehind(word.get().head(), signed);
            }
            return word;
        } catch (LieException e) {
            throw confidence.lied(e);
        }
    }

    /** Compares a checkpoint's note, or the one in a receipt. One beyond the copy is remembered: the entries must lead to it. */
    Comparison compare(byte[] file) throws DeskException {
        try {
            return compared(file);
        } catch (LieException e) {
            throw confidence.lied(e);
        } catch (IOException e) {
            throw DeskFiles.unreadable(profile.state(), "state", e);
        }
    }

    private Comparison compared(byte[] file) throws LieException, IOException {
        Optional<Receipt> receipt = isCheckpoint(file) ? Optional.empty() : receipt(file);
        byte[] note = receipt.map(r -> r.getCheckpoint().toByteArray()).orElse(file);
        if (!isCheckpoint(note)) {
            return new Comparison.Nothing("neither a checkpoint nor a receipt");
        }
        Optional<VerifiedCheckpoint> opened = replica.open(note);
        if (opened.isEmpty()) {
            return new Comparison.Nothing("not signed by both keys of this log");
        }
        if (receipt.isPresent() && !holds(receipt.get(), opened.get())) {
            return new Comparison.Nothing("the receipt's proof does not lead from its entry to its head");
        }
        boolean beyond = opened.get().head().size() > replica.size();
        replica.hear(note);
        return beyond
                ? new Comparison.Beyond(opened.get().head())
                : new Comparison.Agrees(opened.get().head());
    }

    private static boolean isCheckpoint(byte[] bytes) {
        try {
            return !Checkpoint.parse(Note.parse(bytes).text()).origin().isEmpty();
        } catch (NoteException e) {
            return false;
        }
    }

    private static Optional<Receipt> receipt(byte[] bytes) {
        try {
            return Optional.of(Receipt.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(Receipt receipt, VerifiedCheckpoint head) {
        if (receipt.getInclusionList().stream().anyMatch(hash -> hash.size() != Sha256.LENGTH)) {
            return false;
        }
        try {
            UnverifiedEntry entry = UnverifiedEntry.parse(receipt.getEntry().toByteArray());
            List<Sha256> path =
                    receipt.getInclusionList().stream().map(Sha256::copyOf).toList();
            return ProofCheck.inclusion(entry.index(), entry.leaf(), path, head.head());
        } catch (RefusedException e) {
            return false;
        }
    }
}
