package org.demarche.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.demarche.proto.v1.AnchorProof;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.Proposal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.junit.jupiter.api.Test;

final class ShapeTest {
    private static void assertRefused(Message message, Reason reason, String sentence) {
        assertThat(Shape.check(message)).contains(new Refusal(reason, sentence));
    }

    private static void assertInvalid(UnaryOperator<Notice.Builder> change, String sentence) {
        assertRefused(change.apply(SampleNotices.report("UA")).build(), Reason.FIELD_INVALID, sentence);
    }

    @Test
    void check_soundNotice_isEmpty() {
        assertThat(Shape.check(SampleNotices.report("UA").build())).isEmpty();
        assertThat(Shape.check(SampleNotices.report("EU-EEAS").build())).isEmpty();
    }

    @Test
    void check_requiredFieldMissing_namesIt() {
        assertInvalid(Notice.Builder::clearSuite, "Notice.suite: missing");
        assertInvalid(Notice.Builder::clearCharter, "Notice.charter: missing");
        assertInvalid(Notice.Builder::clearIssuedAtMs, "Notice.issued_at_ms: missing");
        assertInvalid(Notice.Builder::clearAnchor, "Notice.anchor: missing");
        assertInvalid(Notice.Builder::clearPrecedence, "Notice.precedence: missing");
    }

    @Test
    void check_wrongLength_saysWhich() {
        assertInvalid(n -> n.setNonce(ByteString.copyFrom(new byte[15])), "Notice.nonce: 15 bytes (expected: 16)");
        assertInvalid(
                n -> n.setIncident(ByteString.copyFrom(new byte[31])), "Notice.incident: 31 bytes (expected: 32)");
        assertInvalid(n -> n.setSuite("x".repeat(33)), "Notice.suite: 33 bytes (expected: at most 32)");
    }

    @Test
    void check_deepInside_namesThePath() {
        assertInvalid(
                n -> change(n, r -> r.getPlaceBuilder().setLatitudeE7(900_000_001)),
                "Notice.violation_report.place.latitude_e7: 900000001 (expected: at most 900000000)");
        assertInvalid(
                n -> change(n, r -> r.getPlaceBuilder().setLatitudeE7(-900_000_001)),
                "Notice.violation_report.place.latitude_e7: -900000001 (expected: at least -900000000)");
        assertInvalid(
                n -> change(n, r -> r.setSummary("é".repeat(2049))),
                "Notice.violation_report.summary: 4098 bytes (expected: at most 4096)");
        assertInvalid(
                n -> change(n, r -> r.addExhibitsBuilder().setMediaType("image/jpeg")),
                "Notice.violation_report.exhibits[0].sha256: missing");
    }

    private static Notice.Builder change(
            Notice.Builder notice, java.util.function.Consumer<org.demarche.proto.v1.ViolationReport.Builder> change) {
        change.accept(notice.getViolationReportBuilder());
        return notice;
    }

    @Test
    void check_listElements_areEachChecked() {
        assertInvalid(n -> n.addReferences(ByteString.EMPTY), "Notice.references[0]: 0 bytes (expected: 32)");
        assertInvalid(
                n -> n.addActionParties(""),
                "Notice.action_parties[1]: not a party id (expected: 2 to 16 of A-Z, 0-9 and \"-\")");
        assertInvalid(
                n -> n.addActionParties("us"),
                "Notice.action_parties[1]: not a party id (expected: 2 to 16 of A-Z, 0-9 and \"-\")");
        Notice.Builder many = SampleNotices.report("UA");
        for (int i = 0; i < 33; i++) {
            many.addReferences(ByteString.copyFrom(new byte[32]));
        }
        assertRefused(many.build(), Reason.FIELD_INVALID, "Notice.references: 33 items (expected: at most 32)");
    }

