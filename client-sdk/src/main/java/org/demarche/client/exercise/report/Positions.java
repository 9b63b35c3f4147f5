package org.demarche.client.exercise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.proto.v1.FindingState;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalOutcome;
import org.demarche.proto.v1.ProposalState;
import org.demarche.situation.Question;

/** Who took which position: on the charter, on what was found, on each proposal. */
final class Positions {
    private Positions() {}

    static List<Question> of(Story story) {
        Charter charter = story.charter();
        List<Question> all = new ArrayList<>();
        all.add(Question.assent(charter, story.assented(), true));
        for (FindingState finding : story.state().getFindingsList()) {
            charter.finding(finding.getKind())
                    .ifPresent(rule ->
                            all.add(Question.finding(charter, rule, Set.copyOf(finding.getConfirmedList()), false)));
        }
        for (ProposalState proposal : story.state().getProposalsList()) {
            charter.tier(proposal.getTier())
                    .ifPresent(tier -> all.add(Question.proposal(
                            charter,
                            tier,
                            proposal.getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE,
                            proposal.getOutcome() == ProposalOutcome.PROPOSAL_OUTCOME_OPEN,
                            proposal.getConcurringList(),
                            proposal.getDecliningList(),
                            proposal.getPartialList(),
                            Set.of())));
        }
        return all;
    }
}
