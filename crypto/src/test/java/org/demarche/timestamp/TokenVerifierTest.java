package org.demarche.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.demarche.archive.StampOffice;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private static final byte[] DATA = "a head".getBytes(StandardCharsets.US_ASCII);
    private static final Imprint IMPRINT = Imprint.of(HashAlgorithm.SHA_512, DATA);
    private static final Instant AT = Instant.parse("2026-02-03T15:51:00.250Z");
    private static final TestAuthority AUTHORITY = TestAuthority.named("one");

    @Test
    void check_honestToken_statesItsTime() {
        VerifiedToken token = valid(AUTHORITY.verifier().check(AUTHORITY.token(DATA, AT), IMPRINT));
        assertThat(token.statedAt()).isEqualTo(AT);
        assertThat(token.existedBy()).isEqualTo(AT.plusSeconds(1));
        assertThat(token.until()).isEqualTo(TestAuthority.UNTIL);
        assertThat(token.anchor()).isEqualTo(AUTHORITY.anchor().fingerprint());
        assertThat(token.signer()).isEqualTo("CN=one");
        assertThat(token.policy()).isEqualTo(TimeAuthority.POLICY);
        assertThat(token.hash()).isEqualTo(HashAlgorithm.SHA_512);
        assertThat(token.algorithms()).containsExactly("SHA256withECDSA", "SHA256withECDSA");
    }

    @Test
    void check_tokenOfOurAuthority_isLeanAlready() {
        UnverifiedToken token = AUTHORITY.token(DATA, AT);
        assertThat(valid(AUTHORITY.verifier().check(token, IMPRINT)).lean()).isEqualTo(token);
    }

    @Test
    void check_tokenWithMoreThanItNeeds_isMadeLean() {
        OddToken lean = OddToken.of("fat").viaMiddle();
        UnverifiedToken expected = lean.over(DATA, AT);
        OddToken fat = OddToken.of("fat")
                .viaMiddle()
                .withAnchor()
                .withUnsignedAttribute()
                .with(AUTHORITY.anchor());
        UnverifiedToken token = fat.over(DATA, AT);
        assertThat(token).isNotEqualTo(expected);
        assertThat(valid(check(fat, token)).lean()).isEqualTo(expected);
        assertThat(valid(check(lean, expected)).lean()).isEqualTo(expected);
    }

    @Test
    void check_otherBytes_isFalse() {
        assertThat(AUTHORITY.verifier().check(AUTHORITY.token(new byte[1], AT), IMPRINT))
                .isEqualTo(new TokenCheck.False("it is over other bytes"));
    }

    @Test
    void check_otherHashOfTheSameBytes_isFalse() {
        assertThat(AUTHORITY.verifier().check(AUTHORITY.token(DATA, AT), Imprint.of(HashAlgorithm.SHA3_512, DATA)))
                .isEqualTo(new TokenCheck.False("it is over other bytes"));
    }

    @Test
    void check_sha1OfTheSameBytes_isFalse() {
        OddToken odd = OddToken.of("odd").hash(OIWObjectIdentifiers.idSHA1);
        assertThat(check(odd, odd.over(DATA, AT))).isEqualTo(new TokenCheck.False("it is over other bytes"));
    }

    @Test
    void check_otherStrongHash_isTrueOverThatHash() {
        OddToken odd = OddToken.of("odd").hash(NISTObjectIdentifiers.id_sha3_512);
        assertThat(valid(new TokenVerifier(odd.anchor(), Optional.empty())
                                .check(odd.over(DATA, AT), Imprint.of(HashAlgorithm.SHA3_512, DATA)))
                        .hash())
                .isEqualTo(HashAlgorithm.SHA3_512);
    }

    @Test
    void check_signatureChanged_isFalse() throws RefusedException {
        byte[] token = AUTHORITY.token(DATA, AT).bytes();
        token[token.length - 1] ^= 1;
        assertThat(AUTHORITY.verifier().check(UnverifiedToken.parse(token), IMPRINT))
                .isEqualTo(new TokenCheck.False("its signature does not verify"));
    }

    @Test
    void check_keyTooShort_isFalse() {
        StampOffice weak = StampOffice.open("weak", "SHA256withRSA", TestAuthority.FROM, TestAuthority.UNTIL);
        assertThat(new TokenVerifier(weak.anchor(), Optional.empty()).check(weak.token(IMPRINT, AT), IMPRINT))
                .isEqualTo(new TokenCheck.False("an RSA key of 1024 bits in its chain (expected: at least 2048)"));
    }

    @Test
    void existedBy_isTheStatedTimeAndItsWholeAccuracy_roundedUp() {
        ASN1Integer two = new ASN1Integer(2);
        assertThat(existedBy(o -> o.accuracy(null))).isEqualTo(AT.plusSeconds(1));
        assertThat(existedBy(o -> o.accuracy(new Accuracy(two, null, null)))).isEqualTo(AT.plusSeconds(2));
        assertThat(existedBy(o -> o.accuracy(new Accuracy(null, two, null)))).isEqualTo(AT.plusMillis(2));
        assertThat(existedBy(o -> o.accuracy(new Accuracy(null, null, two)))).isEqualTo(AT.plusMillis(1));
        assertThat(existedBy(o -> o.accuracy(new Accuracy(two, two, two)))).isEqualTo(AT.plusMillis(2_003));
        assertThat(existedBy(o -> o.time("20260203155100.251Z"))).isEqualTo(AT.plusMillis(1_001));
        assertThat(existedBy(o -> o.time("20260203155100.2501Z"))).isEqualTo(AT.plusMillis(1_001));
    }

    private static Instant existedBy(UnaryOperator<OddToken> change) {
        OddToken odd = change.apply(OddToken.of("odd"));
        return valid(check(odd, odd.over(DATA, AT))).existedBy();
    }

    @Test
    void token_ofOurAuthority_statesItsAccuracy() {
        assertThat(AUTHORITY
                        .token(DATA, AT)
                        .token()
                        .getTimeStampInfo()
                        .getGenTimeAccuracy()
                        .getSeconds())
                .isEqualTo(1);
    }

    @Test
    void check_stranger_isFalse() {
        assertThat(TestAuthority.named("two").verifier().check(AUTHORITY.token(DATA, AT), IMPRINT))
                .isEqualTo(new TokenCheck.False("its certificates do not lead to the authority's anchor"));
    }

    @Test
    void check_otherPolicy_isFalse() {
        assertThat(new TokenVerifier(AUTHORITY.anchor(), Optional.of("1.2.3"))
                        .check(AUTHORITY.token(DATA, AT), IMPRINT))
                .isEqualTo(new TokenCheck.False("its policy is " + TimeAuthority.POLICY + " (expected: 1.2.3)"));
    }

    @Test
    void check_certificateOverAtTheTokensTime_isFalse() {
        OddToken odd = OddToken.of("odd").valid(TestAuthority.FROM, AT.minusSeconds(10));
        assertThat(check(odd, odd.over(DATA, AT)))
                .isEqualTo(new TokenCheck.False("its certificates were not a valid chain at " + AT));
    }

    @Test
    void check_certificateNotYetValidAtTheTokensTime_isFalse() {
        OddToken odd = OddToken.of("odd").valid(AT.plusSeconds(10), TestAuthority.UNTIL);
        assertThat(check(odd, odd.over(DATA, AT)))
                .isEqualTo(new TokenCheck.False("its certificates were not a valid chain at " + AT));
    }

    @Test
    void check_anchorOverAtTheTokensTime_isFalse() {
        TestAuthority over = TestAuthority.named("over", TestAuthority.FROM, TestAuthority.FROM.plusSeconds(10));
        assertThat(over.verifier().check(over.token(DATA, AT), IMPRINT))
                .isEqualTo(new TokenCheck.False("the authority's anchor was not valid at " + AT));
    }

    @Test
    void check_certificateBetween_leadsToTheAnchor() {
        OddToken odd = OddToken.of("odd").viaMiddle();
        assertThat(valid(check(odd, odd.over(DATA, AT))).algorithms()).hasSize(3);
    }

    @Test
    void check_certificateOfAWebServer_isFalse() {
        OddToken odd = OddToken.of("odd").ofAWebServer();
        assertThat(check(odd, odd.over(DATA, AT)))
                .isEqualTo(new TokenCheck.False("its signing certificate is not for time-stamping alone"));
    }

    @Test
    void check_purposeNotCriticalOrNotSole_isFalse() {
        for (OddToken odd : List.of(
                OddToken.of("odd").purposes(false, KeyPurposeId.id_kp_timeStamping),
                OddToken.of("odd").purposes(true, KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_serverAuth))) {
            assertThat(check(odd, odd.over(DATA, AT)))
                    .isEqualTo(new TokenCheck.False("its signing certificate is not for time-stamping alone"));
        }
    }

    @Test
    void check_keyNotForSignatures_isFalse() {
        OddToken odd = OddToken.of("odd").keyUsage(KeyUsage.keyAgreement);
        assertThat(check(odd, odd.over(DATA, AT)))
                .isEqualTo(new TokenCheck.False("its signing certificate is not for signatures"));
    }

    @Test
    void check_certificateBoundBySha1_isFalse() {
        OddToken odd = OddToken.of("odd").boundBySha1();
        assertThat(check(odd, odd.over(DATA, AT)))
                .isEqualTo(new TokenCheck.False("its signature does not bind its certificate (expected: ESSCertIDv2)"));
    }

    @Test
    void check_withoutCertificates_isFalse() {
        OddToken odd = OddToken.of("odd").withoutCertificates();
        assertThat(check(odd, odd.over(DATA, AT)))
                .isEqualTo(new TokenCheck.False("it carries 0 signing certificates (expected: 1)"));
    }

    @Test
    void check_revocationLists_areLookedAt() {
        OddToken innocent = OddToken.of("odd").withEmptyList(AT);
        assertThat(valid(check(innocent, innocent.over(DATA, AT))).statedAt()).isEqualTo(AT);
        OddToken superseded = OddToken.of("odd").revoked(AT.plusSeconds(60), OddToken.SUPERSEDED);
        assertThat(valid(check(superseded, superseded.over(DATA, AT))).statedAt())
                .isEqualTo(AT);
        OddToken before = OddToken.of("odd").revoked(AT.minusSeconds(60), OddToken.SUPERSEDED);
        assertThat(check(before, before.over(DATA, AT)))
                .isEqualTo(new TokenCheck.False("one of its certificates was revoked at 2026-02-03T15:50:00Z"));
        OddToken stolen = OddToken.of("odd").revoked(AT.plusSeconds(60), OddToken.COMPROMISED);
        assertThat(check(stolen, stolen.over(DATA, AT)))
                .isEqualTo(new TokenCheck.False("one of its certificates was revoked at 2026-02-03T15:52:00Z"));
        OddToken forged = OddToken.of("odd").withForgedList(AT);
        assertThat(check(forged, forged.over(DATA, AT)))
                .isEqualTo(new TokenCheck.False("it carries a revocation list that none of its certificates signed"));
    }

    /** A flipped bit is refused by the parser or found by the verifier; nothing else comes out of either. */
    @Test
    void check_anyBitChanged_isFalse() {
        byte[] good = AUTHORITY.token(DATA, AT).bytes();
        for (int i = 0; i < good.length * 8; i++) {
            byte[] changed = good.clone();
            changed[i / 8] ^= (byte) (1 << (i % 8));
            assertThat(holds(changed)).as("byte %d, bit %d", i / 8, i % 8).isFalse();
        }
    }

    @Test
    void check_cutOrContinued_isRefused() {
        byte[] good = AUTHORITY.token(DATA, AT).bytes();
        for (int length = 0; length < good.length; length += 7) {
            assertThat(holds(Arrays.copyOf(good, length)))
                    .as("length %d", length)
                    .isFalse();
        }
        assertThat(holds(Arrays.copyOf(good, good.length + 1))).isFalse();
        assertThat(holds(good)).isTrue();
    }

    /** Whether these bytes are a true token and nothing more. */
    private static boolean holds(byte[] bytes) {
        try {
            UnverifiedToken token = UnverifiedToken.parse(bytes);
            return AUTHORITY.verifier().check(token, IMPRINT) instanceof TokenCheck.Valid valid
                    && valid.token().lean().equals(token);
        } catch (RefusedException refused) {
            return false;
        }
    }

    private static TokenCheck check(OddToken odd, UnverifiedToken token) {
        return new TokenVerifier(odd.anchor(), Optional.empty()).check(token, IMPRINT);
    }

    private static VerifiedToken valid(TokenCheck check) {
        assertThat(check).isInstanceOf(TokenCheck.Valid.class);
        return ((TokenCheck.Valid) check).token();
    }
}
