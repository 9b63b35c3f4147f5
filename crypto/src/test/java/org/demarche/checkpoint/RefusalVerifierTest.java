package org.demarche.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;
import org.junit.jupiter.api.Test;

class RefusalVerifierTest {
    private static final Refusal REFUSAL = Refusal.newBuilder()
            .setOrigin(TestLog.ORIGIN)
            .setNotice(Sha256.of(new byte[] {7}).byteString())
            .setReason("PROPOSAL_OPEN")
            .setSentence("A proposal for tier 2 is open already.")
            .setSize(TestLog.HEAD.size())
            .setRoot(TestLog.HEAD.root().byteString())
            .setRefusedAtMs(TestLog.AT.toEpochMilli())
            .build();

    private static final SignedRefusal SIGNED = new RefusalSigner(TestLog.KEY).sign(REFUSAL);

    @Test
    void open_signedRefusal_isTheRefusal() {
        assertThat(RefusalVerifier.open(SIGNED, TestLog.KEY.publicKey())).contains(REFUSAL);
    }

    @Test
    void open_anotherKey_isEmpty() {
        assertThat(RefusalVerifier.open(SIGNED, TestLog.WITNESS_KEY.publicKey()))
                .isEmpty();
    }

    @Test
    void open_everyChangedByteOfTheRefusal_isEmpty() {
        byte[] body = SIGNED.getRefusal().toByteArray();
        for (int place = 0; place < body.length; place++) {
            byte[] changed = body.clone();
            changed[place] ^= 1;
            SignedRefusal signed =
                    SIGNED.toBuilder().setRefusal(ByteString.copyFrom(changed)).build();
            assertThat(RefusalVerifier.open(signed, TestLog.KEY.publicKey())).isEmpty();
        }
    }

    @Test
    void open_oneSignatureMissingOrForeign_isEmpty() {
        SignedRefusal foreign = new RefusalSigner(TestLog.WITNESS_KEY).sign(REFUSAL);
        for (SignedRefusal signed : new SignedRefusal[] {
            SignedRefusal.getDefaultInstance(),
            SIGNED.toBuilder().clearEd25519().build(),
            SIGNED.toBuilder().clearMlDsa44().build(),
            SIGNED.toBuilder().setEd25519(foreign.getEd25519()).build(),
            SIGNED.toBuilder().setMlDsa44(foreign.getMlDsa44()).build()
        }) {
            assertThat(RefusalVerifier.open(signed, TestLog.KEY.publicKey())).isEmpty();
        }
    }

    @Test
    void open_signedButIncomplete_isEmpty() {
        SignedRefusal incomplete = new RefusalSigner(TestLog.KEY)
                .sign(REFUSAL.toBuilder().clearNotice().build());
        assertThat(RefusalVerifier.open(incomplete, TestLog.KEY.publicKey())).isEmpty();
    }
}
