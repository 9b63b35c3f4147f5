package org.demarche.server.fsck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.server.log.DamagedException;
import org.demarche.server.log.Dates;
import org.demarche.server.log.Derivation;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.StoredTile;
import org.demarche.server.store.StoredToken;

/**
 * Checks a store: everything that it holds beside the entries' bytes must be what a {@link Derivation} from these bytes comes to, and every head that was offered to
 * witnesses or stamped by time authorities, with every cosignature and token, be true of it. It stops at the first thing that is wrong, since whatever follows rests on it.
 */
public final class Fsck {
    private static final int AT_ONCE = 256;
    private static final int MOST_MISDATED = 100;
    /** Code of damage to the chains or the tree. */
    public static final int CHAINS_OR_TREE = 14;

    private final LogStore store;
    private final Derivation derivation;
    private final long nowMs;

    /**
     * What came of it.
     *
     * @param head size and root of the entries that are sound
     * @param cosigned how many heads that were offered to witnesses are sound
     * @param stamped how many heads that time authorities were asked to stamp are sound
     * @param misdated tokens that are true, but dated so that no evidence rests on them, each in a sentence, {@value #MOST_MISDATED} at the most
     * @param damage the first thing that is wrong; empty: nothing is
     */
    public record Report(Head head, long cosigned, long stamped, List<String> misdated, Optional<Damage> damage) {
        public Report {
            misdated = List.copyOf(misdated);
        }
    }

    /**
     * Something is wrong.
     *
     * @param index of the entry
     * @param code as a verdict's: 10 unreadable, 12 signature, 13 signer, 14 chains or tree, 21 time, 22 fold
     * @param sentence what is wrong
     */
    public record Damage(long index, int code, String sentence) {}

    /**
     * A check of {@code store}.
     *
     * @param nowMs what time it is, in milliseconds since 1970 UTC: no token may be dated far ahead of it
     */
    public Fsck(LogStore store, SignatureVerifier verifier, long nowMs) {
        this.store = store;
        this.nowMs = nowMs;
        this.derivation = new Derivation(store, verifier);
    }

    /**
     * Checks everything.
     *
     * @param progress is told how many entries have been checked
     */
    public Report run(LongConsumer progress) {
        try {
            while (true) {
                List<StoredEntry> rows = store.entries(derivation.size(), AT_ONCE);
                if (rows.isEmpty()) {
                    return checkCosigned();
                }
                for (StoredEntry row : rows) {
                    check(row);
                }
                derivation.settle();
                progress.accept(derivation.size());
            }
        } catch (DamagedException e) {
            return new Report(
                    derivation.headAt(e.index()),
                    0,
                    0,
                    List.of(),
                    Optional.of(new Damage(e.index(), e.code(), String.valueOf(e.getMessage()))));
        }
    }

    private Report checkCosigned() {
        CosignedCheck check = new CosignedCheck(derivation::headAt, derivation::charterBehind);
        CosignedHeads heads = store.cosigned();
        long checked = 0;
        long next = 1;
        Optional<Damage> damage = Optional.empty();
        for (List<OfferedHead> some = heads.heads(next, AT_ONCE);
                damage.isEmpty() && !some.isEmpty();
                some = heads.heads(next, AT_ONCE)) {
            for (OfferedHead head : some) {
                // What came while the entries were read is beyond what was derived.
                boolean isNew = head.size() > derivation.size() && head.size() <= store.size();
                damage = damage.or(() -> isNew ? Optional.empty() : check(check, head));
                checked += damage.isEmpty() && !isNew ? 1 : 0;
                next = head.size() + 1;
            }
        }
        return damage.isPresent()
                ? new Report(derivation.head(), checked, 0, List.of(), damage)
                : checkStamped(checked);
    }

    private Report checkStamped(long cosigned) {
        StampedCheck check = new StampedCheck(derivation::headAt, derivation::charterBehind);
        StampedHeads heads = store.stamped();
        List<String> misdated = new ArrayList<>();
        long checked = 0;
        long next = 1;
        for (List<FrozenHead> some = heads.heads(next, AT_ONCE); !some.isEmpty(); some = heads.heads(next, AT_ONCE)) {
            for (FrozenHead head : some) {
                next = head.size() + 1;
                if (head.size() > derivation.size() && head.size() <= store.size()) {
                    // What came while the entries were read is beyond what was derived.
                    continue;
                }
                List<StoredToken> tokens = heads.tokens(head.size());
                Optional<Damage> damage = head.size() > derivation.size()
                        ? Optional.of(new Damage(
                                derivation.size(),
                                CHAINS_OR_TREE,
                                "a head of " + head.size() + " entries was stamped, and the store holds "
                                        + derivation.size()))
                        : check.of(head, tokens);
                if (damage.isPresent()) {
                    return new Report(derivation.head(), cosigned, checked, misdated, damage);
                }
                if (misdated.size() < MOST_MISDATED) {
                    misdated.addAll(check.misdated(head, tokens, dates(head.size())));
                }
                checked++;
            }
        }
        return new Report(derivation.head(), cosigned, checked, misdated, Optional.empty());
    }

    private Dates dates(long size) {
        return Dates.of(
                derivation::charterBehind,
                index -> store.entry(index).orElseThrow().bytes(),
                size,
                nowMs);
    }

    private Optional<Damage> check(CosignedCheck check, OfferedHead head) {
        return head.size() > derivation.size()
                ? Optional.of(new Damage(
                        derivation.size(),
                        CHAINS_OR_TREE,
                        "a head of " + head.size() + " entries was offered to witnesses, and the store holds "
                                + derivation.size()))
                : check.of(head, store.cosigned().cosignatures(head.size()));
    }

    private void check(StoredEntry row) throws DamagedException {
        require(row.index() == derivation.size(), derivation.size(), "is missing from the store");
        StoredEntry derived = derivation.next(row.bytes());
        require(derived.leaf().equals(row.leaf()), row.index(), "has another leaf hash than the store says");
        require(derived.identity().equals(row.identity()), row.index(), "is found under another identity than its own");
        require(derived.incident().equals(row.incident()), row.index(), "is found under another incident than its own");
        require(
                derived.governance() == row.governance(),
                row.index(),
                "is " + (derived.governance() ? "not " : "") + "marked as a link of the governance chain");
        for (StoredTile tile : derivation.takeTiles()) {
            require(
                    isStored(tile),
                    row.index(),
                    "fills tile " + tile.index() + " of level " + tile.level() + ", which the store does not hold so");
        }
    }

    private boolean isStored(StoredTile derived) {
        try {
            return store.tile(derived.level(), derived.index()).equals(derived.tile());
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.DAMAGED) {
                return false;
            }
            throw e;
        }
    }

    private static void require(boolean holds, long index, String sentence) throws DamagedException {
        if (!holds) {
            throw new DamagedException(index, CHAINS_OR_TREE, "entry " + index + " " + sentence);
        }
    }
}
