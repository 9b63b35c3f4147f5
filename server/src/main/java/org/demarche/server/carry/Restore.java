package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.refusal.RefusedException;
import org.demarche.server.HubException;

/**
 * The log of a hub whose store is lost, restored from a desk's copy. A hub that comes back with less than it has signed for, or with something else, is refused by
 * everybody who knows better, so before anything is written the copy must have the very root that this hub's keys have signed, and be neither behind nor at odds
 * with any other head that is at hand.
 */
public final class Restore {
    /** Exit code: the bytes are not what they should be. */
    static final int UNREADABLE = 10;

    private static final int OTHER_SIGNER = 13;
    private static final int CHAINS_OR_TREE = 14;
    private static final int AT_ONCE = 256;

    private final FollowerCopy copy;
    private final Charter first;
    private final LogPublicKey firstPair;
    private final OwnHeads.Opened head;
    private final List<Testimony.Signed> testimony;

    private Restore(
            FollowerCopy copy,
            Charter first,
            LogPublicKey firstPair,
            OwnHeads.Opened head,
            List<Testimony.Signed> testimony) {
        this.copy = copy;
        this.first = first;
        this.firstPair = firstPair;
        this.head = head;
        this.testimony = testimony;
    }

    /**
     * Checks all that can be seen before the entries themselves are verified. Writes nothing.
     *
     * @param keys the log's key pairs that this hub holds
     * @param notBehind files of signed heads that the log was at, such as the {@code head} of other desks
     * @param held heads that desks keep with what was said of them: those that the log's keys have signed it must not be behind either
     * @throws HubException if the copy cannot be read, is not of this hub's log, is damaged, or is behind one of the heads or at odds with it
     */
    public static Restore of(FollowerCopy copy, List<LogPublicKey> keys, List<Path> notBehind, HeldHeads held)
            throws HubException {
        Charter first = genesis(copy);
        LogPublicKey firstPair = keys.stream()
                .filter(pair -> OwnHeads.isNamed(pair, first.log()))
                .findFirst()
                .orElseThrow(() -> new HubException(copy.name()
                        + " is the copy of a log with other keys than this hub holds: its charter names ed25519 "
                        + first.log().ed25519().fingerprint() + " and ml_dsa_44 "
                        + first.log().mlDsa44().fingerprint()));
        OwnHeads heads = new OwnHeads(first.log().origin(), keys);
        OwnHeads.Opened head = heads.open(copy.headFile(), copy.head());
        List<OwnHeads.Opened> others = new ArrayList<>();
        List<Path> files = new ArrayList<>(notBehind);
        copy.seen().ifPresent(files::add);
        for (Path file : files) {
            others.add(heads.open(file, FollowerCopy.note(file, "give the file of a signed head")));
        }
        List<Testimony.Signed> testimony = new ArrayList<>();
        for (HeldHead one : held.all()) {
            try {
                testimony.add(new Testimony.Signed(
                        one, heads.open(one.file(), one.note().toByteArray())));
            } catch (HubException e) {
                held.passOver(one, String.valueOf(e.getMessage()));
            }
        }
        testimony.forEach(one -> others.add(one.opened()));
        requireNotBehind(copy, others);
        requireRoots(copy, head, others);
        return new Restore(copy, first, firstPair, head, testimony);
    }

    static Charter genesis(Source copy) throws HubException {
        ByteString bytes;
        try (Source.Pass pass = copy.begin()) {
            bytes = pass.next(1).get(0);
        }
        try {
            UnverifiedEntry entry = UnverifiedEntry.parse(bytes.toByteArray());
            byte[] text = entry.message().getGenesis().getText().toByteArray();
            if (CharterParser.parse(text) instanceof CharterParse.Sound sound) {
                return sound.charter();
            }
        } catch (RefusedException e) {
            throw notGenesis(copy, ": " + e.refusal().sentence());
        }
        throw notGenesis(copy, "");
    }

    private static HubException notGenesis(Source copy, String why) {
        return new HubException(
                UNREADABLE, copy.name() + ": entry 0 is not the text of a charter" + why + ": give another copy", null);
    }

    private static void requireNotBehind(FollowerCopy copy, List<OwnHeads.Opened> others) throws HubException {
        for (OwnHeads.Opened other : others) {
            if (other.head().size() > copy.size()) {
                throw new HubException(
                        HubException.CONDITION_NOT_MET,
                        copy.name() + " has " + copy.size() + " entries, but this hub has signed for "
                                + other.head().size() + " (" + other.file()
                                + "): restored so, it would be refused by whoever has seen that; give a copy that goes as far; if this is its own last.head and there is no such copy: --entries-lost",
                        null);
            }
        }
    }

    private static void requireRoots(FollowerCopy copy, OwnHeads.Opened head, List<OwnHeads.Opened> others)
            throws HubException {
        Frontier tree = new Frontier();
        try (Source.Pass pass = copy.begin()) {
            while (tree.size() < copy.size()) {
                for (ByteString entry : pass.next(AT_ONCE)) {
                    tree.append(Merkle.leaf(entry.toByteArray()));
                    for (OwnHeads.Opened other : others) {
                        requireRoot(tree, other, copy);
                    }
                }
            }
        }
        requireRoot(tree, head, copy);
    }

    private static void requireRoot(Frontier tree, OwnHeads.Opened head, FollowerCopy copy) throws HubException {
        if (tree.size() == head.head().size() && !tree.head().equals(head.head())) {
            throw new HubException(
                    CHAINS_OR_TREE,
                    copy.name() + " does not have the root that the log signed at " + tree.size() + " entries ("
                            + head.file() + "): give the copy of another desk",
                    null);
        }
    }

    /** The charter of entry 0. */
    public Charter first() {
        return first;
    }

    /** The log's keys that it names. */
    public LogPublicKey firstPair() {
        return firstPair;
    }

    /** Size and root of the copy, which this hub's keys have signed. */
    public Head head() {
        return head.head();
    }

    /**
     * Verifies every entry, writes the log, and takes in what desks keep of the word of witnesses and time authorities.
     *
     * @param nowMs what time it is, in milliseconds since 1970 UTC: nothing of it may be dated far ahead
     * @throws HubException as {@link Carriage#run}; and 13 if the charter in force at the end names other log keys than those that signed the head
     */
    public Restored into(Carriage carriage, long nowMs) throws HubException {
        Testimony.Taken[] taken = {Testimony.Taken.NOTHING};
        Carriage.Carried carried = carriage.run(
                copy,
                head(),
                this::requireSigner,
                (target, derivation) -> taken[0] = new Testimony(target, derivation, nowMs).take(testimony));
        return new Restored(carried, taken[0].cosigned(), taken[0].witnessed(), taken[0].tokens());
    }

    /**
     * What was restored.
     *
     * @param carried the log
     * @param cosigned how many heads with the word of witnesses
     * @param witnessed how many entries the greatest head covers over which the charter's witness rule holds; 0: there is none
     * @param tokens how many tokens of time authorities
     */
    public record Restored(Carriage.Carried carried, long cosigned, long witnessed, long tokens) {}

    private void requireSigner(Charter last) throws HubException {
        if (!OwnHeads.isNamed(head.by(), last.log())) {
            throw new HubException(
                    OTHER_SIGNER,
                    head.file()
                            + " is signed with log keys of this hub that are not those of the charter in force there: give the copy of another desk",
                    null);
        }
    }
}
