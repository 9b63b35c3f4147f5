package org.demarche.conformance;

import java.util.Map;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosignature;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.refusal.RefusedException;

/** Checkpoints and cosignatures: PROTOCOL.md section 5. */
final class HeadAnswers {
    static final Map<String, Respondent> CHECKPOINT = Map.of("parse", HeadAnswers::parse, "open", HeadAnswers::open);
    static final Map<String, Respondent> COSIGNATURE = Map.of("check", HeadAnswers::check);

    private static final String VERDICT = "cosignature";

    private HeadAnswers() {}

    private static Answer parse(Input in) throws QuestionException, RefusedException {
        try {
            return of(Checkpoint.parse(Note.parse(in.bytes("note")).text()));
        } catch (NoteException e) {
            throw new RefusedException(e.refusal());
        }
    }

    private static Answer open(Input in) throws QuestionException, RefusedException {
        VerifiedCheckpoint head = head(in, "ed25519", "ml_dsa_44");
        return of(head.checkpoint()).withNumber("time_s", head.signedAt().getEpochSecond());
    }

    private static Answer of(Checkpoint checkpoint) {
        return Answer.accept()
                .with("origin", checkpoint.origin())
                .withNumber("size", checkpoint.head().size())
                .with("root", checkpoint.head().root());
    }

    private static Answer check(Input in) throws QuestionException, RefusedException {
        VerifiedCheckpoint head = head(in, "log_ed25519", "log_ml_dsa_44");
        Cosignature said = new CosignatureVerifier(in.text("name"), keys(in, "ed25519", "ml_dsa_44")).check(head);
        if (said instanceof Cosignature.Valid valid) {
            return Answer.accept().withNumber("time_s", valid.at().getEpochSecond());
        }
        return Answer.refuse().with(VERDICT, said instanceof Cosignature.Absent ? "absent" : "false");
    }

    static VerifiedCheckpoint head(Input in, String ed25519, String mlDsa44)
            throws QuestionException, RefusedException {
        try {
            return new CheckpointVerifier(in.text("origin"), keys(in, ed25519, mlDsa44)).open(in.bytes("note"));
        } catch (NoteException e) {
            throw new RefusedException(e.refusal());
        }
    }

    private static LogPublicKey keys(Input in, String ed25519, String mlDsa44)
            throws QuestionException, RefusedException {
        return LogPublicKey.of(
                in.bytes(ed25519, LogPublicKey.ED25519_LENGTH), in.bytes(mlDsa44, LogPublicKey.ML_DSA_44_LENGTH));
    }
}
