package org.demarche.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.Test;

/** A token that carries an answer of an OCSP responder: none that says "revoked" is overlooked. */
class RevocationAnswersTest {
    private static final byte[] DATA = "a head".getBytes(StandardCharsets.US_ASCII);
    private static final Instant AT = Instant.parse("2026-02-03T15:51:00Z");
    private static final CertificateStatus STOLEN =
            new RevokedStatus(Date.from(AT.plusSeconds(60)), OddToken.COMPROMISED);
    private static final String UNKNOWN_KIND = "it carries revocation information of a kind that is not known";

    private static Optional<String> falsehood(OddToken odd) {
        TokenCheck check = new TokenVerifier(odd.anchor(), Optional.empty())
                .check(odd.over(DATA, AT), Imprint.of(HashAlgorithm.SHA_512, DATA));
        return check instanceof TokenCheck.False isFalse ? Optional.of(isFalse.sentence()) : Optional.empty();
    }

    private static OddToken odd() {
        return OddToken.of("odd");
    }

    @Test
    void check_goodAnswer_isTrueAndStaysInTheLeanToken() {
        OddToken odd = odd().answered(CertificateStatus.GOOD, AT);
        UnverifiedToken token = odd.over(DATA, AT);
        assertThat(new TokenVerifier(odd.anchor(), Optional.empty())
                        .check(token, Imprint.of(HashAlgorithm.SHA_512, DATA)))
                .isInstanceOfSatisfying(
                        TokenCheck.Valid.class,
                        v -> assertThat(v.token().lean()).isEqualTo(token));
    }

    @Test
    void check_answerThatTheKeyWasStolen_isFalse() {
        assertThat(falsehood(odd().answered(STOLEN, AT)))
                .contains("one of its certificates was revoked at 2026-02-03T15:52:00Z");
        assertThat(falsehood(odd().viaMiddle().answered(STOLEN, AT)))
                .contains("one of its certificates was revoked at 2026-02-03T15:52:00Z");
        assertThat(falsehood(odd().answeredFor(KeyPurposeId.id_kp_OCSPSigning, STOLEN, AT)))
                .contains("one of its certificates was revoked at 2026-02-03T15:52:00Z");
        assertThat(falsehood(odd().answered(CertificateStatus.GOOD, AT).answered(STOLEN, AT)))
                .contains("one of its certificates was revoked at 2026-02-03T15:52:00Z");
    }

    @Test
    void check_answerThatAnotherKeyWasStolen_saysNothing() {
        assertThat(falsehood(odd().answeredAboutAnother(STOLEN, AT))).isEmpty();
    }

    @Test
    void check_answerThatItWasReplaced_isFalseOnlyIfThatWasBefore() {
        assertThat(falsehood(odd().answered(new RevokedStatus(Date.from(AT.plusSeconds(60)), OddToken.SUPERSEDED), AT)))
                .isEmpty();
        assertThat(falsehood(
                        odd().answered(new RevokedStatus(Date.from(AT.minusSeconds(60)), OddToken.SUPERSEDED), AT)))
                .contains("one of its certificates was revoked at 2026-02-03T15:50:00Z");
        assertThat(falsehood(odd().answered(new RevokedStatus(Date.from(AT.plusSeconds(60))), AT)))
                .contains("one of its certificates was revoked at 2026-02-03T15:52:00Z");
    }

    @Test
    void check_answerThatDoesNotKnowTheCertificate_isFalse() {
        assertThat(falsehood(odd().answered(new UnknownStatus(), AT)))
                .contains("it carries a revocation answer that does not know one of its certificates");
    }

    @Test
    void check_answerByNobodyWhoMayGiveIt_isFalse() {
        String unvouched = "it carries a revocation answer for which none of its certificates vouches";
        assertThat(falsehood(odd().answeredByAStranger(CertificateStatus.GOOD, AT)))
                .contains(unvouched);
        assertThat(falsehood(odd().answeredFor(KeyPurposeId.id_kp_serverAuth, CertificateStatus.GOOD, AT)))
                .contains(unvouched);
        assertThat(falsehood(odd().answeredFor(
                                KeyPurposeId.id_kp_OCSPSigning,
                                CertificateStatus.GOOD,
                                TestAuthority.UNTIL.plusSeconds(1))))
                .contains(unvouched);
    }

    @Test
    void check_moreAnswersThanAChainCanNeed_isFalse() {
        OddToken odd = odd();
        for (int i = 0; i < 16; i++) {
            odd.answered(CertificateStatus.GOOD, AT);
        }
        assertThat(falsehood(odd)).isEmpty();
        odd.answered(CertificateStatus.GOOD, AT);
        assertThat(falsehood(odd)).contains("it carries 17 revocation answers (expected: at most 16)");
    }

    @Test
    void check_informationOfAnotherKind_isFalse() {
        assertThat(falsehood(odd().bears(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.16.4"), new DERUTF8String("scvp"))))
                .contains(UNKNOWN_KIND);
        assertThat(falsehood(odd().bears(
                                CMSObjectIdentifiers.id_ri_ocsp_response,
                                new OCSPResponse(
                                        new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
                                        new ResponseBytes(
                                                new ASN1ObjectIdentifier("1.2.3"), new DEROctetString(new byte[1]))))))
                .contains(UNKNOWN_KIND);
    }
}
