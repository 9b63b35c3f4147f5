package org.demarche.server.fsck;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StoredToken;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.UnverifiedToken;

/** Checks the heads that time authorities were asked to stamp, and every token over them, against a log that was derived from its entries. */
public final class StampedCheck {
    private static final int UNREADABLE = 10;
    private static final int SIGNATURE = 12;

    private final LongFunction<Head> headAt;
    private final LongFunction<Charter> charterBehind;

    /**
     * A check.
     *
     * @param headAt the log's heads
     * @param charterBehind the charter that governs behind so many entries
     */
    public StampedCheck(LongFunction<Head> headAt, LongFunction<Charter> charterBehind) {
        this.headAt = headAt;
        this.charterBehind = charterBehind;
    }

    /**
     * Checks one head.
     *
     * @param head of a size that the log has
     * @param tokens all that are stored of it
     * @return what is wrong; empty: nothing is
     */
    public Optional<Fsck.Damage> of(FrozenHead head, List<StoredToken> tokens) {
        Charter charter = charterBehind.apply(head.size());
        try {
            byte[] note = WitnessedHead.parseFrom(head.head()).getCheckpoint().toByteArray();
            Checkpoint expected = new Checkpoint(charter.log().origin(), headAt.apply(head.size()));
            if (!Checkpoint.parse(Note.parse(note).text()).equals(expected)) {
                return damage(head, Fsck.CHAINS_OR_TREE, "is not a head of this log");
            }
            Imprint imprint = Imprint.of(HashAlgorithm.SHA_512, note);
            for (StoredToken token : tokens) {
                if (!isTrue(token, imprint, charter)) {
                    return damage(
                            head,
                            SIGNATURE,
                            "has a token of " + token.authority()
                                    + " that is false, or of nobody whom the charter names");
                }
            }
            return Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return damage(head, UNREADABLE, "cannot be read");
        } catch (NoteException e) {
            return damage(head, UNREADABLE, "cannot be read: " + e.refusal().sentence());
        } catch (RefusedException e) {
            return damage(
                    head,
                    UNREADABLE,
                    "has a token that cannot be read: " + e.refusal().sentence());
        }
    }

    private static boolean isTrue(StoredToken stored, Imprint imprint, Charter charter) throws RefusedException {
        Anchor anchor = Anchor.parse(stored.anchor().toByteArray());
        UnverifiedToken token = UnverifiedToken.parse(stored.token().toByteArray());
        return charter.timeAuthorities().stream()
                .filter(a ->
                        a.name().equals(stored.authority()) && a.certificate().equals(anchor.fingerprint()))
                .anyMatch(a -> new TokenVerifier(anchor, a.policy()).check(token, imprint) instanceof TokenCheck.Valid);
    }

    private static Optional<Fsck.Damage> damage(FrozenHead head, int code, String what) {
        return Optional.of(new Fsck.Damage(
                head.size() - 1, code, "the head of " + head.size() + " entries that was stamped " + what));
    }
}
