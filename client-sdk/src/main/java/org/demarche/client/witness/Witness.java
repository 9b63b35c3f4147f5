package org.demarche.client.witness;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Cosignature;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.Misbehaviour;
import org.demarche.client.follow.Replica;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;

/**
 * Cosigns heads, one at a time. A head is cosigned only when the witness's own copy of the log has come to its size with its very root, so every entry under it has been
 * replayed; when the log's keys under the charter behind its last entry have signed it, and that charter names this witness; when it is not smaller than the last
 * one cosigned; and while the witness's clock agrees with the hub's. What was cosigned is on disk before anybody hears of it: after a crash between the two the same head
 * is cosigned anew. Thread-safe.
 */
public final class Witness {
    private final String name;
    private final LogPublicKey key;
    private final Cosigner cosigner;
    private final Replica replica;
    private final CosignedFile file;
    private final InstantSource clock;
    private final Supplier<Optional<String>> clockFault;
    private Optional<Head> last;

    /** What must hold besides, looked at in the same step in which the word is given. */
    @FunctionalInterface
    interface Condition {
        /** Empty if it holds for {@code next}, when {@code last} is what was cosigned last. */
        Optional<Word.Withheld> against(Optional<Head> last, Head next);
    }

    private Witness(
            String name,
            LogSigningKey key,
            Replica replica,
            CosignedFile file,
            InstantSource clock,
            Supplier<Optional<String>> clockFault,
            Optional<Head> last) {
        this.name = name;
        this.key = key.publicKey();
        this.cosigner = new Cosigner(name, key);
        this.replica = replica;
        this.file = file;
        this.clock = clock;
        this.clockFault = clockFault;
        this.last = last;
    }

    /**
     * A witness that goes on from what it has cosigned. The copy must lead through that head, as through all that it has seen.
     *
     * @param name its name in the charter
     * @param clock its own clock, whose time stands in cosignatures
     * @param clockFault why that clock is not to be relied on just now, in one sentence
     * @throws IOException if {@code file} can't be read, is damaged, or is another witness's or another log's
     * @throws LieException if what it cosigned contradicts the copy: the log has signed two histories
     */
    public static Witness open(
            String name,
            LogSigningKey key,
            Replica replica,
            CosignedFile file,
            InstantSource clock,
            Supplier<Optional<String>> clockFault)
            throws IOException, LieException {
        Optional<byte[]> note = file.last();
        Optional<Head> last = Optional.empty();
        if (note.isPresent()) {
            last = Optional.of(recall(name, key.publicKey(), replica, file, note.get()));
        }
        return new Witness(name, key, replica, file, clock, clockFault, last);
    }

    private static Head recall(String name, LogPublicKey key, Replica replica, CosignedFile file, byte[] note)
            throws IOException, LieException {
        Checkpoint said;
        try {
            said = Checkpoint.parse(Note.parse(note).text());
        } catch (NoteException e) {
            throw unusable(file, e.refusal().sentence());
        }
        String origin = replica.charter().log().origin();
        if (!said.origin().equals(origin)) {
            throw unusable(file, "it is of the log " + said.origin() + " (expected: " + origin + ")");
        }
        try {
            Optional<VerifiedCheckpoint> seen = replica.see(note);
            if (seen.isPresent()
                    && !(new CosignatureVerifier(name, key).check(seen.get()) instanceof Cosignature.Valid)) {
                throw unusable(file, "it does not bear the cosignatures of " + name + " with this key");
            }
        } catch (LieException e) {
            if (e.kind() == Misbehaviour.SPLIT_HISTORY) {
                throw e;
            }
            // The file is the witness's own: that the log has not signed it is not the log's fault.
            throw unusable(file, String.valueOf(e.getMessage()));
        }
        return said.head();
    }

    private static IOException unusable(CosignedFile file, String why) {
        return new IOException(file.path() + ": not what this witness has cosigned last: " + why);
    }

    /** Its name in the charter. */
    public String name() {
        return name;
    }

    /** Its public keys, which the charter names by their fingerprints. */
    public LogPublicKey key() {
        return key;
    }

    /** The head that was cosigned last. */
    public synchronized Optional<Head> last() {
        return last;
    }

    /** The note of that head, with the log's lines and the witness's own. */
    public synchronized Optional<byte[]> lastNote() throws IOException {
        return file.last();
    }

    /** Whether {@code charter} names this witness with this key. */
    public boolean isNamedBy(Charter charter) {
        return charter.witnesses().stream()
                .anyMatch(w -> w.name().equals(name)
                        && w.ed25519().equals(key.ed25519Id())
                        && w.mlDsa44().equals(key.mlDsa44Id()));
    }

    /**
     * Cosigns a head, or says why not.
     *
     * @param note the checkpoint, unverified; whatever lines others have added to it are left out
     * @throws LieException if it is not the log's, or contradicts the copy
     * @throws IOException if it can't be kept that it was cosigned; then it was not
     */
    public Word cosign(byte[] note) throws LieException, IOException {
        return cosign(note, (before, next) -> Optional.empty());
    }

    synchronized Word cosign(byte[] note, Condition condition) throws LieException, IOException {
        long size = Replica.claimedSize(note);
        long replayed = replica.size();
        if (size > replayed) {
            return new Word.Withheld(
                    Word.Why.NOT_REPLAYED,
                    "the head is over " + size + " entries, and this witness has replayed " + replayed + " of them");
        }
        // The copy only grows: from here on the head is within it.
        VerifiedCheckpoint head = replica.see(note).orElseThrow();
        Optional<Word.Withheld> withheld = condition.against(last, head.head()).or(() -> withheld(head.head()));
        return withheld.isPresent() ? withheld.get() : given(head.bare());
    }

    private Optional<Word.Withheld> withheld(Head head) {
        if (last.isPresent() && head.size() < last.get().size()) {
            return Optional.of(new Word.Withheld(
                    Word.Why.SMALLER,
                    "the head is over " + head.size() + " entries, and this witness has cosigned "
                            + last.get().size()));
        }
        if (!isNamedBy(replica.charterBehind(head.size()))) {
            return Optional.of(new Word.Withheld(
                    Word.Why.NOT_NAMED,
                    "the charter behind entry " + (head.size() - 1) + " names no witness " + name + " with this key"));
        }
        return clockFault.get().map(sentence -> new Word.Withheld(Word.Why.CLOCK, sentence));
    }

    private Word.Given given(VerifiedCheckpoint head) throws IOException {
        Instant at = clock.instant();
        List<NoteSignature> lines = cosigner.cosign(head, at);
        try {
            file.write(head.plus(lines).note());
        } catch (NoteException e) {
            throw new AssertionError("a note of four lines is small", e);
        }
        last = Optional.of(head.head());
        return new Word.Given(head.head(), lines, at);
    }
}
