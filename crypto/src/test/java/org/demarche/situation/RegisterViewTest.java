package org.demarche.situation;

import static org.assertj.core.api.Assertions.assertThat;

import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.PledgeEnded;
import org.junit.jupiter.api.Test;

class RegisterViewTest {
    private final Watchroom room = Watchroom.actual().at(1);

    private RegisterView.Cell cell(String party, String component) {
        RegisterView register = RegisterView.of(room.situation());
        return register.rows().stream()
                .filter(r -> r.party().id().equals(party))
                .map(r -> r.cells().get(register.components().indexOf(component)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void of_nothingPledged_saysSoAndWhatATierRequires() {
        assertThat(cell("US", "binding-commitment").words())
                .isEqualTo("Washington, binding-commitment: no pledge; a tier requires it");
        assertThat(cell("NO", "support").required()).isFalse();
    }

    @Test
    void of_conditionOpenThenMet_comesIntoForce() {
        room.commitment(false);
        assertThat(cell("US", "binding-commitment").state()).isEqualTo(RegisterView.State.CONDITIONAL);
        assertThat(cell("US", "binding-commitment").note()).isEqualTo("0 of 1 conditions met");
        room.commitment(true);
        assertThat(cell("US", "binding-commitment").state()).isEqualTo(RegisterView.State.IN_FORCE);
        RegisterView.PledgeView second =
                RegisterView.of(room.situation()).pledges().get(1);
        assertThat(second.conditions()).hasSize(1).allMatch(RegisterView.Condition::met);
    }

    @Test
    void of_endedPledge_isOver() {
        Sha256 pledge = room.commitment(true);
        Scene.entry(room.scene()
                .offer(
                        "US/principal",
                        Notice.newBuilder()
                                .setPledgeEnded(PledgeEnded.newBuilder().setPledge(pledge.byteString()))));
        assertThat(cell("US", "binding-commitment").state()).isEqualTo(RegisterView.State.OVER);
    }

    @Test
    void of_declarations_areCountedByParty() {
        room.pledge("DE/watch", Component.COMPONENT_SUPPORT, "Air defence.");
        room.declare("IS/watch", "Paris declaration");
        RegisterView register = RegisterView.of(room.situation());
        assertThat(register.rows().stream()
                        .filter(r -> r.declares() > 0)
                        .map(r -> r.party().id()))
                .containsExactly("IS");
        assertThat(cell("DE", "support").state()).isEqualTo(RegisterView.State.IN_FORCE);
    }
}
