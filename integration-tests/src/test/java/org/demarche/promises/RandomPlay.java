package org.demarche.promises;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.Notices;
import org.demarche.client.Receipt;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.CorrectionAct;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.refusal.Reason;
import org.demarche.world.Plan;
import org.demarche.world.Say;
import org.demarche.world.World;

/** Desks that say anything at all, right or wrong, about several incidents under successive charters; what the hub refuses is noted. */
final class RandomPlay {
    private static final int MOST_INCIDENTS = 3;
    private static final List<FindingKind> FINDINGS = List.of(
            FindingKind.FINDING_KIND_VIOLATION,
            FindingKind.FINDING_KIND_VIOLATION,
            FindingKind.FINDING_KIND_HOSTILITIES_CONTINUE,
            FindingKind.FINDING_KIND_EXPANDED_ATTACK,
            FindingKind.FINDING_KIND_EXPANDED_ATTACK,
            FindingKind.FINDING_KIND_VIOLATION,
            FindingKind.FINDING_KIND_HOSTILITIES_CEASED);

    private final World world;
    private final Random random;
    private final List<Sha256> incidents = new ArrayList<>();
    private final Map<Sha256, Sha256> proposals = new HashMap<>();
    private final List<Sha256> order = new ArrayList<>();
    private final List<Sha256> pledges = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final Map<String, Integer> tally = new TreeMap<>();
    private byte[] draft = new byte[0];

    /**
     * A notice that the hub would not take.
     *
     * @param signed the notice
     * @param reason the hub's reason
     * @param size how many entries the log had
     * @param atMs what time it was
     */
    record Refused(byte[] signed, Reason reason, long size, long atMs) {}

