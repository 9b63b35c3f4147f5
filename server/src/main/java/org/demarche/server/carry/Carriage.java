package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.demarche.charter.Charter;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.server.HubException;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.fsck.CosignedCheck;
import org.demarche.server.fsck.Fsck;
import org.demarche.server.fsck.StampedCheck;
import org.demarche.server.log.DamagedException;
import org.demarche.server.log.Derivation;
import org.demarche.server.log.LogTree;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.StoredTile;
import org.demarche.server.store.StoredToken;

/**
 * A log carried into a store that is empty or holds the beginning of the same log, as one that was cut off leaves it. From the source come the entries' bytes and
 * nothing else: each entry is verified, rows and tiles are derived from it anew, written batch by batch, and read back; what the store held before must be the same.
 * Then all of it is compared once more, byte by byte and by the root, and what witnesses and time authorities said of its heads is carried, if the source has it, each cosignature and token verified.
 * Until then the store is marked, and no hub runs on it.
 */
public final class Carriage {
    private static final int AT_ONCE = 256;
    private static final int CHAINS_OR_TREE = 14;

    private final LogStore target;
    private final UnfinishedStore mark;
    private final Derivation derivation;
    private final LongConsumer progress;

    /**
     * What was carried.
     *
     * @param head size and root of what the store holds now
     * @param held how many of its entries it held before
     * @param charter the charter in force behind the last entry
     * @param newestMs time of the last entry, in milliseconds since 1970 UTC
     */
    public record Carried(Head head, long held, Charter charter, long newestMs) {}

    /** What must hold besides, for the store to count as finished. */
    @FunctionalInterface
    public interface Condition {
        /**
         * Refuses what does not hold.
         *
         * @param last the charter in force behind the last entry
         */
        void require(Charter last) throws HubException;
    }

    /** What is added to the log once all of it is there. */
    @FunctionalInterface
    interface Addition {
        /** Adds it to a store of which every entry has been derived. */
        void add(LogStore target, Derivation derivation);
    }

    /**
     * A carriage.
     *
     * @param mark that {@code target} is unfinished
     * @param progress is told how many entries have been carried, and then, from 0, how many have been compared
     */
    public Carriage(LogStore target, UnfinishedStore mark, SignatureVerifier verifier, LongConsumer progress) {
        this.target = target;
        this.mark = mark;
        this.derivation = new Derivation(target, verifier);
        this.progress = progress;
    }

    /**
     * Carries everything; once.
     *
     * @param expected the head that is expected of it; if it is another, or the condition does not hold, the store stays marked
     * @throws HubException USAGE if the store holds what is no beginning of this log; the code of the damage if the source's log is not sound
     * @throws StoreException if the store cannot be read or written; it can be gone on with
     */
    public Carried run(Source source, Head expected, Condition condition) throws HubException {
        return run(source, expected, condition, (to, derived) -> {});
    }

    /** As {@link #run}, with something to be added at the end. */
    Carried run(Source source, Head expected, Condition condition, Addition addition) throws HubException {
        long held = target.size();
        if (held > source.size()) {
            throw another("has " + held + " entries, more than the " + source.size() + " of " + source.name());
        }
        try (Source.Pass pass = source.begin()) {
            while (derivation.size() < source.size()) {
                carry(pass, held);
                progress.accept(derivation.size());
            }
        } catch (DamagedException e) {
            throw new HubException(
                    e.code(),
                    source.name() + " is not a sound log, from here on nothing was carried: " + e.getMessage(),
                    e);
        }
        Head head = derivation.head();
        requireRoot(head, expected, "the entries of " + source.name());
        condition.require(derivation.charter());
        compare(source, head);
        mark.begin();
        if (source.cosigned().isPresent()) {
            carryCosigned(source.cosigned().get(), source.name());
        }
        if (source.stamped().isPresent()) {
            carryStamped(source.stamped().get(), source.name());
        }
        addition.add(target, derivation);
        mark.end();
        return new Carried(head, held, derivation.charter(), derivation.lastAcceptedAtMs());
    }

