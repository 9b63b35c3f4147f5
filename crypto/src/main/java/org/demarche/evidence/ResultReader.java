package org.demarche.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.demarche.charter.Gate;
import org.demarche.charter.Tier;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Milestone;
import org.demarche.escalation.ProposalRecord;
import org.demarche.escalation.Signer;
import org.demarche.escalation.TierProgress;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.rule.Rule;
import org.demarche.time.PlanTime;

/** Step 10: reads off a completed replay what the bundle's last entry brings. */
final class ResultReader {
    private final Replay replay;
    private final Entry last;
    private final Optional<Incident> incident;

    private ResultReader(Replay replay) {
        this.replay = replay;
        this.last = replay.entries().get(replay.entries().size() - 1);
        this.incident = last.incident().flatMap(replay::incident);
    }

    static Result read(Replay replay) {
        return new ResultReader(replay).read();
    }

    private Result read() {
        Result.Place place = new Result.Place(last.index(), moment(last.acceptedAtMs()));
        List<Result.Move> moves = incident.map(this::moves).orElse(List.of());
        if (!moves.isEmpty()) {
            return new Result.Tiers(incident.orElseThrow().id(), place, moves);
        }
        if (last.content() instanceof Content.Noticed noticed) {
            return notice(noticed.notice(), place);
        }
        return new Result.Mark(last.incident().orElseThrow(), place);
    }

    /** What a notice is, such as {@code violation report}. */
    static String kind(Notice notice) {
        return notice.getBodyCase().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Result.Notice notice(VerifiedNotice notice, Result.Place place) {
        Signer signer = replay.signer(notice);
        return new Result.Notice(
                notice.id(),
                kind(notice.notice()),
                signer.party(),
                signer.desk().orElse("root"),
                place,
                moment(notice.notice().getIssuedAtMs()),
                last.incident());
    }

    /** What moved since the incident's entry before the last one: a governance entry between the two shows in the last one. */
    private List<Result.Move> moves(Incident of) {
        long before = replay.entries().stream()
                .filter(e -> e != last && e.incident().equals(last.incident()))
                .mapToLong(Entry::index)
                .max()
                .orElse(-1);
        List<Result.Move> moves = new ArrayList<>();
        of.tiers().forEach((number, progress) -> {
            progress.activated().filter(m -> m.index() > before).ifPresent(m -> moves.add(move(number, true)));
            progress.stoodDown().filter(m -> m.index() > before).ifPresent(m -> moves.add(move(number, false)));
        });
        return moves;
    }

    private Result.Move move(int number, boolean activated) {
        Replay.Turn turn = replay.turn(number, activated);
        Incident of = turn.as();
        Tier tier = of.charter().tier(number).orElseThrow();
        TierProgress progress = of.tier(number);
        Milestone milestone = (activated ? progress.activated() : progress.stoodDown()).orElseThrow();
        ProposalAct act = activated ? ProposalAct.PROPOSAL_ACT_ACTIVATE : ProposalAct.PROPOSAL_ACT_STAND_DOWN;
        ProposalRecord proposal = of.proposals().values().stream()
                .filter(p -> p.tier() == number && p.act() == act && p.outcome() == ProposalRecord.Outcome.CARRIED)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("tier " + number + " moved without a carried proposal"));
        Rule rule = activated ? tier.quorum() : tier.standDown();
        return new Result.Move(
                number,
                tier.title(),
                activated,
                moment(of, milestone.instantMs()),
                milestone.index(),
                proposal.author(),
                proposal.index(),
                rule.tally(proposal.concurring(tier.desks())),
                words(proposal.id(), turn.before()),
                List.copyOf(proposal.declining()),
                List.copyOf(proposal.partial(tier.desks())),
                activated ? gates(of, tier) : List.of());
    }

    private List<Result.Word> words(Sha256 proposal, long before) {
        Map<String, Result.Word> byDesk = new LinkedHashMap<>();
        for (Entry entry : replay.entries()) {
            if (entry.index() < before
                    && entry.content() instanceof Content.Noticed noticed
                    && isPosition(noticed.notice().notice(), proposal)) {
                Signer signer = replay.signer(noticed.notice());
                Acknowledgement said = noticed.notice().notice().getAcknowledgement();
                byDesk.remove(signer.toString());
                byDesk.put(
                        signer.toString(),
                        new Result.Word(
                                signer.party(),
                                signer.desk().orElseThrow(),
                                said.getPosition(),
                                entry.index(),
                                said.getReservation()));
            }
        }
        return List.copyOf(byDesk.values());
    }

    private static boolean isPosition(Notice notice, Sha256 proposal) {
        return notice.hasAcknowledgement()
                && notice.getAcknowledgement().getPosition() != Position.POSITION_RECEIVED
                && notice.getReferences(0).equals(proposal.byteString());
    }

    private static List<String> gates(Incident of, Tier tier) {
        List<String> gates = new ArrayList<>();
        for (Gate gate : tier.requires()) {
            if (gate instanceof Gate.OfFinding finding) {
                gates.add("\"" + gate + "\" by the word of "
                        + String.join(", ", of.finding(finding.kind()).confirmed()));
            } else if (gate instanceof Gate.OfTier lower) {
                gates.add(gate
                        + of.tier(lower.number())
                                .activated()
                                .map(m -> ", activated " + moment(of, m.instantMs()))
                                .orElse(""));
            } else {
                gates.add(gate + ", in force");
            }
        }
        tier.notBefore()
                .ifPresent(span -> gates.add("not before " + span + " from the start of the clock"
                        + of.clock().map(c -> ", " + moment(of, c.startedMs())).orElse("")));
        return gates;
    }

    private Moment moment(long epochMs) {
        return incident.map(i -> moment(i, epochMs)).orElseGet(() -> new Moment(epochMs, Optional.empty()));
    }

    private static Moment moment(Incident of, long epochMs) {
        return new Moment(
                epochMs,
                of.clock().map(c -> new PlanTime(of.charter().timeScale()).sinceClock(c.startedMs(), epochMs)));
    }
}