    @Test
    void check_requiredOnList_speaksOfElementsNotOfTheirNumber() {
        Pledge.Builder pledge =
                Pledge.newBuilder().setComponentValue(1).setText("t").setFromMs(1);
        assertThat(Shape.check(pledge.build())).isEmpty();
        assertRefused(pledge.addConditions("").build(), Reason.FIELD_INVALID, "Pledge.conditions[0]: missing");
    }

    @Test
    void check_partyId_hasTheRightLetters() {
        for (String wrong : new String[] {"U", "ua", "UA ", "U A", "ÜA", "ABCDEFGHIJKLMNOPQ", "UA\n"}) {
            assertThat(Shape.check(SampleNotices.report(wrong).build()))
                    .as(wrong)
                    .isPresent();
        }
    }

    @Test
    void check_unknownEnumValue_isUnknownKind() {
        assertRefused(
                SampleNotices.report("UA").setPrecedenceValue(9).build(),
                Reason.UNKNOWN_KIND,
                "Notice.precedence: 9 (expected: a value of Precedence)");
        assertRefused(
                SampleNotices.report("UA").setPrecedenceValue(-1).build(),
                Reason.UNKNOWN_KIND,
                "Notice.precedence: -1 (expected: a value of Precedence)");
        assertRefused(
                Proposal.newBuilder().setTier(1).setActValue(3).build(),
                Reason.UNKNOWN_KIND,
                "Proposal.act: 3 (expected: a value of ProposalAct)");
    }

    @Test
    void check_numberAboveSigned_isRefused() {
        assertRefused(
                LogEntry.newBuilder().setIndex(-1).setAcceptedAtMs(1).build(),
                Reason.FIELD_INVALID,
                "LogEntry.index: 18446744073709551615 (expected: at most 9223372036854775807)");
        assertRefused(
                AnchorProof.newBuilder().setSize(Long.MIN_VALUE).build(),
                Reason.FIELD_INVALID,
                "AnchorProof.size: 9223372036854775808 (expected: at most 9223372036854775807)");
        assertRefused(
                Proposal.newBuilder().setTier(-1).setActValue(1).build(),
                Reason.FIELD_INVALID,
                "Proposal.tier: 4294967295 (expected: at most 99)");
    }

    @Test
    void check_oneofMemberSetButEmpty_isChecked() {
        assertRefused(
                GetEvidenceRequest.newBuilder()
                        .setNotice(ByteString.EMPTY)
                        .setClockMs(1)
                        .build(),
                Reason.FIELD_INVALID,
                "GetEvidenceRequest.notice: 0 bytes (expected: 32)");
        assertThat(Shape.check(GetEvidenceRequest.newBuilder().setClockMs(1).build()))
                .isEmpty();
    }

    @Test
    void check_optionalNumberAbsent_passes() {
        assertThat(Shape.check(Pledge.newBuilder()
                        .setComponentValue(1)
                        .setText("t")
                        .setFromMs(1)
                        .build()))
                .isEmpty();
        assertRefused(
                Pledge.newBuilder()
                        .setComponentValue(1)
                        .setText("t")
                        .setFromMs(1)
                        .setUntilMs(-1)
                        .build(),
                Reason.FIELD_INVALID,
                "Pledge.until_ms: -1 (expected: at least 0)");
    }

    @Test
    void check_keyInAssent_isChecked() {
        CharterAssent assent = CharterAssent.newBuilder()
                .setCharter(ByteString.copyFrom(new byte[32]))
                .addKeys(EnrolledKey.getDefaultInstance())
                .build();
        assertRefused(assent, Reason.FIELD_INVALID, "CharterAssent.keys[0].ed25519: missing");
    }

    @Property
    void check_anyMessage_neverThrows(@ForAll long seed) {
        Shape.check(RandomMessages.of(Notice.getDefaultInstance(), new Random(seed)));
        Shape.check(RandomMessages.of(LogEntry.getDefaultInstance(), new Random(seed)));
        Shape.check(RandomMessages.of(EvidenceBundle.getDefaultInstance(), new Random(seed)));
    }
}
