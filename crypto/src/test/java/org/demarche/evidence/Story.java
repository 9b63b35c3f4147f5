package org.demarche.evidence;

import static org.demarche.proto.v1.FindingKind.FINDING_KIND_VIOLATION;

import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.Content;
import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Position;

/**
 * An incident up to the activation of tier 1, under the sample charter in force: reported at half past the scene's first hour, the violation established by US, GB and
 * FR at hour 1, tier 1 proposed by UA at hour 2, declined by PL and then concurred with by UA and NO.
 *
 * @param scene the honest log; it can go on
 * @param genesis charter version 1
 * @param incident identity of the report
 * @param report index of the report
 * @param confirmed index of the first of three findings
 * @param proposal index of the proposal; then follow the decline, UA's word, and NO's, with which tier 1 activates
 */
public record Story(Scene scene, Charter genesis, Sha256 incident, long report, long confirmed, long proposal) {
    public static Story ofTierOne() {
        return of(Scene.inForce());
    }

    /** The story in a log in which nothing has happened but assents. */
    static Story of(Scene scene) {
        Charter genesis = SampleCharter.parse(
                scene.entries().get(0).content() instanceof Content.Genesis text
                        ? text.text().toStringUtf8()
                        : "");
        long report = scene.entries().size();
        Sha256 incident = scene.at(0.5).report("UA/watch");
        scene.at(1).confirm(incident, FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "FR/watch");
        long proposal = scene.entries().size();
        Sha256 proposed = Scene.id(scene.at(2).propose(incident, 1, "UA/watch"));
        Scene.entry(scene.acknowledge(incident, proposed, Position.POSITION_DECLINE, "PL/minister"));
        scene.concur(incident, proposed, "UA/watch", "NO/watch");
        return new Story(scene, genesis, incident, report, report + 1, proposal);
    }

    LogForge forge() {
        return LogForge.of(scene);
    }

    MemoryLog log() {
        return LogForge.honest(scene);
    }

    public byte[] bundle() {
        return log().incidentBundle(incident);
    }

    long decline() {
        return proposal + 1;
    }

    long lastConcur() {
        return proposal + 3;
    }

    /** The verdict on a bundle by a reader who trusts the story's charter. */
    Report judge(byte[] bundle) {
        return Bundles.judge(bundle, genesis);
    }
}
