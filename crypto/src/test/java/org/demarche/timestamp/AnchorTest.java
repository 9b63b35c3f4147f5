package org.demarche.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/** Certificates, tokens and requests at the bounds of what is read. */
class AnchorTest {
    private static final Anchor ANCHOR = TestAuthority.named("one").anchor();

    @Test
    void anchor_readAgain_isTheSame() throws RefusedException {
        assertThat(Anchor.parse(ANCHOR.bytes())).isEqualTo(ANCHOR).hasSameHashCodeAs(ANCHOR);
        assertThat(Anchor.ofPem(ANCHOR.pem())).isEqualTo(ANCHOR);
        assertThat(ANCHOR.fingerprint()).isEqualTo(Sha256.of(ANCHOR.bytes()));
        assertThat(ANCHOR.subject()).startsWith("CN=one");
        assertThat(ANCHOR).hasToString("Anchor[" + ANCHOR.subject() + "]");
        assertThat(ANCHOR).isNotEqualTo(TestAuthority.named("two").anchor());
    }

    @Test
    void parse_whatIsNoCertificate_saysSo() {
        assertThatThrownBy(() -> Anchor.parse(new byte[Anchor.MAX_BYTES]))
                .hasMessageContaining("certificate: not an X.509 certificate in DER");
        assertThatThrownBy(() -> Anchor.parse(new byte[Anchor.MAX_BYTES + 1])).hasMessageContaining("TOO_LARGE");
        byte[] longer = java.util.Arrays.copyOf(ANCHOR.bytes(), ANCHOR.bytes().length + 1);
        assertThatThrownBy(() -> Anchor.parse(longer))
                .hasMessageContaining("certificate: not an X.509 certificate in DER");
    }

    @Test
    void token_atItsGreatestLength_isRead_andBeyondItIsTooLarge() {
        assertThatThrownBy(() -> UnverifiedToken.parse(new byte[UnverifiedToken.MAX_BYTES]))
                .hasMessageContaining("MALFORMED");
        assertThatThrownBy(() -> UnverifiedToken.parse(new byte[UnverifiedToken.MAX_BYTES + 1]))
                .hasMessageContaining("TOO_LARGE");
    }

    @Test
    void request_nonceOutsideItsBounds_isRefused() {
        Imprint imprint = Imprint.of(HashAlgorithm.SHA_512, new byte[0]);
        for (int length : new int[] {8, 32}) {
            assertThat(TimestampRequest.of(imprint, new byte[length], Optional.empty())
                            .bytes())
                    .isNotEmpty();
        }
        for (int length : new int[] {7, 33}) {
            assertThatThrownBy(() -> TimestampRequest.of(imprint, new byte[length], Optional.empty()))
                    .hasMessage("nonce: " + length + " bytes (expected: 8 to 32)");
        }
        assertThatThrownBy(() -> TimestampRequest.of(imprint, new byte[8], Optional.empty())
                        .tokenIn(new byte[TimestampRequest.MAX_RESPONSE_BYTES]))
                .hasMessageContaining("MALFORMED");
    }

    @Test
    void keys_nameOutsideItsBounds_isRefused() {
        assertThat(TestAuthority.named("x".repeat(48)).keys()).isNotNull();
        assertThatThrownBy(() -> TestAuthority.named("x".repeat(49))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TestAuthority.named("")).isInstanceOf(IllegalArgumentException.class);
    }
}
