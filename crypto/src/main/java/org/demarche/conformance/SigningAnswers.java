package org.demarche.conformance;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.envelope.Pae;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SigningKey;
import org.demarche.merkle.Head;
import org.demarche.refusal.RefusedException;

/** Known answers of who signs. All signatures are deterministic, so that they can be compared: FIPS 204 with {@code rnd} all zero. */
final class SigningAnswers {
    static final Map<String, Respondent> ALL = Map.of(
            "notice", SigningAnswers::notice,
            "checkpoint", SigningAnswers::checkpoint,
            "cosignature", SigningAnswers::cosignature);

    private SigningAnswers() {}

    private static Answer notice(Input in) throws QuestionException, RefusedException {
        SigningKey key =
                SigningKey.ofSeeds(in.bytes("ed25519_seed", Sha256.LENGTH), in.bytes("ml_dsa_seed", Sha256.LENGTH));
        HybridSignature signature = key.sign(Pae.encode(UnverifiedNotice.TYPE, in.bytes("notice")));
        return Answer.accept()
                .with("key_id", key.publicKey().id())
                .with("ed25519", signature.ed25519())
                .with("ml_dsa_65", signature.mlDsa65());
    }

    private static Answer checkpoint(Input in) throws QuestionException, RefusedException {
        byte[] note = new CheckpointSigner(in.text("origin"), key(in))
                .sign(new Head(in.number("size"), in.hash("root")), Instant.ofEpochSecond(in.number("time_s")));
        return Answer.accept().with("note", note);
    }

    private static Answer cosignature(Input in) throws QuestionException, RefusedException {
        Cosigner cosigner = new Cosigner(in.text("name"), key(in));
        StringBuilder lines = new StringBuilder();
        for (NoteSignature line : cosigner.cosign(
                HeadAnswers.head(in, "log_ed25519", "log_ml_dsa_44"), Instant.ofEpochSecond(in.number("time_s")))) {
            lines.append(line.line());
        }
        return Answer.accept().with("lines", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static LogSigningKey key(Input in) throws QuestionException, RefusedException {
        return LogSigningKey.ofSeeds(in.bytes("ed25519_seed", Sha256.LENGTH), in.bytes("ml_dsa_seed", Sha256.LENGTH));
    }
}
