package org.demarche.client.exercise;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.demarche.client.Draft;
import org.demarche.client.Notices;
import org.demarche.client.exercise.scenario.Act;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalState;
import org.demarche.proto.v1.ViolationReport;

/** What a step has its desks say, as notices. */
final class Drafts {
    private static final long OBSERVED_MS = 60_000;

    private final Memory memory;

    /** What earlier steps have left behind. */
    interface Memory {
        /** The incident, once a report has opened it. */
        Optional<Sha256> incident();

        /** The incident's state. */
        Optional<IncidentState> state();

        /** Identity of the first notice that this step had logged. */
        Optional<Sha256> noticeOf(String step);
    }

    Drafts(Memory memory) {
        this.memory = memory;
    }

    /**
     * The draft.
     *
     * @throws PlayException if an earlier step has not left what it needs
     */
    Draft of(Act act, long nowMs) throws PlayException {
        if (act instanceof Act.Declare declare) {
            return Notices.declaration(
                    declare.title(), Sha256.of(declare.document().getBytes(StandardCharsets.UTF_8)), declare.text());
        }
        if (act instanceof Act.Pledge pledge) {
            return Notices.pledge(
                    pledge.component(),
                    pledge.text(),
                    Instant.ofEpochMilli(nowMs),
                    Optional.empty(),
                    pledge.conditions());
        }
        if (act instanceof Act.Meet meet) {
            Sha256 pledge = memory.noticeOf(meet.of())
                    .orElseThrow(() -> new PlayException("the pledge of step \"" + meet.of() + "\" is not in the log"));
            return Notices.conditionMet(pledge, meet.condition(), meet.text());
        }
        if (act instanceof Act.Report report) {
            Draft draft = report(report, nowMs);
            return memory.incident().map(draft::in).orElse(draft);
        }
        if (act instanceof Act.Say say) {
            Draft draft = Notices.message(say.subject(), say.text());
            return memory.incident().map(draft::in).orElse(draft);
        }
        return inIncident(act);
    }

    private Draft inIncident(Act act) throws PlayException {
        Sha256 incident = memory.incident()
                .orElseThrow(() -> new PlayException("there is no incident yet; a report must come first"));
        if (act instanceof Act.Find find) {
            return Notices.finding(incident, find.finding(), FindingWord.FINDING_WORD_CONFIRMED, find.text())
                    .precedence(Precedence.PRECEDENCE_FLASH);
        }
        if (act instanceof Act.Warn warn) {
            return Notices.warning(incident, warn.text(), warn.to(), warn.channel());
        }
        if (act instanceof Act.Measures measures) {
            return Notices.measures(incident, measures.text());
        }
        if (act instanceof Act.Propose propose) {
            ProposalAct what =
                    propose.activate() ? ProposalAct.PROPOSAL_ACT_ACTIVATE : ProposalAct.PROPOSAL_ACT_STAND_DOWN;
            return Notices.proposal(incident, propose.tier(), what, propose.text(), List.of(incident))
                    .precedence(Precedence.PRECEDENCE_FLASH);
        }
        if (act instanceof Act.Respond respond) {
            Sha256 proposal = proposal(respond.tier());
            return Notices.acknowledgement(Optional.of(incident), proposal, respond.position(), respond.reservation())
                    .precedence(Precedence.PRECEDENCE_IMMEDIATE);
        }
        throw new IllegalArgumentException("act: " + act + " (expected: one that a desk signs)");
    }

    /** The newest proposal for a tier. */
    private Sha256 proposal(int tier) throws PlayException {
        return memory.state().stream()
                .flatMap(state -> state.getProposalsList().stream())
                .filter(p -> p.getTier() == tier)
                .reduce((first, second) -> second)
                .map(ProposalState::getProposal)
                .map(Sha256::copyOf)
                .orElseThrow(() -> new PlayException("tier " + tier + " has not been proposed"));
    }

    private static Draft report(Act.Report report, long nowMs) {
        Place place = Notices.place(report.latitude(), report.longitude()).toBuilder()
                .setName(report.place())
                .build();
        return Notices.report(ViolationReport.newBuilder()
                        .setCategory(report.category())
                        .setPlace(place)
                        .setObservedFromMs(nowMs - OBSERVED_MS)
                        .setObservedToMs(nowMs)
                        .setSummary(report.text())
                        .build())
                .precedence(Precedence.PRECEDENCE_FLASH);
    }
}
