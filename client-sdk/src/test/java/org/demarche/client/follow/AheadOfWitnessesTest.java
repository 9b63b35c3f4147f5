package org.demarche.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.evidence.Code;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.misbehaviour.MisbehaviourVerification;
import org.demarche.proto.v1.WitnessedHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What witnesses have seen bounds the times in the copy. */
class AheadOfWitnessesTest {
    private static final String ORIGIN = "hub.exercise.example/ceasefire";
    private static final Instant NOW = Instant.ofEpochMilli(Scene.START);

    private final LogSigningKey witness = LogSigningKey.generate(new SecureRandom());
    private final SampleCharter charter =
            SampleCharter.actual(this::fingerprint).witnessedBy("GB");
    private final Scene scene = Scene.draft(charter);
    private final CheckpointSigner signer = new CheckpointSigner(ORIGIN, TestKeys.log());
    private final Trust trust = new Trust(
            charter.charter(), LogKeys.of(signer.keys()), SignatureVerifier.bouncyCastle(), InstantSource.fixed(NOW));

    @TempDir
    Path directory;

    private byte[] note;

    private Sha256 fingerprint(String name) {
        return switch (name) {
            case "GB-w/ed25519" -> witness.publicKey().ed25519Id();
            case "GB-w/ml-dsa-44" -> witness.publicKey().mlDsa44Id();
            default -> TestKeys.fingerprint(name);
        };
    }

    @BeforeEach
    void begin() {
        Scene.entry(scene.assent("UA", scene.charter()));
        note = signer.sign(scene.tree().head(), NOW);
    }

    private Replica open() throws Exception {
        Replica replica = Replica.open(directory, trust);
        replica.accept(0, scene.entries().stream().map(Entry::bytes).toList(), note);
        return replica;
    }

    private WitnessedHead seenAt(Instant at) throws Exception {
        VerifiedCheckpoint head = new CheckpointVerifier(ORIGIN, TestKeys.log().publicKey()).open(note);
        LogPublicKey key = witness.publicKey();
        return WitnessedHead.newBuilder()
                .setCheckpoint(ByteString.copyFrom(head.plus(new Cosigner("GB-w", witness).cosign(head, at))
                        .note()))
                .addWitnessKeys(org.demarche.proto.v1.LogKeys.newBuilder()
                        .setEd25519(ByteString.copyFrom(key.ed25519()))
                        .setMlDsa44(ByteString.copyFrom(key.mlDsa44())))
                .build();
    }

    @Test
    void seenBeforeItsDateByMoreThanTheSkew_convicts() throws Exception {
        try (Replica replica = open()) {
            long early = charter.charter().skewMs() / 1000 + 1;
            LieException lie = catchThrowableOfType(
                    LieException.class, () -> new WitnessCheck(replica).requireSeen(seenAt(NOW.minusSeconds(early))));
            assertThat(lie.kind()).isEqualTo(Misbehaviour.WRONG_TIME);
            byte[] file = new Prosecutor(replica, trust, size -> List.of())
                    .prove(lie.claim().orElseThrow())
                    .orElseThrow();
            assertThat(MisbehaviourVerification.verify(file, charter.charter().hash(), trust.verifier())
                            .verdict()
                            .code())
                    .isEqualTo(Code.TIME);
        }
    }

    @Test
    void seenWithinTheSkew_isBelieved() throws Exception {
        try (Replica replica = open()) {
            new WitnessCheck(replica)
                    .requireSeen(seenAt(NOW.minusMillis(charter.charter().skewMs())));
            assertThat(replica.size()).isEqualTo(scene.entries().size());
        }
    }
}
