package org.demarche.server.fsck;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.RefusedException;
import org.demarche.server.log.Dates;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StoredToken;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.UnverifiedToken;
import org.demarche.timestamp.VerifiedToken;

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
                if (check(token, imprint, charter).isEmpty()) {
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

    /**
     * The tokens that are true and yet of no use, since their dates contradict the log's: an earlier release kept such ones, and no evidence rests on them.
     *
     * @param head one that was found sound, with these tokens
     * @return each as a sentence
     */
    public List<String> misdated(FrozenHead head, List<StoredToken> tokens, Dates dates) {
        Charter charter = charterBehind.apply(head.size());
        List<String> sentences = new ArrayList<>();
        try {
            byte[] note = WitnessedHead.parseFrom(head.head()).getCheckpoint().toByteArray();
            Imprint imprint = Imprint.of(HashAlgorithm.SHA_512, note);
            for (StoredToken token : tokens) {
                check(token, imprint, charter)
                        .flatMap(dates::whyNot)
                        .ifPresent(why -> sentences.add("the token of " + token.authority() + " over the head of "
                                + head.size() + " entries " + why + ": no evidence rests on it"));
            }
            return sentences;
        } catch (InvalidProtocolBufferException | RefusedException e) {
            throw new IllegalStateException("a head that was found sound cannot be read", e);
        }
    }

    private static Optional<VerifiedToken> check(StoredToken stored, Imprint imprint, Charter charter)
            throws RefusedException {
        Anchor anchor = Anchor.parse(stored.anchor().toByteArray());
        UnverifiedToken token = UnverifiedToken.parse(stored.token().toByteArray());
        return charter.timeAuthorities().stream()
                .filter(a ->
                        a.name().equals(stored.authority()) && a.certificate().equals(anchor.fingerprint()))
                .map(a -> new TokenVerifier(anchor, a.policy()).check(token, imprint))
                .flatMap(check -> check instanceof TokenCheck.Valid valid ? Stream.of(valid.token()) : Stream.empty())
                .findFirst();
    }

    private static Optional<Fsck.Damage> damage(FrozenHead head, int code, String what) {
        return Optional.of(new Fsck.Damage(
                head.size() - 1, code, "the head of " + head.size() + " entries that was stamped " + what));
    }
}
