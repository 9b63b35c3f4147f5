package org.demarche.evidence;

import java.util.Collection;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
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
import org.demarche.proto.v1.Notice;
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
    private Optional<Charter> genesis = Optional.empty();
    private Optional<Stop> stop = Optional.empty();
    private Optional<Anchor> ahead = Optional.empty();
    private String placeAhead = "";

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
        stop = ahead.flatMap(a -> anchoredElsewhere(a, placeAhead)).or(() -> stop);
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
        if (index == 0) {
            Optional<Stop> otherCharter = begin(unverified);
            if (otherCharter.isPresent()) {
                return otherCharter;
            }
        }
        Entry entry;
        try {
            entry = index == 0 ? unverified.fromOwnStore() : unverified.verify(batch.governance(), verifier);
        } catch (RefusedException e) {
            return stop(Check.SIGNATURES, Code.SIGNATURE, place + e.refusal().sentence());
        }
        Optional<Stop> unsigned = unsigned(entry, place);
        return unsigned.isPresent() ? unsigned : take(entry, place);
    }

    /** Whether who says it may say it; the signatures under the notice itself are true. */
    private Optional<Stop> unsigned(Entry entry, String place) {
        if (!(entry.content() instanceof Content.Noticed noticed)) {
            return Optional.empty();
        }
        Notice notice = noticed.notice().notice();
        Optional<Signatures.Brought> unproven = Signatures.brought(notice).stream()
                .filter(b -> !b.isProven(notice.getAuthor(), verifier))
                .findFirst();
        if (unproven.isPresent()) {
            return stop(Check.SIGNATURES, Code.SIGNATURE, unproven.get().otherwise(notice.getAuthor(), entry.index()));
        }
        try {
            Replay.signer(batch, noticed.notice());
        } catch (RefusedException e) {
            return stop(Check.SIGNATURES, Code.NOT_ENTITLED, place + e.refusal().sentence());
        }
        signed++;
        return Optional.empty();
    }

    private Optional<Stop> take(Entry entry, String place) {
        Optional<Anchor> anchor = entry.known().map(k -> k.notice().getAnchor());
        // What an anchor beyond the entry is worth, the whole tree tells: the rules refuse the entry, and the end
        // decides.
        long index = tree.size() - 1;
        Optional<Stop> elsewhere = anchor.filter(a -> a.getSize() <= index).flatMap(a -> anchoredElsewhere(a, place));
        if (elsewhere.isPresent()) {
            return elsewhere;
        }
        Optional<Refusal> refusal = batch.replay(entry);
        if (refusal.isPresent()) {
            ahead = anchor.filter(a -> a.getSize() > index);
            placeAhead = place;
        }
        return refusal.map(r -> Stop.of(r, place));
    }

    /** Step 2, of entry 0. */
    private Optional<Stop> begin(UnverifiedEntry first) {
        if (!isPinned(first)) {
            return stop(Check.CHARTER, Code.OTHER_CHARTER, "the log does not begin with the charter that you trust");
        }
        if (!(CharterParser.parse(first.message().getGenesis().getText().toByteArray())
                instanceof CharterParse.Sound sound)) {
            return stop(
                    Check.CHARTER,
                    Code.OTHER_CHARTER,
                    "the text that you trust is not a charter that this program can read");
        }
        if (!sound.charter().mayBeginLog()) {
            return stop(
                    Check.CHARTER,
                    Code.OTHER_CHARTER,
                    "the text that you trust is version " + sound.charter().version()
                            + " of a charter; a log begins with version 1");
        }
        genesis = Optional.of(sound.charter());
        return Optional.empty();
    }

    private boolean isPinned(UnverifiedEntry first) {
        return first.message().hasGenesis()
                && Sha256.of(first.message().getGenesis().getText().toByteArray())
                        .equals(pinned);
    }

    /** Whether the log begins with an anchor, as far as its entries have been read. */
    private Optional<Stop> anchoredElsewhere(Anchor anchor, String place) {
        boolean begins = anchor.getSize() <= tree.size()
                && headAt(anchor.getSize()).root().byteString().equals(anchor.getRoot());
        return begins
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

    /** The charter that governs behind the last entry that was taken, else that of entry 0; there must be one. */
    Charter charter() {
        return ledger.size() == 0 ? genesis.orElseThrow() : ledger.governance().charter();
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
