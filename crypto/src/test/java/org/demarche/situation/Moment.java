package org.demarche.situation;

import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Precedence;

/**
 * A moment of one long story under the sample charter, as an exercise at real pace.
 *
 * @param name of the moment
 * @param situation what there is to see
 * @param first the incident that the story is about
 */
public record Moment(String name, Situation situation, Sha256 first) {
    /** The moments, in order. */
    public static List<Moment> all() {
        List<Moment> moments = new ArrayList<>();
        Watchroom room = Watchroom.exercise();
        Scene scene = room.scene();
        register(room);

        Sha256 first = room.at(0.5).report();
        room.received(first, first, "NO/watch", "PL/watch", "EE/watch", "US/watch");
        scene.confirm(first, FindingKind.FINDING_KIND_VIOLATION, "GB/watch");
        moments.add(new Moment("1-reported", room.at(0.8).situation(), first));

        room.at(1).violation(first);
        Sha256 one = Scene.id(scene.propose(first, 1, "UA/watch"));
        scene.concur(first, one, "UA/watch");
        Sha256 second = room.at(12)
                .report(
                        "EE/watch",
                        Precedence.PRECEDENCE_IMMEDIATE,
                        Category.CATEGORY_DRONE,
                        "Kherson corridor",
                        "Three uncrewed aircraft over the corridor, one shot down by its own side.");
        scene.confirm(second, FindingKind.FINDING_KIND_VIOLATION, "US/watch", "NO/watch", "SE/watch");
        moments.add(new Moment("2-tier-1-due", room.at(23).situation(), first));

        scene.concur(first, one, "NO/watch");
        room.look();
        scene.warn(first, "NO/watch");
        scene.measures(first, "UA/watch");
        room.at(24).tierOne(second);
        room.at(30);
        scene.confirm(first, FindingKind.FINDING_KIND_HOSTILITIES_CONTINUE, "US/watch", "GB/watch", "NO/watch");
        Sha256 two = Scene.id(scene.propose(first, 2, "UA/watch"));
        room.at(36);
        for (String party : List.of("UA", "GB", "FR", "DE", "NO", "SE", "EE")) {
            scene.concur(first, two, party + "/watch");
        }
        room.received(first, two, "PL/watch", "IT/watch");
        Scene.entry(scene.acknowledge(first, two, Position.POSITION_DECLINE, "ES/watch"));
        room.at(39)
                .report(
                        "UA/watch",
                        Precedence.PRECEDENCE_ROUTINE,
                        Category.CATEGORY_MARITIME,
                        "<script>alert(1)</script> \u202Eelif.txt\u202C & \"quay\"",
                        "A title that wants to be more than text.");
        moments.add(new Moment("3-tier-2-proposed", room.at(40).situation(), first));

        for (String party : List.of("PL", "TR", "IS", "FI", "DK", "NL")) {
            scene.concur(first, two, party + "/watch");
        }
        room.at(50);
        scene.confirm(first, FindingKind.FINDING_KIND_EXPANDED_ATTACK, "US/watch", "GB/watch", "FR/watch", "NO/watch");
        room.commitment(true);
        Sha256 three = Scene.id(scene.propose(first, 3, "UA/watch"));
        for (String party : Watchroom.ELEVEN) {
            scene.concur(first, three, party + "/watch", party + "/" + SampleCharter.secondDesk(party));
        }
        scene.concur(first, three, "UA/watch", "UA/minister", "US/watch", "US/principal");
        room.look();
        Sha256 third = room.at(52).report();
        room.violation(third);
        moments.add(new Moment("4-tier-3-waits", room.at(72.1).situation(), first));
        moments.add(new Moment("5-one-is-overdue", room.at(78).situation(), first));
        return moments;
    }

    private static void register(Watchroom room) {
        room.pledge("NO/watch", Component.COMPONENT_MONITORING, "Twelve observers and two drones for the mechanism.");
        room.pledge("GB/watch", Component.COMPONENT_MULTINATIONAL_FORCE, "A brigade headquarters and one battalion.");
        room.pledge("FR/watch", Component.COMPONENT_MULTINATIONAL_FORCE, "Two battalions.");
        room.pledge("DE/watch", Component.COMPONENT_SUPPORT, "Air defence for the lifetime of the agreement.");
        room.pledge("PL/watch", Component.COMPONENT_COOPERATION, "Training of two brigades a year.");
        room.commitment(false);
        room.declare("IS/watch", "Paris declaration");
        room.declare("TR/watch", "Paris declaration");
    }
}
