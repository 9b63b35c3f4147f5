package org.demarche.misbehaviour;

import com.google.protobuf.ByteString;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SignedState;
import org.demarche.refusal.RefusedException;

/** What a log signed that names a head, for a file that holds it against another head. */
public sealed interface Word {
    /** A checkpoint: a C2SP signed note. */
    record Checkpoint(ByteString note) implements Word {}

    /** A refusal. */
    record Refusal(SignedRefusal signed) implements Word {}

    /** A state. */
    record State(SignedState signed) implements Word {}

    /**
     * The head that it names, with no signature looked at.
     *
     * @throws RefusedException if it names none
     */
    default Head head() throws RefusedException {
        if (this instanceof Checkpoint checkpoint) {
            return LogWord.ofHead(checkpoint.note()).head();
        }
        return this instanceof Refusal refusal
                ? LogWord.ofRefusal(refusal.signed()).head()
                : LogWord.ofState(((State) this).signed()).head();
    }
}
