package org.demarche.client.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.FindingRule;
import org.demarche.charter.Party;
import org.demarche.charter.Right;
import org.demarche.charter.Tier;
import org.demarche.charter.Words;
import org.demarche.escalation.Incident;
import org.demarche.escalation.ProposalRecord;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.situation.Deadline;
import org.demarche.situation.IncidentView;

/**
 * A word of one's own party that an incident waits for.
 *
 * @param sentence what it waits for
 * @param commands those that say it, each one thing that can be said, behind {@code demarche liaison}
 */
record Awaited(String sentence, List<String> commands) {
    Awaited {
        commands = List.copyOf(commands);
    }

    /** Everything that an incident waits for from this party. */
    static List<Awaited> of(IncidentView view, String party) {
        Incident incident = view.incident();
        List<Awaited> all = new ArrayList<>();
        Optional<Party> own = incident.charter().parties().stream()
                .filter(p -> p.id().equals(party))
                .findFirst();
        if (own.isPresent() && incident.phase() == Incident.Phase.OPEN) {
            report(view, party).ifPresent(all::add);
            proposals(incident, own.get(), all);
            findings(incident, own.get(), all);
            view.next().filter(d -> d.kind().presses()).ifPresent(next -> toPropose(incident, own.get(), next, all));
        }
        return all;
    }

    /** Only those whom the report names are asked to say that they have read it. */
    private static Optional<Awaited> report(IncidentView view, String party) {
        boolean silent = view.said().spoken().stream()
                .noneMatch(s -> s.party().filter(party::equals).isPresent());
        return silent && view.said().addressed().contains(party)
                ? Optional.of(new Awaited(
                        "Your party, " + party + ", has not said that it has read the report:",
                        List.of("ack " + view.id().brief() + " received")))
                : Optional.empty();
    }

    private static void proposals(Incident incident, Party party, List<Awaited> all) {
        for (ProposalRecord proposal : incident.proposals().values()) {
            Optional<Tier> tier = incident.charter().tier(proposal.tier()).filter(t -> proposal.open());
            if (tier.isEmpty()) {
                continue;
            }
            boolean activate = proposal.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE;
            boolean asked = (activate ? tier.get().quorum() : tier.get().standDown())
                    .parties()
                    .contains(party.id());
            boolean said = proposal.concurring(tier.get().desks()).contains(party.id())
                    || proposal.declining().contains(party.id());
            if (asked && !said) {
                String what = (activate ? "tier " : "standing down tier ") + proposal.tier();
                boolean partly = proposal.partial(tier.get().desks()).contains(party.id());
                all.add(new Awaited(
                        partly
                                ? "Of your party, " + party.id() + ", another desk must concur with " + what
                                        + ", or it does not count:"
                                : "Your party, " + party.id() + ", has not taken a position on " + what + ":",
                        List.of(
                                "ack " + proposal.id().brief() + " concur",
                                "ack " + proposal.id().brief() + " decline")));
            }
        }
    }

    private static void findings(Incident incident, Party party, List<Awaited> all) {
        Charter charter = incident.charter();
        for (FindingRule rule : charter.findings()) {
            var tally = incident.finding(rule.kind());
            boolean begun = !tally.confirmed().isEmpty()
                    || (incident.clock().isEmpty()
                            && charter.clock() instanceof Charter.ClockOrigin.OfFinding origin
                            && origin.kind() == rule.kind());
            if (begun
                    && !tally.established()
                    && rule.quorum().parties().contains(party.id())
                    && !tally.confirmed().contains(party.id())) {
                String words = Words.of(rule.kind());
                all.add(new Awaited(
                        "Your party, " + party.id() + ", has not said whether it finds: " + words + ":",
                        List.of("find " + incident.id().brief() + " " + words.replace(' ', '-'))));
            }
        }
    }

    private static void toPropose(Incident incident, Party party, Deadline next, List<Awaited> all) {
        boolean idle = incident.tier(next.tier()).activated().isEmpty()
                && incident.openProposal(next.tier()).isEmpty();
        if (next.tier() > 0 && idle && party.may().contains(Right.PROPOSE)) {
            all.add(new Awaited(
                    "Nobody has proposed tier " + next.tier() + ", and " + party.id() + " may:",
                    List.of("propose " + incident.id().brief() + " " + next.tier())));
        }
    }
}
