package org.demarche.verify;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.TlogProof;
import org.demarche.evidence.Verification;
import org.demarche.misbehaviour.MisbehaviourVerification;

/** What a file is, by how it begins. Nobody has to say it, and nobody can get it wrong. */
sealed interface FileKind {
    /** Something that the command can judge. */
    record Evidence(byte[] bytes) implements FileKind {}

    /** A lie of a log. */
    record Misbehaviour(byte[] bytes) implements FileKind {}

    /**
     * Something that it cannot.
     *
     * @param what one sentence that says so, and what to do
     */
    record Unjudged(String what) implements FileKind {}

    /** The kind of a file; of a longer one than {@link Verification#MAX_BYTES} one byte above them is enough. */
    static FileKind of(byte[] file) {
        if (Verification.recognizes(file)) {
            return new Evidence(file);
        }
        if (MisbehaviourVerification.recognizes(file)) {
            return new Misbehaviour(file);
        }
        return new Unjudged(otherKind(file)
                .orElse("not an evidence bundle, nor a misbehaviour file, nor anything else that this program knows"));
    }

    private static Optional<String> otherKind(byte[] file) {
        if (file.length == 0) {
            return Optional.of("the file is empty");
        }
        String head = new String(file, 0, Math.min(file.length, 4096), StandardCharsets.ISO_8859_1);
        if (head.startsWith("SQLite format 3\0")) {
            return Optional.of("a hub's log file, not a bundle; write one with: demarche liaison evidence");
        }
        if (head.lines().anyMatch(l -> l.startsWith("title ") || l.startsWith("title=")) && head.contains("rules")) {
            return Optional.of("a charter's text, not a bundle; give it to --charter, and the bundle as FILE");
        }
        if (head.startsWith("demarche exhibits ")) {
            return Optional.of(
                    "what a desk found wrong and kept for its operator; it proves nothing to others, since nothing that the log signed is false in it");
        }
        if (TlogProof.recognizes(file)) {
            return Optional.of(tlogProof(file));
        }
        if (head.contains("\n\n\u00e2\u0080\u0094 ")) {
            return Optional.of("a signed checkpoint alone, which proves no notice");
        }
        return Optional.empty();
    }

    private static String tlogProof(byte[] file) {
        try {
            TlogProof proof = TlogProof.parse(file);
            return "a C2SP tlog-proof, not a bundle: it would show that entry " + proof.index() + " stands in the log "
                    + proof.checkpoint().origin() + " of size "
                    + proof.checkpoint().head().size()
                    + ", to whoever has the entry and the log's verifier keys; what follows from an entry only a bundle proves";
        } catch (NoteException e) {
            return "a damaged C2SP tlog-proof: " + e.getMessage();
        }
    }
}
