package org.demarche.conformance;

import com.google.protobuf.ByteString;
import java.util.Map;
import org.demarche.envelope.Pae;
import org.demarche.envelope.Possession;
import org.demarche.envelope.Strict;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.LogSignatures;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.refusal.RefusedException;

/** Encoding, keys and signatures: PROTOCOL.md sections 1 to 3. */
final class EnvelopeAnswers {
    static final Map<String, Respondent> ALL = Map.of(
            "pae", EnvelopeAnswers::pae,
            "key-id", in -> Answer.accept().with("key_id", key(in).id()),
            "sound-key", in -> Answer.of(key(in).soundForEnrolment()),
            "ed25519", EnvelopeAnswers::ed25519,
            "notice", EnvelopeAnswers::notice,
            "signed-notice", EnvelopeAnswers::signedNotice,
            "possession", EnvelopeAnswers::possession,
            "entry",
                    in -> Answer.accept()
                            .with(
                                    "leaf",
                                    UnverifiedEntry.parse(in.bytes("entry")).leaf()));

    private EnvelopeAnswers() {}

    private static Answer pae(Input in) throws QuestionException {
        return Answer.accept().with("pae", Pae.encode(in.text("type"), in.bytes("body")));
    }

    private static PublicKey key(Input in) throws QuestionException, RefusedException {
        return PublicKey.of(
                in.bytes("ed25519", PublicKey.ED25519_LENGTH), in.bytes("ml_dsa_65", PublicKey.ML_DSA_65_LENGTH));
    }

    private static Answer ed25519(Input in) throws QuestionException, RefusedException {
        return Answer.of(LogSignatures.verifyEd25519(
                in.bytes("key", PublicKey.ED25519_LENGTH),
                in.bytes("message"),
                in.bytes("signature", HybridSignature.ED25519_LENGTH)));
    }

    /** A notice is judged within a signed one, whose signatures nobody asks about. */
    private static Answer notice(Input in) throws QuestionException, RefusedException {
        SignedNotice around = SignedNotice.newBuilder()
                .setNotice(ByteString.copyFrom(in.bytes("notice")))
                .setKeyId(ByteString.copyFrom(new byte[Sha256.LENGTH]))
                .setEd25519(ByteString.copyFrom(new byte[HybridSignature.ED25519_LENGTH]))
                .setMlDsa65(ByteString.copyFrom(new byte[HybridSignature.ML_DSA_65_LENGTH]))
                .build();
        return Answer.accept()
                .with("id", UnverifiedNotice.parse(Strict.encode(around)).id());
    }

    private static Answer signedNotice(Input in) throws QuestionException, RefusedException {
        UnverifiedNotice notice = UnverifiedNotice.parse(in.bytes("signed_notice"));
        return notice.verify(key(in), SignatureVerifier.bouncyCastle())
                .map(verified -> Answer.accept().with("id", verified.id()))
                .orElseGet(Answer::refuse);
    }

    private static Answer possession(Input in) throws QuestionException, RefusedException {
        PublicKey key = key(in);
        EnrolledKey enrolled = EnrolledKey.newBuilder()
                .setEd25519(ByteString.copyFrom(key.ed25519()))
                .setMlDsa65(ByteString.copyFrom(key.mlDsa65()))
                .setProofEd25519(ByteString.copyFrom(in.bytes("proof_ed25519", HybridSignature.ED25519_LENGTH)))
                .setProofMlDsa65(ByteString.copyFrom(in.bytes("proof_ml_dsa_65", HybridSignature.ML_DSA_65_LENGTH)))
                .build();
        return Answer.of(
                Possession.verify(enrolled, in.text("party"), in.hash("charter"), SignatureVerifier.bouncyCastle()));
    }
}
