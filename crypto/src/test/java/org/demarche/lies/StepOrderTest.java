package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.demarche.envelope.Strict;
import org.demarche.evidence.Check;
import org.demarche.evidence.Code;
import org.demarche.evidence.Report;
import org.demarche.evidence.ReportText;
import org.demarche.evidence.Status;
import org.demarche.evidence.Verification;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.EvidenceBundle;
import org.junit.jupiter.api.Test;

/** Files with two things wrong: which step speaks, and which keeps silent. */
class StepOrderTest {
    @Test
    void breachInAFileWithoutItsAnchors_isNotHeldAgainstTheLog() {
        LieLog log = Tale.adopted(LieCharter.plain());
        var late = log.signed("UA/watch", Says.message("Good morning"));
        int taken = log.at(2 * LieLog.HOUR).take(late);
        Report convicting = judge(log.ofNotice(taken));
        assertThat(convicting.verdict().code()).isEqualTo(Code.FOLD);

        Report report = judge(log.ofNotice(taken).clearAnchors());
        assertThat(report.verdict().code()).isEqualTo(Code.NOT_INCLUDED);
        assertThat(report.step(Check.INCLUSION).status()).isEqualTo(Status.FAILED);
        assertThat(report.step(Check.FOLD).status()).as(ReportText.of(report)).isEqualTo(Status.NOT_ASKED);
    }

    @Test
    void timeThatDecreasesInAFileWithoutItsAnchors_isNotHeldAgainstTheLog() {
        LieLog log = Tale.adopted(LieCharter.plain());
        int back = log.at(0).say("UA/watch", Says.message("Good morning"));
        assertThat(judge(log.ofNotice(back)).step(Check.CHAINS).code()).contains(Code.TIME);

        Report report = judge(log.ofNotice(back).clearAnchors());
        assertThat(report.step(Check.CHAINS).status()).as(ReportText.of(report)).isEqualTo(Status.NOT_ASKED);
    }

    @Test
    void reportThatIsLinkedAsGovernance_isOfTheRightForm_andFoundByTheReplay() {
        LieLog log = Tale.adopted(LieCharter.plain());
        int report = log.govern("UA/watch", Says.report());
        log.say("UA/watch", Says.message(log.id(report)));
        Report both = judge(log.incident(log.id(report)));
        assertThat(both.verdict().code()).isEqualTo(Code.NOT_INCLUDED);
        assertThat(both.step(Check.SIGNATURES).status())
                .as("an entry names the newest governance entry of a lower index, so the replay was reached: %s", both)
                .isEqualTo(Status.OK);
        assertThat(both.step(Check.CHAINS).status()).isEqualTo(Status.FAILED);
    }

    private static Report judge(EvidenceBundle.Builder bundle) {
        return Verification.verify(
                Strict.encode(bundle.build()),
                LieCharter.plain().hash(),
                Optional.empty(),
                SignatureVerifier.bouncyCastle());
    }
}