    private void carry(Source.Pass pass, long held) throws HubException, DamagedException {
        long first = derivation.size();
        boolean isHeld = first < held;
        // A batch that is held already ends where what is held does, so that each is either there or to be written.
        List<StoredEntry> rows = new ArrayList<>();
        for (ByteString bytes : pass.next((int) Math.min(AT_ONCE, isHeld ? held - first : AT_ONCE))) {
            rows.add(derivation.next(bytes));
        }
        List<StoredTile> tiles = derivation.takeTiles();
        if (!isHeld) {
            mark.begin();
            target.append(new StoreBatch(rows, tiles));
        }
        if (!holds(rows, tiles)) {
            throw isHeld
                    ? another("holds other entries from " + first + " to " + (first + rows.size() - 1))
                    : damaged("the store did not keep the entries from " + first + " on as they were written");
        }
        derivation.settle();
    }

    private boolean holds(List<StoredEntry> rows, List<StoredTile> tiles) {
        return target.entries(rows.get(0).index(), rows.size()).equals(rows)
                && tiles.stream()
                        .allMatch(t -> target.tile(t.level(), t.index()).equals(t.tile()));
    }

    private void compare(Source source, Head head) throws HubException {
        Frontier stored = new Frontier();
        try (Source.Pass pass = source.begin()) {
            while (stored.size() < head.size()) {
                List<ByteString> given = pass.next(AT_ONCE);
                List<StoredEntry> kept = target.entries(stored.size(), given.size());
                if (!kept.stream().map(StoredEntry::bytes).toList().equals(given)) {
                    throw damaged("the store differs from " + source.name() + " in the entries from " + stored.size()
                            + " on");
                }
                kept.forEach(row -> stored.append(Merkle.leaf(row.bytes().toByteArray())));
                progress.accept(stored.size());
            }
        }
        requireRoot(stored.head(), head, "what was stored");
        requireRoot(new LogTree(target, target.size()).head(), head, "the tree that was stored");
    }

    private void carryCosigned(Source.Word<OfferedHead, StoredCosignature> from, String name) throws HubException {
        CosignedCheck check = new CosignedCheck(derivation::headAt, derivation::charterBehind);
        CosignedHeads to = target.cosigned();
        long next = 1;
        for (List<OfferedHead> some = from.heads().apply(next, AT_ONCE);
                !some.isEmpty();
                some = from.heads().apply(next, AT_ONCE)) {
            for (OfferedHead head : some) {
                List<StoredCosignature> said = from.said().apply(head.size());
                Optional<Fsck.Damage> damage = check.of(head, said);
                if (damage.isPresent()) {
                    throw new HubException(
                            damage.get().code(), name + ": " + damage.get().sentence(), null);
                }
                to.carry(head, said);
                if (!to.head(head.size()).equals(Optional.of(head))
                        || !to.cosignatures(head.size()).equals(said)) {
                    throw damaged("the store did not keep what witnesses said of " + head.size() + " entries");
                }
                next = head.size() + 1;
            }
        }
    }

    private void carryStamped(Source.Word<FrozenHead, StoredToken> from, String name) throws HubException {
        StampedCheck check = new StampedCheck(derivation::headAt, derivation::charterBehind);
        StampedHeads to = target.stamped();
        long next = 1;
        for (List<FrozenHead> some = from.heads().apply(next, AT_ONCE);
                !some.isEmpty();
                some = from.heads().apply(next, AT_ONCE)) {
            for (FrozenHead head : some) {
                List<StoredToken> tokens = from.said().apply(head.size());
                Optional<Fsck.Damage> damage = check.of(head, tokens);
                if (damage.isPresent()) {
                    throw new HubException(
                            damage.get().code(), name + ": " + damage.get().sentence(), null);
                }
                to.carry(head, tokens);
                if (!to.heads(head.size(), 1).equals(List.of(head))
                        || !to.tokens(head.size()).equals(tokens)) {
                    throw damaged("the store did not keep the tokens over the head of " + head.size() + " entries");
                }
                next = head.size() + 1;
            }
        }
    }

    private static void requireRoot(Head found, Head expected, String whose) throws HubException {
        if (!found.equals(expected)) {
            throw damaged("the root of " + whose + " is " + found.root().hex() + " at " + found.size()
                    + " entries (expected: " + expected.root().hex() + " at " + expected.size() + ")");
        }
    }

    private static HubException another(String what) {
        return new HubException(
                HubException.USAGE,
                "the store to be filled " + what
                        + ": nothing was changed; give one that is empty, or was left by a command that was cut off",
                null);
    }

    private static HubException damaged(String what) {
        return new HubException(CHAINS_OR_TREE, what + ": do not use the store that was filled", null);
    }
}
