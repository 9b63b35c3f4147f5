package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.envelope.Strict;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.key.SignatureVerifier;
import org.demarche.misbehaviour.Justice;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/** Which refusals the rules deny, for somebody who holds the whole log. */
class JusticeTest {
    private static final SignatureVerifier VERIFIER = SignatureVerifier.bouncyCastle();

    private final Tale tale = Tale.plain();
    private final SignedNotice message = tale.log().signed("UA/watch", Says.message(tale.incident()));

    private boolean denies(SignedNotice notice, Consumer<Refusal.Builder> change) throws RefusedException {
        Refusal refusal = RefusalVerifier.claimed(LogParts.refusal(tale.log(), change, notice))
                .orElseThrow();
        Ledger.Batch state = Ledger.empty().batch(new MemoryRegister(), VERIFIER);
        for (int i = 0; i < tale.log().size(); i++) {
            assertThat(state.replay(
                            UnverifiedEntry.parse(tale.log().source().entry(i)).fromOwnStore()))
                    .isEmpty();
        }
        return Justice.denies(
                refusal,
                UnverifiedNotice.parse(Strict.encode(notice)),
                state,
                tale.log().tree(),
                VERIFIER);
    }

    private boolean denies(Anchor anchor) throws RefusedException {
        SignedNotice notice =
                tale.log().signed("UA/watch", Says.message("Hello").setAnchor(anchor));
        return denies(notice, r -> r.setReason(Reason.ANCHOR_UNKNOWN.name()));
    }

    @Test
    void denies_aRefusalOfWhatTheRulesTake() throws RefusedException {
        assertThat(denies(message, r -> {})).isTrue();
        assertThat(denies(message, r -> r.setReason(Reason.SIGNATURE_INVALID.name())))
                .isTrue();
    }

    @Test
    void denies_aRefusalForThatReason_isNot_andForAnotherIs() throws RefusedException {
        SignedNotice again = tale.log().signed("UA/watch", Says.propose(tale.incident(), 1));
        assertThat(denies(again, r -> r.setReason(Reason.TIER_ACTIVE.name()))).isFalse();
        assertThat(denies(again, r -> r.setReason(Reason.TIER_UNKNOWN.name()))).isTrue();
    }

    @Test
    void denies_falseSignatures_onlyForAnotherReason() throws RefusedException {
        SignedNotice damaged = message.toBuilder()
                .setEd25519(ByteString.copyFrom(new byte[64]))
                .build();
        assertThat(denies(damaged, r -> r.setReason(Reason.SIGNATURE_INVALID.name())))
                .isFalse();
        assertThat(denies(damaged, r -> r.setReason(Reason.TIER_ACTIVE.name()))).isTrue();
    }

    @Test
    void denies_aRefusalOfAnotherNotice_orAtTheHubsDiscretion_isNot() throws RefusedException {
        assertThat(denies(message, Refusal.Builder::clearSubmitted)).isFalse();
        assertThat(denies(message, r -> r.setNotice(ByteString.copyFrom(new byte[32]))))
                .isFalse();
        assertThat(denies(message, r -> r.setReason(Reason.QUOTA_EXCEEDED.name())))
                .isFalse();
        assertThat(denies(message, r -> r.setReason("OF_THE_FUTURE"))).isFalse();
    }

    @Test
    void denies_anUnknownAnchor_onlyIfTheLogBeginsWithIt() throws RefusedException {
        Anchor all = tale.log().anchor(6);
        assertThat(denies(tale.log().anchor(3))).isTrue();
        assertThat(denies(all)).isTrue();
        assertThat(denies(all.toBuilder().setSize(5).build())).isFalse();
        assertThat(denies(all.toBuilder().setSize(7).build())).isFalse();
    }

    @Test
    void decides_whatTheRulesGive_andNotWhatAHubMayChoose() {
        assertThat(Justice.decides(Refusal.newBuilder()
                        .setReason(Reason.TIER_ACTIVE.name())
                        .build()))
                .isTrue();
        assertThat(Justice.decides(
                        Refusal.newBuilder().setReason(Reason.DISK_FULL.name()).build()))
                .isFalse();
        assertThat(Justice.decides(
                        Refusal.newBuilder().setReason("OF_THE_FUTURE").build()))
                .isFalse();
    }
}
