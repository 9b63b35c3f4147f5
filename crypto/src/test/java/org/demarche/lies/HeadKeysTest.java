package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.demarche.envelope.Strict;
import org.demarche.evidence.Check;
import org.demarche.evidence.Code;
import org.demarche.evidence.Report;
import org.demarche.evidence.ReportText;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.ClockStart;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogKeys;
import org.junit.jupiter.api.Test;

/** A bundle whose heads are signed under two charters, with two key pairs of the log. */
class HeadKeysTest {
    private static final String[] TWO = {"UA-w", "GB-w"};
    private static final LogKeys OLD = LieLog.keys(LieKeys.log("log").publicKey());
    private static final LogKeys NEW = LieLog.keys(LieKeys.log("log2").publicKey());

    @Test
    void logKeys_ofBothCharters_openEachItsOwnHead() {
        assertCode(bundle(), Code.PROVEN);
    }

    @Test
    void logKeys_notInTheOrderOfTheCharters_orWithOneMissing_areInvalid() {
        assertCode(bundle().clearLogKeys().addLogKeys(NEW).addLogKeys(OLD), Code.SIGNATURE);
        assertCode(bundle().clearLogKeys().addLogKeys(NEW), Code.SIGNATURE);
        assertCode(bundle().clearLogKeys().addLogKeys(OLD), Code.SIGNATURE);
        assertCode(bundle().addLogKeys(NEW), Code.SIGNATURE);
    }

    /** The log is given other keys while tier 1 waits. */
    private static EvidenceBundle.Builder bundle() {
        LieCharter next = LieCharter.witnessed().successor().withLog("log2");
        LieLog log = Tale.adopted(LieCharter.witnessed()).witnessedBy("UA-w", "GB-w", "FR-w");
        int report = log.at(Watched.STARTED).say("UA/watch", Says.report());
        Sha256 incident = log.id(report);
        log.assent("UA/root", next);
        Sha256 proposal = log.under(next).id(log.say("UA/watch", Says.propose(incident, 1)));
        log.say("UA/watch", Says.concur(incident, proposal));
        long end = Watched.STARTED + 24 * LieLog.HOUR;
        log.at(end).mark(incident);
        ClockStart start = log.clockStart(report + 1, Watched.STARTED, TWO);
        log.signedBy("log2");
        return log.incident(incident)
                .setCheckpoint(ByteString.copyFrom(log.cosigned(log.checkpoint(log.size()), end, TWO)))
                .addLogKeys(0, OLD)
                .addClockStarts(start);
    }

    private static void assertCode(EvidenceBundle.Builder bundle, Code code) {
        Report report = Verification.verify(
                Strict.encode(bundle.build()),
                LieCharter.witnessed().hash(),
                Optional.empty(),
                SignatureVerifier.bouncyCastle());
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(code);
        if (code != Code.PROVEN) {
            assertThat(report.step(Check.CHECKPOINT).code()).contains(code);
        }
    }
}