    /** A play in a world whose charter is in force. */
    RandomPlay(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    /** What was refused so far. */
    List<Refused> refused() {
        return refused;
    }

    /** How often each kind of thing was said or refused, for people. */
    Map<String, Integer> tally() {
        return tally;
    }

    /** Some desk says something. */
    void act() {
        int dice = random.nextInt(100);
        if (incidents.isEmpty() || dice < 3 && incidents.size() < MOST_INCIDENTS) {
            say(post(), Say.report(world.deskClock().instant())).ifPresent(r -> incidents.add(r.notice()));
        } else if (dice < 34) {
            say(random.nextInt(5) > 0 ? one("US", "GB", "FR", "NO") + "/watch" : post(), finding());
        } else if (dice < 44) {
            propose();
        } else if (dice < 70) {
            acknowledge();
        } else if (dice < 80) {
            deed();
        } else if (dice < 88) {
            pledge();
        } else {
            charter();
        }
    }

    private Draft finding() {
        FindingWord word = random.nextInt(5) > 0 ? FindingWord.FINDING_WORD_CONFIRMED : FindingWord.FINDING_WORD_REFUTED;
        return Notices.finding(incident(), FINDINGS.get(random.nextInt(FINDINGS.size())), word, "");
    }

    private void propose() {
        Sha256 incident = incident();
        ProposalAct act = random.nextInt(4) > 0 ? ProposalAct.PROPOSAL_ACT_ACTIVATE : ProposalAct.PROPOSAL_ACT_STAND_DOWN;
        int tier = random.nextInt(12) == 0 ? 4 : 1 + random.nextInt(3);
        say(post(), Notices.proposal(incident, tier, act, "", List.of(incident))).ifPresent(r -> {
            proposals.put(r.notice(), incident);
            order.add(r.notice());
        });
    }

    private void acknowledge() {
        if (order.isEmpty()) {
            return;
        }
        // Mostly about the newest proposals, of which most are open.
        Sha256 proposal = order.get(order.size() - 1 - Math.min(order.size() - 1, random.nextInt(3)));
        Sha256 incident = random.nextInt(15) > 0 ? proposals.get(proposal) : incident();
        Position position = random.nextInt(8) > 0 ? Position.POSITION_CONCUR : random.nextBoolean() ? Position.POSITION_DECLINE : Position.POSITION_RECEIVED;
        Sha256 target = random.nextInt(15) > 0 ? proposal : incident;
        say(post(), Notices.acknowledgement(Optional.of(incident), target, position, ""));
    }

    private void deed() {
        switch (random.nextInt(4)) {
            case 0 -> say(post(), Notices.warning(incident(), "Stop.", "Embassy", "Note verbale"));
            case 1 -> say(post(), Notices.measures(incident(), "Battery silenced."));
            case 2 -> say(post(), Notices.message("", "We see.").in(incident()));
            default -> say(post(), Notices.correction(Optional.of(incident()), incident(), CorrectionAct.CORRECTION_ACT_WITHDRAW, "An error."));
        }
    }

    private void pledge() {
        if (pledges.isEmpty() || random.nextInt(3) > 0) {
            List<String> conditions = random.nextInt(3) == 0 ? List.of("Ratified.") : List.of();
            Draft pledge = Notices.pledge(
                    Component.COMPONENT_BINDING_COMMITMENT, "We act.", world.deskClock().instant(), Optional.empty(), conditions);
            say(random.nextInt(4) > 0 ? "US/minister" : post(), pledge).ifPresent(r -> pledges.add(r.notice()));
            return;
        }
        Sha256 pledge = pledges.get(random.nextInt(pledges.size()));
        say("US/minister", random.nextInt(3) > 0 ? Notices.conditionMet(pledge, 1, "") : Notices.pledgeEnded(pledge, ""));
    }

    private void charter() {
        Desk any = world.desk("UA/watch");
        if (draft.length == 0 || random.nextInt(10) == 0) {
            draft = world.home().text(world.plan().after(any.charter()));
            say("UA/root", Notices.charterText(draft));
        } else {
            CharterAssent assent = CharterAssent.newBuilder().setCharter(Sha256.of(draft).byteString()).build();
            say(party() + "/root", Draft.of(Notice.newBuilder().setCharterAssent(assent).build()));
        }
        if (any.charter().hash().equals(Sha256.of(draft))) {
            draft = new byte[0];
        }
    }

    private Optional<Receipt> say(String signer, Draft draft) {
        String kind = draft.content().getBodyCase().toString();
        boolean root = signer.endsWith("/root");
        Desk desk = world.desk(root ? signer.replace("/root", "/watch") : signer);
        try {
            byte[] signed = root ? desk.sign(draft, world.key(signer)) : desk.sign(draft);
            // No mark can come between, for the play goes on only when none is due.
            long size = desk.catchUp().size();
            try {
                Receipt receipt = desk.submitSigned(signed);
                tally.merge(kind, 1, Integer::sum);
                return Optional.of(receipt);
            } catch (DeskException.Refused e) {
                refused.add(new Refused(signed, e.reason(), size, world.deskClock().millis()));
                tally.merge(kind + " " + e.reason(), 1, Integer::sum);
                desk.drop(desk.outbox().get(0).id());
                return Optional.empty();
            }
        } catch (DeskException e) {
            throw new AssertionError(signer + ": " + e.getMessage() + " (" + e.hint() + ")", e);
        }
    }

    /** A span of time as a plan has it: a moment, some hours, or exactly up to a boundary. */
    Duration span() {
        return switch (random.nextInt(5)) {
            case 0 -> Duration.ofMillis(1);
            case 1 -> world.plan().real(Duration.ofHours(24));
            case 2 -> world.plan().real(Duration.ofHours(72));
            default -> world.plan().real(Duration.ofMinutes(random.nextInt(12 * 60)));
        };
    }

    private Sha256 incident() {
        return incidents.get(random.nextInt(incidents.size()));
    }

    private String party() {
        return Plan.PARTIES.get(random.nextInt(Plan.PARTIES.size()));
    }

    private String post() {
        return party() + "/" + one("watch", "minister");
    }

    private String one(String... names) {
        return names[random.nextInt(names.length)];
    }
}
