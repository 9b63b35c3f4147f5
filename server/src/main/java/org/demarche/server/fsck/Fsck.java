package org.demarche.server.fsck;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Tip;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.Tile;
import org.demarche.merkle.TileName;
import org.demarche.merkle.TileNodes;
import org.demarche.proto.v1.Anchor;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.log.Entries;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredEntry;

/**
 * Checks a store, entry by entry: the strict encoding, both signatures, both chains, the fold, time, anchors, what the store indexes the entry by, and the tiles. It
 * stops at the first thing that is wrong, since whatever follows rests on it.
 */
public final class Fsck {
    private static final int AT_ONCE = 256;

    private final LogStore store;
    private final SignatureVerifier verifier;
    private final Ledger ledger = Ledger.empty();
    private final Frontier frontier = new Frontier();
    private final Entries register;

    /**
     * What came of it.
     *
     * @param head size and root of the entries that are sound
     * @param damage the first thing that is wrong; empty: nothing is
     */
    public record Report(Head head, Optional<Damage> damage) {}

    /**
     * Something is wrong.
     *
     * @param index of the entry
     * @param code as a verdict's: 10 unreadable, 12 signature, 13 signer, 14 chains or tree, 21 time, 22 fold
     * @param sentence what is wrong
     */
    public record Damage(long index, int code, String sentence) {}

    private static final class DamageFound extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Damage damage;

        DamageFound(long index, int code, String sentence) {
            super(sentence, null, false, false);
            this.damage = new Damage(index, code, sentence);
        }
    }

    /** A check of {@code store}. */
    public Fsck(LogStore store, SignatureVerifier verifier) {
        this.store = store;
        this.verifier = verifier;
        this.register = new Entries(store, 16L << 20);
    }

    /**
     * Checks everything.
     *
     * @param progress is told how many entries have been checked
     */
    public Report run(LongConsumer progress) {
        try {
            while (true) {
                List<StoredEntry> rows = store.entries(frontier.size(), AT_ONCE);
                if (rows.isEmpty()) {
                    return new Report(frontier.head(), Optional.empty());
                }
                for (StoredEntry row : rows) {
                    check(row);
                }
                progress.accept(frontier.size());
            }
        } catch (DamageFound e) {
            return new Report(frontier.head(), Optional.of(e.damage));
        }
    }

    private void check(StoredEntry row) throws DamageFound {
        require(row.index() == frontier.size(), frontier.size(), 14, "is missing from the store");
        Ledger.Batch batch = ledger.batch(id -> register.find(id).filter(k -> k.index() < row.index()), verifier);
        Optional<Tip> tip = batch.governanceTip();
        Entry entry = verified(row, batch);
        require(entry.index() == row.index(), row.index(), 14, "says of itself that it is entry " + entry.index());
        Optional<Refusal> refusal = batch.replay(entry);
        require(
                refusal.isEmpty(),
                row.index(),
                refusal.map(r -> code(r.reason())).orElse(0),
                "is refused by the rules: " + refusal.map(Refusal::toString).orElse(""));
        boolean linked = !batch.governanceTip().equals(tip);
        require(entry.leaf().equals(row.leaf()), row.index(), 14, "has another leaf hash than the store says");
        require(
                entry.noticeId().equals(row.identity()),
                row.index(),
                14,
                "is found under another identity than its own");
        require(
                entry.incident().equals(row.incident()),
                row.index(),
                14,
                "is found under another incident than its own");
        require(
                linked == row.governance(),
                row.index(),
                14,
                "is " + (linked ? "not " : "") + "marked as a link of the governance chain");
        batch.adopt();
        checkAnchor(entry);
        frontier.append(entry.leaf());
        checkTiles();
    }

    private Entry verified(StoredEntry row, Ledger.Batch batch) throws DamageFound {
        try {
            UnverifiedEntry unverified = UnverifiedEntry.parse(row.bytes().toByteArray());
            return row.index() == 0 ? unverified.fromOwnStore() : unverified.verify(batch.governance(), verifier);
        } catch (RefusedException e) {
            throw new DamageFound(row.index(), code(e.refusal().reason()), "entry " + row.index() + ": " + e.refusal());
        }
    }

    private void checkAnchor(Entry entry) throws DamageFound {
        if (entry.noticeId().isEmpty()) {
            return;
        }
        Anchor anchor = entry.known().orElseThrow().notice().getAnchor();
        Head then = Frontier.read(anchor.getSize(), new TileNodes(store, frontier.size()))
                .head();
        require(
                then.root().byteString().equals(anchor.getRoot()),
                entry.index(),
                14,
                "was written by an author who had seen another log: the root at " + anchor.getSize()
                        + " entries differs");
    }

    private void checkTiles() throws DamageFound {
        long full = frontier.size();
        for (int level = 0; full > 0 && full % Tile.WIDTH == 0; level++) {
            full /= Tile.WIDTH;
            Tile derived = derive(level, full - 1);
            require(
                    isStored(level, full - 1, derived),
                    frontier.size() - 1,
                    14,
                    "fills tile " + (full - 1) + " of level " + level + ", which the store does not hold so");
        }
    }

    /** Leaves have been compared one by one, and lower tiles before higher ones: so each is derived from what is known to be right. */
    private Tile derive(int level, long index) {
        if (level == 0) {
            return Tile.of(store.leaves(index * Tile.WIDTH, Tile.WIDTH));
        }
        long below = frontier.size();
        TileNodes nodes = new TileNodes(store, below);
        return Tile.read(new TileName(level, index, Tile.WIDTH), (l, i) -> root(nodes, l, i));
    }

    private static Sha256 root(TileNodes nodes, int level, long index) {
        // From the tile below, never from the tile that is to be checked.
        return Merkle.node(nodes.node(level - 1, 2 * index), nodes.node(level - 1, 2 * index + 1));
    }

    private boolean isStored(int level, long index, Tile derived) {
        try {
            return store.tile(level, index).equals(derived);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.DAMAGED) {
                return false;
            }
            throw e;
        }
    }

    private static void require(boolean holds, long index, int code, String sentence) throws DamageFound {
        if (!holds) {
            throw new DamageFound(index, code, "entry " + index + " " + sentence);
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
}
