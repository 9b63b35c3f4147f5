package org.demarche.world;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.Notices;
import org.demarche.client.Receipt;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.TierState;

/** What tests say most often, through real desks; each returns once the receipt is verified. */
public final class Say {
    private Say() {}

    /** A draft of a report that opens an incident. */
    public static Draft report(Instant now) {
        return Notices.report(
                Category.CATEGORY_ARTILLERY,
                Notices.place(48.12, 37.77),
                now.minusSeconds(60),
                now,
                "Shelling of the crossing.");
    }

    /** Opens an incident. */
    public static Sha256 report(World world, String desk) {
        return said(world.desk(desk), report(world.deskClock().instant())).notice();
    }

    /** Several desks confirm a finding. */
    public static void confirm(World world, Sha256 incident, FindingKind kind, String... desks) {
        for (String desk : desks) {
            said(world.desk(desk), Notices.finding(incident, kind, FindingWord.FINDING_WORD_CONFIRMED, "Seen."));
        }
    }

    /** A desk withdraws its party's word. */
    public static void refute(World world, Sha256 incident, FindingKind kind, String desk) {
        said(
                world.desk(desk),
                Notices.finding(incident, kind, FindingWord.FINDING_WORD_REFUTED, "Not seen after all."));
    }

    /** A desk proposes a tier. */
    public static Sha256 propose(World world, Sha256 incident, int tier, String desk) {
        return said(
                        world.desk(desk),
                        Notices.proposal(incident, tier, ProposalAct.PROPOSAL_ACT_ACTIVATE, "", List.of(incident)))
                .notice();
    }

    /** Several desks concur. */
    public static void concur(World world, Sha256 incident, Sha256 proposal, String... desks) {
        for (String desk : desks) {
            position(world, incident, proposal, Position.POSITION_CONCUR, desk);
        }
    }

    /** A desk takes a position. */
    public static Receipt position(World world, Sha256 incident, Sha256 proposal, Position position, String desk) {
        return said(world.desk(desk), Notices.acknowledgement(Optional.of(incident), proposal, position, ""));
    }

    /** The United States pledge what tier 3 asks for. */
    public static void pledge(World world) {
        said(
                world.desk("US/minister"),
                Notices.pledge(
                        Component.COMPONENT_BINDING_COMMITMENT,
                        "We act.",
                        world.deskClock().instant(),
                        Optional.empty(),
                        List.of()));
    }

    /** Signs, submits, and checks the receipt. */
    public static Receipt said(Desk desk, Draft draft) {
        try {
            return desk.submit(draft);
        } catch (DeskException e) {
            throw new AssertionError(e.getMessage() + " (" + e.hint() + ")", e);
        }
    }

    /** How a tier of an incident stands. */
    public static TierState tier(IncidentState state, int number) {
        return state.getTiersList().stream()
                .filter(t -> t.getTier() == number)
                .findFirst()
                .orElseThrow();
    }

    /** Brings an incident so far that tier 3 needs nothing but time: tier 1 active, expanded attack established, everybody concurs. */
    public static Sha256 untilOnlyTimeIsMissing(World world) {
        pledge(world);
        Sha256 incident = report(world, "UA/watch");
        confirm(world, incident, FindingKind.FINDING_KIND_VIOLATION, "US/watch", "GB/watch");
        Sha256 first = propose(world, incident, 1, "UA/watch");
        concur(world, incident, first, "UA/watch", "NO/watch");
        confirm(world, incident, FindingKind.FINDING_KIND_EXPANDED_ATTACK, "US/watch", "GB/watch", "FR/watch");
        Sha256 third = propose(world, incident, 3, "US/minister");
        for (String party : List.of("UA", "US", "GB", "FR")) {
            concur(world, incident, third, party + "/watch", party + "/minister");
        }
        return incident;
    }
}
