package org.demarche.misbehaviour;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.checkpoint.StateVerifier;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.StateStatement;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** Something that the log is said to have signed, and that names a head: as it stands in a misbehaviour file, unverified. */
public sealed interface LogWord {
    /** The log that it says it is of. */
    String origin();

    /** The head that it names; of at least one entry. */
    Head head();

    /** Whether both keys of the pair have signed it. */
    boolean signedBy(LogPublicKey key);

    /** What it is, for people. */
    String title();

    /**
     * Everything of the kind in a misbehaviour file, whether the lie that it tells of is one or not.
     *
     * @throws RefusedException if it is no such file of version 1, in the strict encoding, within its limits and of the form that its lie asks for
     */
    static List<LogWord> in(byte[] file) throws RefusedException {
        long version = UnverifiedMisbehaviour.FORMAT.version(file).orElse(0);
        if (version != UnverifiedMisbehaviour.FORMAT.version()) {
            throw new RefusedException(
                    Reason.MALFORMED,
                    "version: " + version + " (expected: " + UnverifiedMisbehaviour.FORMAT.version() + ")");
        }
        UnverifiedMisbehaviour read = UnverifiedMisbehaviour.parse(file);
        return Stream.concat(Stream.of(read.word()), read.other().stream()).toList();
    }

    /** A checkpoint. */
    record OfHead(Checkpoint checkpoint, byte[] note) implements LogWord {
        @Override
        public String origin() {
            return checkpoint.origin();
        }

        @Override
        public Head head() {
            return checkpoint.head();
        }

        @Override
        public boolean signedBy(LogPublicKey key) {
            return open(key).isPresent();
        }

        /** The checkpoint, if both keys have signed it. */
        Optional<VerifiedCheckpoint> open(LogPublicKey key) {
            try {
                return Optional.of(new CheckpointVerifier(origin(), key).open(note));
            } catch (NoteException e) {
                return Optional.empty();
            }
        }

        @Override
        public String title() {
            return "a head of " + head().size() + " entries";
        }
    }

    /** A refusal. */
    record OfRefusal(Refusal refusal, SignedRefusal signed) implements LogWord {
        @Override
        public String origin() {
            return refusal.getOrigin();
        }

        @Override
        public Head head() {
            return new Head(refusal.getSize(), Sha256.copyOf(refusal.getRoot()));
        }

        @Override
        public boolean signedBy(LogPublicKey key) {
            return RefusalVerifier.open(signed, key).isPresent();
        }

        @Override
        public String title() {
            return "a refusal behind " + head().size() + " entries";
        }
    }

    /** A state. */
    record OfState(StateStatement statement, SignedState signed) implements LogWord {
        @Override
        public String origin() {
            return statement.getOrigin();
        }

        @Override
        public Head head() {
            return new Head(statement.getSize(), Sha256.copyOf(statement.getRoot()));
        }

        @Override
        public boolean signedBy(LogPublicKey key) {
            return StateVerifier.open(signed, key).isPresent();
        }

        @Override
        public String title() {
            return "a state behind " + head().size() + " entries";
        }
    }

    /** @throws RefusedException if it is no checkpoint over at least one entry */
    static OfHead ofHead(ByteString note) throws RefusedException {
        try {
            byte[] bytes = note.toByteArray();
            Checkpoint checkpoint = Checkpoint.parse(Note.parse(bytes).text());
            if (checkpoint.head().size() == 0) {
                throw new RefusedException(Reason.MALFORMED, "checkpoint: over no entry (expected: at least 1)");
            }
            return new OfHead(checkpoint, bytes);
        } catch (NoteException e) {
            throw new RefusedException(e.refusal());
        }
    }

    /** @throws RefusedException if it holds no refusal in the strict encoding */
    static OfRefusal ofRefusal(SignedRefusal signed) throws RefusedException {
        return new OfRefusal(
                RefusalVerifier.claimed(signed)
                        .orElseThrow(() -> new RefusedException(Reason.MALFORMED, "refusal: not a Refusal")),
                signed);
    }

    /** @throws RefusedException if it holds no statement in the strict encoding */
    static OfState ofState(SignedState signed) throws RefusedException {
        return new OfState(
                StateVerifier.claimed(signed)
                        .orElseThrow(() -> new RefusedException(Reason.MALFORMED, "state: not a StateStatement")),
                signed);
    }
}
