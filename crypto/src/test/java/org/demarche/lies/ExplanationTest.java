package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.lies.LieLog.MINUTE;

import java.util.Optional;
import org.demarche.envelope.Strict;
import org.demarche.evidence.Report;
import org.demarche.evidence.ReportText;
import org.demarche.evidence.Result;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.junit.jupiter.api.Test;

/** A tier's activation is explained by the charter that governed it then, whatever has been adopted before it showed. */
class ExplanationTest {
    private static final long DAY = 24 * LieLog.HOUR;
    private static final String TITLE = "title = \"A warning, and measures\"\n";

    @Test
    void activation_beforeASuccessor_isExplainedByTheCharterOfThen() {
        LieCharter waiting = LieCharter.plain().with(TITLE, TITLE + "not_before = \"24h\"\n");
        LieCharter next = waiting.successor()
                .with(TITLE, "title = \"Something else\"\n")
                .with("not_before = \"24h\"\n", "")
                .with(
                        "quorum = \"UA\"\nstand_down = \"2 of (UA, GB, FR)\"",
                        "quorum = \"GB and FR\"\nstand_down = \"UA\"");
        LieLog log = Tale.adopted(waiting);
        Sha256 incident = log.id(log.at(MINUTE).say("UA/watch", Says.report()));
        int proposal = log.say("UA/watch", Says.propose(incident, 1));
        log.say("UA/watch", Says.concur(incident, log.id(proposal)));
        log.at(DAY + 2 * MINUTE).assent("UA/root", next);
        log.under(next).at(DAY + 3 * MINUTE).mark(incident);

        Result.Move move = only(log, waiting, incident);
        assertThat(move.title()).isEqualTo("A warning, and measures");
        assertThat(move.tally().clause()).isEqualTo("UA");
        assertThat(move.tally().holds()).isTrue();
        assertThat(move.at().epochMs()).isEqualTo(LieLog.START + DAY + MINUTE);
        assertThat(move.at().planTime()).contains("T+24:00");
        assertThat(move.gates()).anyMatch(g -> g.startsWith("not before 24h"));
        assertThat(move.words()).extracting(Result.Word::party).containsExactly("UA");
    }

    private static Result.Move only(LieLog log, LieCharter trusted, Sha256 incident) {
        Report report = Verification.verify(
                Strict.encode(log.incident(incident).build()),
                trusted.hash(),
                Optional.empty(),
                SignatureVerifier.bouncyCastle());
        assertThat(report.verdict().code().exit()).as(ReportText.of(report)).isZero();
        Result.Tiers tiers = (Result.Tiers) report.result().orElseThrow();
        assertThat(tiers.moves()).hasSize(1);
        return tiers.moves().get(0);
    }
}
