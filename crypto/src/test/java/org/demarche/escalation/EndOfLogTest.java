package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.Incident.Phase;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Position;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;

/** How a log is closed: by the adoption of a final version, which the parties assent to as to any other (PROTOCOL.md, sections 6 to 8). */
class EndOfLogTest extends GovernanceStory {
    private static final String FINAL = "version  = 2\nfinal = true\n";

    @Test
    void finalVersion_onceAdopted_nothingMoreIsTaken() {
        adoptFirst();
        Charter last = post(next("version  = 2\n", FINAL));
        assent(last, "UA", "US");
        assertThat(scene.governance().closed()).isFalse();
        Scene.entry(message("UA/watch"));
        assent(last, "GB");
        assertThat(scene.governance().closed()).isTrue();
        assertThat(Scene.reason(message("UA/watch"))).isEqualTo(Reason.LOG_CLOSED);
        assertThat(Scene.reason(scene.assent("FR", last))).isEqualTo(Reason.LOG_CLOSED);
        assertThat(Scene.reason(change("UA/root", ending("UA/watch")))).isEqualTo(Reason.LOG_CLOSED);
        assertThat(Scene.reason(scene.post("UA", next("version  = 2\n", "version  = 3\n"))))
                .isEqualTo(Reason.LOG_CLOSED);
        assertThat(scene.replayed().governance()).isEqualTo(scene.governance());
    }

    @Test
    void finalVersion_closesEveryIncidentAsItStands_andEachIsMarkedOnce() {
        adoptFirst();
        Sha256 active = tierOne();
        Sha256 proposal = Scene.id(scene.at(2).propose(active, 2, "UA/watch"));
        Sha256 quiet = scene.report("UA/watch");
        Charter last = post(next("version  = 2\n", FINAL));
        assent(last, "UA", "US", "GB");
        Incident incident = scene.incident(active);
        assertThat(incident.phase()).isEqualTo(Phase.CLOSED);
        assertThat(incident.tier(1).active()).isTrue();
        assertThat(incident.proposals().get(proposal).outcome()).isEqualTo(ProposalRecord.Outcome.LAPSED);
        assertThat(incident.nextInstantMs()).isEmpty();
        assertThat(scene.incident(quiet).phase()).isEqualTo(Phase.CLOSED);
        assertThat(scene.ledger().unclosedIncidents()).isEmpty();
        assertThat(Scene.reason(scene.acknowledge(active, proposal, Position.POSITION_CONCUR, "UA/watch")))
                .isEqualTo(Reason.LOG_CLOSED);
        Scene.entry(scene.at(100_000).mark(active));
        Scene.entry(scene.mark(quiet));
        assertThat(Scene.reason(scene.mark(active))).isEqualTo(Reason.TIME_MARK_IDLE);
        assertThat(scene.incident(active).state().toBuilder()
                        .clearAsOfMs()
                        .clearLastIndex()
                        .build())
                .isEqualTo(incident.state().toBuilder()
                        .clearAsOfMs()
                        .clearLastIndex()
                        .build());
    }

    @Test
    void finalVersion_isAdoptedAfterExpiryToo() {
        adoptFirst();
        double afterExpiry = (scene.charter().expiresMs() - Scene.START) / 3_600_000.0 + 24;
        scene.at(afterExpiry);
        Charter last = post(next("version  = 2\n", FINAL));
        assent(last, "UA", "US", "GB");
        assertThat(scene.governance().closed()).isTrue();
    }

    @Test
    void draftOfAFinalVersion_closesNothing() {
        adoptFirst();
        post(next("version  = 2\n", FINAL));
        Charter rival = post(next());
        assent(rival, "UA", "US", "GB");
        assertThat(scene.governance().closed()).isFalse();
        assertThat(SampleCharter.parse(next("version  = 2\n", "version  = 3\n")
                                .replace("\nprevious", "\nfinal = true\nprevious"))
                        .closes())
                .isTrue();
    }
}
