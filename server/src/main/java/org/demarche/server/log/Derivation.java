package org.demarche.server.log;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Tip;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Anchor;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.StoredTile;

/**
 * What a store keeps of a log, derived from nothing but the bytes of its entries, one after another from entry 0: rows and tiles. Each entry is verified on the way:
 * the strict encoding, both signatures, both chains, the rules, time, and the head that its author was anchored over. It stops at the first thing that is wrong,
 * since whatever follows rests on it. Not thread-safe.
 */
public final class Derivation {
    private static final long ENTRIES_IN_MEMORY_BYTES = 16L << 20;

    private final SignatureVerifier verifier;
    private final Ledger ledger = Ledger.empty();
    private final Entries register;
    private final LogTree tree;
    private final CharterReigns reigns = new CharterReigns();
    private Ledger.Batch batch;
    private LogTree.Growth growth;

    /**
     * A derivation that has seen no entry.
     *
     * @param store holds whatever was derived before it was last {@link #settle}d, exactly as derived; whether it holds more makes no difference
     */
    public Derivation(LogStore store, SignatureVerifier verifier) {
        this.verifier = verifier;
        this.register = new Entries(store, ENTRIES_IN_MEMORY_BYTES);
        this.tree = new LogTree(store, 0);
        this.batch = nextBatch();
        this.growth = tree.grow();
    }

    private Ledger.Batch nextBatch() {
        long begin = ledger.size();
        return ledger.batch(id -> register.find(id).filter(known -> known.index() < begin), verifier);
    }

    /**
     * Verifies the next entry.
     *
     * @return the row that a store keeps of it
     * @throws DamagedException if it cannot be the next entry of this log
     */
    public StoredEntry next(ByteString bytes) throws DamagedException {
        long index = size();
        Optional<Tip> tip = batch.governanceTip();
        Entry entry = verified(index, bytes);
        require(entry.index() == index, index, 14, "says of itself that it is entry " + entry.index());
        Optional<Refusal> refusal = batch.replay(entry);
        if (refusal.isPresent()) {
            throw new DamagedException(
                    index,
                    code(refusal.get().reason()),
                    "entry " + index + " is refused by the rules: " + refusal.get());
        }
        checkAnchor(entry);
        reigns.from(index + 1, batch.governance().charter());
        growth.append(entry.leaf());
        return Draft.row(entry, !batch.governanceTip().equals(tip));
    }

    private Entry verified(long index, ByteString bytes) throws DamagedException {
        try {
            UnverifiedEntry unverified = UnverifiedEntry.parse(bytes.toByteArray());
            return index == 0 ? unverified.fromOwnStore() : unverified.verify(batch.governance(), verifier);
        } catch (RefusedException e) {
            throw new DamagedException(index, code(e.refusal().reason()), "entry " + index + ": " + e.refusal());
        }
    }

    private void checkAnchor(Entry entry) throws DamagedException {
        if (entry.noticeId().isEmpty()) {
            return;
        }
        Anchor anchor = entry.known().orElseThrow().notice().getAnchor();
        require(
                headAt(anchor.getSize()).root().byteString().equals(anchor.getRoot()),
                entry.index(),
                14,
                "was written by an author who had seen another log: the root at " + anchor.getSize()
                        + " entries differs");
    }

    private static void require(boolean holds, long index, int code, String sentence) throws DamagedException {
        if (!holds) {
            throw new DamagedException(index, code, "entry " + index + " " + sentence);
        }
    }

    private static int code(Reason reason) {
        return switch (reason) {
            case MALFORMED, TOO_LARGE, EMPTY_BODY, UNKNOWN_KIND, FIELD_INVALID -> 10;
            case SIGNATURE_INVALID -> 12;
            case KEY_UNKNOWN, PARTY_UNKNOWN, NOT_ENTITLED -> 13;
            case CHAIN_BROKEN -> 14;
            case TIME_DECREASES -> 21;
            default -> 22;
        };
    }

    /** The tiles that the entries have filled since this was last asked. */
    public List<StoredTile> takeTiles() {
        return growth.takeTiles();
    }

    /** The store now holds all that was derived, so it need not be kept at hand; to be called after a few hundred entries. */
    public void settle() {
        batch.adopt();
        growth.adopt();
        register.durable(size());
        batch = nextBatch();
        growth = tree.grow();
    }

    /** How many entries it has derived. */
    public long size() {
        return growth.size();
    }

    /** Size and root of what it has derived. */
    public Head head() {
        return headAt(size());
    }

    /**
     * Size and root when it had derived {@code size} entries.
     *
     * @throws IndexOutOfBoundsException if it has not
     */
    public Head headAt(long size) {
        return Frontier.read(size, growth::node).head();
    }

    /**
     * The charter that governs behind the last entry that was {@link #settle}d.
     *
     * @throws IllegalStateException if there is none
     */
    public Charter charter() {
        return ledger.governance().charter();
    }

    /**
     * The charter that governs behind so many entries.
     *
     * @param size at least 1, and no more than it has derived
     */
    public Charter charterBehind(long size) {
        return reigns.at(size);
    }

    /** Time of the last entry that was settled, in milliseconds since 1970 UTC. */
    public long lastAcceptedAtMs() {
        return ledger.lastAcceptedAtMs();
    }
}
