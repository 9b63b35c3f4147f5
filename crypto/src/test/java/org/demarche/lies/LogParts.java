package org.demarche.lies;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.Consumer;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.envelope.Strict;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Merkle;
import org.demarche.misbehaviour.MisbehaviourWriter;
import org.demarche.misbehaviour.Word;
import org.demarche.proto.v1.MisbehaviourFile;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** Parts of a log, out of which misbehaviour files are made. */
final class LogParts {
    private LogParts() {}

    static MisbehaviourWriter writer(LieLog log) {
        return new MisbehaviourWriter(log.source(), List.of(LieKeys.log("log").publicKey()), List.of());
    }

    static ByteString note(LieLog log, int size) {
        return ByteString.copyFrom(log.checkpoint(size));
    }

    static Word word(LieLog log, int size) {
        return new Word.Checkpoint(note(log, size));
    }

    /** The same log, with one entry dated a millisecond later. */
    static LieLog redated(LieLog log, int index) {
        return log.changed(index, e -> e.setAcceptedAtMs(e.getAcceptedAtMs() + 1));
    }

    static ByteString leafOf(LieLog log, int index) {
        return Merkle.leaf(log.source().entry(index)).byteString();
    }

    static List<ByteString> hashes(List<Sha256> proof) {
        return proof.stream().map(Sha256::byteString).toList();
    }

    static byte[] changed(byte[] file, Consumer<MisbehaviourFile.Builder> change) {
        MisbehaviourFile.Builder builder = LieLog.parse(MisbehaviourFile.getDefaultInstance(), file).toBuilder();
        change.accept(builder);
        return Strict.encode(builder.build());
    }

    /** The tale's own head, and another word, where one of them is of the tale's log. */
    static byte[] split(Tale tale, Word other) throws RefusedException {
        return writer(tale.log())
                .splitHistory(note(tale.log(), 6), other, tale.log().tree());
    }

    /** What UA might say next: a message, which the rules take. */
    static SignedNotice word(Tale tale) {
        return tale.log().signed("UA/watch", Says.message(tale.incident()));
    }

    static SignedRefusal refusal(LieLog log, Consumer<Refusal.Builder> change, SignedNotice sent) {
        int size = log.size();
        Refusal.Builder refusal = Refusal.newBuilder()
                .setOrigin(LieLog.ORIGIN)
                .setNotice(Sha256.of(sent.getNotice().toByteArray()).byteString())
                .setReason(Reason.INCIDENT_CLOSED.name())
                .setSentence("the incident is closed")
                .setSize(size)
                .setRoot(log.tree().head(size).root().byteString())
                .setRefusedAtMs(log.entry(size - 1).getAcceptedAtMs())
                .setSubmitted(Sha256.of(Strict.encode(sent)).byteString())
                .setGovernance(leafOf(log, 1));
        if (!LieLog.parse(Notice.getDefaultInstance(), sent.getNotice().toByteArray())
                .getIncident()
                .isEmpty()) {
            refusal.setIncidentLast(leafOf(log, size - 1));
        }
        change.accept(refusal);
        return new RefusalSigner(log.signer()).sign(refusal.build());
    }
}
