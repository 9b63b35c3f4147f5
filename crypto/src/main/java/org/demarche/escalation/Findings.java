package org.demarche.escalation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.FindingRule;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** How findings are established and lost, and what that does to the clock. */
final class Findings {
    private Findings() {}

    /** Takes a party's word. */
    static void take(MovingIncident incident, Finding finding, String author, Place place) throws RefusedException {
        if (incident.charter().finding(finding.getKind()).isEmpty()) {
            throw new RefusedException(Reason.FINDING_UNKNOWN, "the charter has no finding " + finding.getKind());
        }
        boolean confirms = finding.getWord() == FindingWord.FINDING_WORD_CONFIRMED;
        incident.findings.merge(
                finding.getKind(),
                FindingTally.NONE.word(author, confirms),
                (old, first) -> old.word(author, confirms));
        judge(incident, place);
    }

    /** Holds every finding against its rule, in the order of the enum. The words stay; what they amount to may change with the rule. */
    static void judge(MovingIncident incident, Place place) {
        for (Map.Entry<FindingKind, FindingTally> spoken : List.copyOf(new EnumMap<>(incident.findings).entrySet())) {
            FindingKind kind = spoken.getKey();
            FindingTally tally = spoken.getValue();
            boolean holds = incident.charter()
                    .finding(kind)
                    .map(FindingRule::quorum)
                    .filter(q -> q.holds(tally.confirmed()))
                    .isPresent();
            if (holds && !tally.established()) {
                incident.findings.put(kind, tally.establishedAt(place.acceptedAtMs()));
                established(incident, kind, place);
            } else if (!holds && tally.established()) {
                incident.findings.put(kind, tally.lost());
                lost(incident, kind);
            }
        }
    }

    private static void established(MovingIncident incident, FindingKind kind, Place place) {
        incident.lastEstablishedMs = place.acceptedAtMs();
        if (startsClock(incident, kind)) {
            incident.clock = Optional.of(new Clock(place.acceptedAtMs(), place.index()));
        }
        if (kind == FindingKind.FINDING_KIND_HOSTILITIES_CEASED) {
            incident.windDown();
        }
    }

    private static void lost(MovingIncident incident, FindingKind kind) {
        if (startsClock(incident, kind)) {
            incident.clock = Optional.empty();
            incident.lapse(p -> p.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE
                    && incident.tierOf(p).notBefore().isPresent());
        }
    }

    private static boolean startsClock(MovingIncident incident, FindingKind kind) {
        return incident.charter().clock() instanceof Charter.ClockOrigin.OfFinding origin && origin.kind() == kind;
    }
}
