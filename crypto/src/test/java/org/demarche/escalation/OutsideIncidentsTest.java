package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Position;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;

/** Notices that belong to no incident: who received what, and what its author takes back. */
class OutsideIncidentsTest extends GovernanceStory {
    @Test
    void acknowledgement_outsideAnyIncident_saysThatItWasReceived() {
        adoptFirst();
        Sha256 greeting = Scene.id(message("UA/watch"));
        assertThat(Scene.reason(scene.offer("US/watch", position(greeting, Position.POSITION_CONCUR))))
                .isEqualTo(Reason.NOT_A_PROPOSAL);
        Scene.entry(scene.offer("US/watch", position(greeting, Position.POSITION_RECEIVED)));
        assertThat(Scene.reason(scene.offer("US/watch", position(Sha256.of(), Position.POSITION_RECEIVED))))
                .isEqualTo(Reason.REFERENCE_UNKNOWN);
    }

    @Test
    void correction_outsideAnyIncident_isTheAuthorsAlone() {
        adoptFirst();
        Sha256 greeting = Scene.id(message("UA/watch"));
        assertThat(Scene.reason(scene.offer("US/watch", correction(greeting)))).isEqualTo(Reason.NOT_THE_AUTHOR);
        Scene.entry(scene.offer("UA/watch", correction(greeting)));
    }
}
