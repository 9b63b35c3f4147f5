package org.demarche.situation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    private static List<String> text(Moment moment, int width, boolean utf8) {
        return PlanText.of(
                moment.situation().incident(moment.first()).orElseThrow().moments(), width, utf8);
    }

    @Test
    void of_midwayThroughThePlan_marksPresentFindingsDeadlinesAndTiers() {
        Moment moment = Moment.all().get(2);
        assertThat(text(moment, 80, true))
                .containsExactly(
                        "                                     ▼ T+39:00",
                        "●━━━━━━━━━━━━━━━━━━━━1━┼━━━●━━━━━━━━━━──────────────────────────────┼──────────┤",
                        "T                    24 h: tier 1 due                     72 h: tier 3 may begin",
                        "▼ now  ● finding  active: tier 1 T+22:00");
        assertThat(text(moment, 80, false))
                .containsExactly(
                        "                                     v T+39:00",
                        "*====================1=+===*==========------------------------------+----------|",
                        "T                    24 h: tier 1 due                     72 h: tier 3 may begin",
                        "v now  * finding  active: tier 1 T+22:00");
    }

    @Test
    void of_clockDoesNotRun_saysSo() {
        List<String> lines = text(Moment.all().get(0), 60, true);
        assertThat(lines.get(0)).isEqualTo(" the clock does not run");
        assertThat(lines.get(1)).startsWith("├───").endsWith("───┤").doesNotContain("━", "●");
    }

    @Test
    void of_everyMomentAndWidth_keepsToItsColumns() {
        for (Moment moment : Moment.all()) {
            for (int width = 40; width <= 130; width++) {
                int most = width;
                assertThat(text(moment, width, true))
                        .hasSize(4)
                        .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(most));
                assertThat(text(moment, width, true).get(1)).hasSize(width);
            }
        }
    }

    @Test
    void of_tooNarrow_isRefused() {
        Moment moment = Moment.all().get(0);
        assertThatThrownBy(() -> text(moment, 39, true)).hasMessage("width: 39 (expected: >= 40)");
    }
}
