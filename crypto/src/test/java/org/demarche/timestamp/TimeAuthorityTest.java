package org.demarche.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

class TimeAuthorityTest {
    private static final Instant AT = Instant.parse("2026-02-03T15:51:00Z");
    private static final TestAuthority AUTHORITY = TestAuthority.named("one");

    @Property
    void answer_anyDataAndTime_isTrueAndTheSameBytesAgain(
            @ForAll @Size(max = 100) byte[] data,
            @ForAll HashAlgorithm hash,
            @ForAll @LongRange(min = 0, max = 315_360_000_000L) long laterMs,
            @ForAll @Size(min = 8, max = 32) byte[] nonce)
            throws RefusedException {
        Imprint imprint = Imprint.of(hash, data);
        Instant at = TestAuthority.FROM.plusMillis(laterMs);
        TimestampRequest request = TimestampRequest.of(imprint, nonce, Optional.of(TimeAuthority.POLICY));
        UnverifiedToken token = request.tokenIn(AUTHORITY.authority().answer(request.bytes(), at));
        assertThat(UnverifiedToken.parse(token.bytes())).isEqualTo(token);
        assertThat(AUTHORITY.verifier().check(token, imprint)).isInstanceOfSatisfying(TokenCheck.Valid.class, v -> {
            assertThat(v.token().statedAt()).isEqualTo(at);
            assertThat(v.token().lean()).isEqualTo(token);
        });
    }

    @Test
    void answer_sameRequestTimeAndRandomness_isTheSameToken() {
        byte[] data = {1, 2, 3};
        assertThat(TestAuthority.named("same").token(data, AT))
                .isEqualTo(TestAuthority.named("same").token(data, AT));
    }

    @Property
    void answer_anyBytes_isAResponse(@ForAll @Size(max = 200) byte[] rubbish) {
        assertThatThrownBy(() -> request("x").tokenIn(AUTHORITY.authority().answer(rubbish, AT)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("response: ");
    }

    @Test
    void answer_requestCut_saysWhy() {
        byte[] request = request("x").bytes();
        assertThatThrownBy(() -> request("x")
                        .tokenIn(AUTHORITY.authority().answer(Arrays.copyOf(request, request.length - 1), AT)))
                .hasMessageContaining("the authority refuses: status 2, \"not a time-stamp request\"");
    }

    @Test
    void answer_tooLarge_isRefused() {
        assertThatThrownBy(() -> request("x")
                        .tokenIn(AUTHORITY.authority().answer(new byte[TimeAuthority.MAX_REQUEST_BYTES + 1], AT)))
                .hasMessageContaining("the authority refuses: status 2");
    }

    @Test
    void answer_otherPolicy_isRefused() {
        TimestampRequest request =
                TimestampRequest.of(Imprint.of(HashAlgorithm.SHA_512, new byte[0]), new byte[8], Optional.of("1.2.3"));
        assertThatThrownBy(() -> request.tokenIn(AUTHORITY.authority().answer(request.bytes(), AT)))
                .hasMessageContaining("the authority refuses: status 2");
    }

    @Test
    void tokenIn_responseToAnotherRequest_isRefused() {
        TimestampRequest replayed =
                TimestampRequest.of(Imprint.of(HashAlgorithm.SHA_512, new byte[0]), new byte[9], Optional.empty());
        byte[] response = AUTHORITY.authority().answer(replayed.bytes(), AT);
        TimestampRequest request = TimestampRequest.of(
                Imprint.of(HashAlgorithm.SHA_512, new byte[0]), new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, Optional.empty());
        assertThatThrownBy(() -> request.tokenIn(response))
                .hasMessageContaining(
                        "response: it does not answer the request (expected: the nonce and the hash that were sent)");
    }

    @Property
    void tokenIn_responseChanged_isRefusedOrAToken(@ForAll @LongRange(min = 0, max = 4095) long where) {
        TimestampRequest request = request("x");
        byte[] response = AUTHORITY.authority().answer(request.bytes(), AT);
        response[(int) (where % response.length)] ^= 0x20;
        try {
            UnverifiedToken token = request.tokenIn(response);
            assertThat(UnverifiedToken.parse(token.bytes())).isEqualTo(token);
        } catch (RefusedException refused) {
            assertThat(refused.refusal().sentence()).isNotBlank();
        }
    }

    @Test
    void tokenIn_tooLarge_isRefused() {
        assertThatThrownBy(() -> request("x").tokenIn(new byte[TimestampRequest.MAX_RESPONSE_BYTES + 1]))
                .hasMessageContaining("TOO_LARGE");
    }

    @Test
    void ofPem_ownTexts_isTheSameAuthority() throws RefusedException {
        TimeAuthorityKeys keys = AUTHORITY.keys();
        TimeAuthorityKeys read = TimeAuthorityKeys.ofPem(
                keys.keyPem(), keys.certificatePem(), keys.anchor().pem());
        assertThat(read.anchor()).isEqualTo(keys.anchor());
        assertThat(read.keyPem()).isEqualTo(keys.keyPem());
        TimestampRequest request = request("x");
        UnverifiedToken token =
                request.tokenIn(new TimeAuthority(read, TestAuthority.random("y")).answer(request.bytes(), AT));
        assertThat(AUTHORITY.verifier().check(token, imprint("x"))).isInstanceOf(TokenCheck.Valid.class);
    }

    @Test
    void ofPem_keyOfAnother_saysSo() {
        TimeAuthorityKeys keys = AUTHORITY.keys();
        String other = TestAuthority.named("two").keys().keyPem();
        assertThatThrownBy(() -> TimeAuthorityKeys.ofPem(
                        other, keys.certificatePem(), keys.anchor().pem()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time authority's key: of another certificate; give the files that were made together");
        assertThatThrownBy(() -> TimeAuthorityKeys.ofPem(
                        "key", keys.certificatePem(), keys.anchor().pem()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time authority's key: not PEM (expected: one block -----BEGIN PRIVATE KEY-----)");
    }

    private static TimestampRequest request(String data) {
        return TimestampRequest.of(imprint(data), new byte[] {8, 7, 6, 5, 4, 3, 2, 1}, Optional.empty());
    }

    private static Imprint imprint(String data) {
        return Imprint.of(HashAlgorithm.SHA_512, data.getBytes(StandardCharsets.US_ASCII));
    }
}
