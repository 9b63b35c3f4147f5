package org.demarche.client.witness;

import java.time.Instant;
import java.util.List;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.merkle.Head;

/** What a witness says when it is asked to cosign a head. */
public sealed interface Word {
    /**
     * Its cosignatures; that it gave them is on disk.
     *
     * @param head what was cosigned
     * @param lines the Ed25519 line, then the ML-DSA-44 line
     * @param at the witness's own time
     */
    record Given(Head head, List<NoteSignature> lines, Instant at) implements Word {
        public Given {
            lines = List.copyOf(lines);
        }

        /** The lines as they stand in a note and are sent. */
        public String text() {
            StringBuilder text = new StringBuilder();
            lines.forEach(line -> text.append(line.line()));
            return text.toString();
        }
    }

    /**
     * Nothing was cosigned.
     *
     * @param sentence for people
     */
    record Withheld(Why why, String sentence) implements Word {}

    /** Why nothing was cosigned. */
    enum Why {
        /** The witness has not come to the entries yet. */
        NOT_REPLAYED,
        /** It has cosigned a greater head. */
        SMALLER,
        /** The charter behind the head does not name this witness with this key. */
        NOT_NAMED,
        /** Its clock and the hub's differ, or have not been compared. */
        CLOCK,
        /** Whoever asks takes another head to be the last one cosigned. */
        CONFLICT,
        /** The proof that was brought does not hold. */
        INCONSISTENT
    }
}
