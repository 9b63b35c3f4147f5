package org.demarche.evidence;

import java.util.Collection;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.Replay.Stop;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.proto.v1.Anchor;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/** A whole log, applied anew from entry 0 on. Ends at the first entry that does not pass; the tree is grown over the rest all the same. */
final class LogReplay {
    private static final int SETTLED_AT_ONCE = 256;

    private final Sha256 pinned;
    private final SignatureVerifier verifier;
    private final Ledger ledger = Ledger.empty();
    private final MemoryRegister register = new MemoryRegister();
    private final MemoryTree tree = new MemoryTree();
    private Ledger.Batch batch;
    private long signed;
    private Optional<Stop> stop = Optional.empty();

    LogReplay(Sha256 pinned, SignatureVerifier verifier) {
        this.pinned = pinned;
        this.verifier = verifier;
        this.batch = ledger.batch(register, verifier);
    }

    /** Takes the next entry. */
    void next(byte[] bytes) {
        long index = tree.size();
        tree.append(Merkle.leaf(bytes));
        if (stop.isEmpty()) {
            stop = apply(index, bytes);
        }
        if (stop.isEmpty() && tree.size() % SETTLED_AT_ONCE == 0) {
            settle();
        }
    }

    /** To be called behind the last entry. */
    void end() {
        settle();
    }

    private void settle() {
        batch.entries().forEach(register::add);
        batch.adopt();
        batch = ledger.batch(register, verifier);
    }

    private Optional<Stop> apply(long index, byte[] bytes) {
        String place = "entry " + index + ": ";
        UnverifiedEntry unverified;
        try {
            unverified = UnverifiedEntry.parse(bytes);
        } catch (RefusedException e) {
            return stop(Check.READABLE, Code.UNREADABLE, place + e.refusal().sentence());
        }
        if (index == 0 && !isPinned(unverified)) {
            return stop(Check.CHARTER, Code.OTHER_CHARTER, "the log does not begin with the charter that you trust");
        }
        Entry entry;
        try {
            entry = index == 0 ? unverified.fromOwnStore() : unverified.verify(batch.governance(), verifier);
        } catch (RefusedException e) {
            return stop(Check.SIGNATURES, Code.SIGNATURE, place + e.refusal().sentence());
        }
        if (entry.content() instanceof Content.Noticed noticed) {
            try {
                Replay.signer(batch, noticed.notice());
            } catch (RefusedException e) {
                return stop(
                        Check.SIGNATURES, Code.NOT_ENTITLED, place + e.refusal().sentence());
            }
            signed++;
        }
        Optional<Refusal> refusal = batch.replay(entry);
        if (refusal.isPresent()) {
            return index == 0
                    ? stop(
                            Check.CHARTER,
                            Code.OTHER_CHARTER,
                            "the text that you trust is not a charter that this program can read")
                    : Optional.of(Stop.of(refusal.get(), place));
        }
        return anchoredElsewhere(entry, place);
    }

    private boolean isPinned(UnverifiedEntry first) {
        return first.message().hasGenesis()
                && Sha256.of(first.message().getGenesis().getText().toByteArray())
                        .equals(pinned);
    }

    private Optional<Stop> anchoredElsewhere(Entry entry, String place) {
        if (entry.noticeId().isEmpty()) {
            return Optional.empty();
        }
        Anchor anchor = entry.known().orElseThrow().notice().getAnchor();
        return headAt(anchor.getSize()).root().byteString().equals(anchor.getRoot())
                ? Optional.empty()
                : stop(
                        Check.INCLUSION,
                        Code.NOT_INCLUDED,
                        place + "its author had seen another log: the root at " + anchor.getSize()
                                + " entries differs");
    }

    private static Optional<Stop> stop(Check check, Code code, String sentence) {
        return Optional.of(new Stop(check, code, sentence));
    }

    /** Why it ended before the last entry; empty: every entry was taken. */
    Optional<Stop> stop() {
        return stop;
    }

    /** Size and root over all entries. */
    Head headAt(long size) {
        return tree.head(size);
    }

    /** How many signed notices were taken. */
    long signed() {
        return signed;
    }

    /** The charter that governs behind the last entry that was taken; there must be one. */
    Charter charter() {
        return ledger.governance().charter();
    }

    /** Time of the last entry that was taken. */
    long lastAcceptedAtMs() {
        return ledger.lastAcceptedAtMs();
    }

    /** The incidents, in the order in which they were opened. */
    Collection<Incident> incidents() {
        return ledger.incidents();
    }
}
