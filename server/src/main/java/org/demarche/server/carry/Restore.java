package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
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
     * @param seen heads of this log that others have seen, which the copy must be neither behind nor at odds with
     * @param held heads that desks keep with what was said of them: those that the log's keys have signed it must not be behind either
     * @throws HubException if the copy cannot be read, is not of this hub's log, is damaged, or is behind one of the heads or at odds with it
     */
    public static Restore of(FollowerCopy copy, SeenHeads seen, HeldHeads held) throws HubException {
        OwnHeads.Opened head = seen.take(copy.headFile().toString(), copy.head());
        seen.addSeenBy(copy);
        List<Testimony.Signed> testimony = seen.add(held);
        requireReached(copy, seen);
        return new Restore(copy, seen.first(), seen.firstPair(), head, testimony);
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

    private static void requireReached(FollowerCopy copy, SeenHeads seen) throws HubException {
        Optional<SeenHeads.Seen> beyond = seen.beyond();
        if (beyond.isPresent()) {
            throw new HubException(
                    HubException.CONDITION_NOT_MET,
                    copy.name() + " has " + copy.size() + " entries, but this hub has signed for "
                            + beyond.get().head().size() + " (" + beyond.get().where()
                            + "): restored so, it would be refused by whoever has seen that; give a copy that goes as far; if this is its own last.head and there is no such copy: --entries-lost",
                    null);
        }
        Optional<SeenHeads.Seen> beside = seen.beside();
        if (beside.isPresent()) {
            throw new HubException(
                    CHAINS_OR_TREE,
                    copy.name() + " does not have the root that the log signed at "
                            + beside.get().head().size() + " entries ("
                            + beside.get().where() + "): give the copy of another desk",
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
                    head.where()
                            + " is signed with log keys of this hub that are not those of the charter in force there: give the copy of another desk",
                    null);
        }
    }
}
