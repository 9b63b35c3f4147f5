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
            FindingKind.FINDING_KIND_VIOLATION);

    private static final List<Position> ANY_POSITION =
            List.of(Position.POSITION_CONCUR, Position.POSITION_DECLINE, Position.POSITION_RECEIVED);

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

    /** A play in a world whose charter is in force: it begins with an incident in which tier 1 is active, and tier 3 waits for the 72nd hour. */
    RandomPlay(World world, Random random) {
        this.world = world;
        this.random = random;
        incidents.add(Say.untilOnlyTimeIsMissing(world));
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
        if (dice < 8 && incidents.size() < MOST_INCIDENTS) {
            say(post(), Say.report(world.deskClock().instant())).ifPresent(r -> incidents.add(r.notice()));
        } else if (dice < 30) {
            find();
        } else if (dice < 48) {
            propose();
        } else if (dice < 68) {
            acknowledge();
        } else if (dice < 82) {
            deed();
        } else if (dice < 92) {
            pledge();
        } else {
            charter();
        }
    }

    /** One desk, or the monitors together, say what they have found, or take it back. */
    private void find() {
        FindingWord word =
                random.nextInt(5) > 0 ? FindingWord.FINDING_WORD_CONFIRMED : FindingWord.FINDING_WORD_REFUTED;
        // Once they have ceased, an incident takes little more.
        FindingKind kind = random.nextInt(30) == 0 ? FindingKind.FINDING_KIND_HOSTILITIES_CEASED : one(FINDINGS);
        Draft finding = Notices.finding(incident(), kind, word, "");
        if (random.nextInt(3) == 0) {
            say(post(), finding);
            return;
        }
        for (String party : List.of("US", "GB", "FR", "UA")) {
            if (random.nextInt(4) > 0) {
                say(party + "/watch", finding);
            }
        }
    }

    private void propose() {
        Sha256 incident = incident();
        ProposalAct act =
                random.nextInt(4) > 0 ? ProposalAct.PROPOSAL_ACT_ACTIVATE : ProposalAct.PROPOSAL_ACT_STAND_DOWN;
        int tier = random.nextInt(12) == 0 ? 4 : 1 + random.nextInt(3);
        say(post(), Notices.proposal(incident, tier, act, "", List.of(incident)))
                .ifPresent(r -> {
                    proposals.put(r.notice(), incident);
                    order.add(r.notice());
                    if (random.nextBoolean()) {
                        concur(r.notice());
                    }
                });
    }

    /** One desk takes any position on anything, or most desks concur with a proposal. */
    private void acknowledge() {
        if (order.isEmpty()) {
            return;
        }
        // Mostly about the newest proposals, of which most are open.
        Sha256 proposal = order.get(order.size() - 1 - Math.min(order.size() - 1, random.nextInt(3)));
        if (random.nextInt(3) == 0) {
            Sha256 incident = random.nextInt(5) > 0 ? proposals.get(proposal) : incident();
            Sha256 target = random.nextInt(5) > 0 ? proposal : incident;
            say(post(), Notices.acknowledgement(Optional.of(incident), target, one(ANY_POSITION), ""));
            return;
        }
        concur(proposal);
    }

    private void concur(Sha256 proposal) {
        Draft concurrence =
                Notices.acknowledgement(Optional.of(proposals.get(proposal)), proposal, Position.POSITION_CONCUR, "");
        for (String party : List.of("UA", "US", "GB", "NO")) {
            for (String post : Plan.POSTS) {
                if (random.nextInt(8) > 0) {
                    say(party + "/" + post, concurrence);
                }
            }
        }
    }

    private void deed() {
        switch (random.nextInt(4)) {
            case 0 -> say(post(), Notices.warning(incident(), "Stop.", "Embassy", "Note verbale"));
            case 1 -> say(post(), Notices.measures(incident(), "Battery silenced."));
            case 2 -> say(post(), Notices.message("", "We see.").in(incident()));
            default ->
                say(
                        post(),
                        Notices.correction(
                                Optional.of(incident()),
                                incident(),
                                CorrectionAct.CORRECTION_ACT_WITHDRAW,
                                "An error."));
        }
    }

    private void pledge() {
        if (pledges.isEmpty() || random.nextInt(3) > 0) {
            List<String> conditions = random.nextInt(3) == 0 ? List.of("Ratified.") : List.of();
            Draft pledge = Notices.pledge(
                    Component.COMPONENT_BINDING_COMMITMENT,
                    "We act.",
                    world.deskClock().instant(),
                    Optional.empty(),
                    conditions);
            say(random.nextInt(4) > 0 ? "US/minister" : post(), pledge).ifPresent(r -> pledges.add(r.notice()));
            return;
        }
        Sha256 pledge = one(pledges);
        say(
                "US/minister",
                random.nextInt(3) > 0 ? Notices.conditionMet(pledge, 1, "") : Notices.pledgeEnded(pledge, ""));
    }

    private void charter() {
        Desk any = world.desk("UA/watch");
        if (draft.length == 0 || random.nextInt(10) == 0) {
            draft = world.home().text(world.plan().after(any.charter()));
            say("UA/root", Notices.charterText(draft));
        } else {
            CharterAssent assent = CharterAssent.newBuilder()
                    .setCharter(Sha256.of(draft).byteString())
                    .build();
            say(
                    party() + "/root",
                    Draft.of(Notice.newBuilder().setCharterAssent(assent).build()));
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
                refused.add(
                        new Refused(signed, e.reason(), size, world.deskClock().millis()));
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
        return switch (random.nextInt(12)) {
            case 0 -> Duration.ofMillis(1);
            case 1 -> world.plan().real(Duration.ofHours(24));
            case 2 -> world.plan().real(Duration.ofHours(72));
            default -> world.plan().real(Duration.ofMinutes(random.nextInt(12 * 60)));
        };
    }

    private Sha256 incident() {
        return one(incidents);
    }

    private String party() {
        return one(Plan.PARTIES);
    }

    private String post() {
        return party() + "/" + one(Plan.POSTS);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
