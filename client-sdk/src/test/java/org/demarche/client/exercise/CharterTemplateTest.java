package org.demarche.client.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import org.demarche.charter.Charter;
import org.demarche.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharterTemplateTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3600, 7200, 20_000})
    void rehearse_atAnyPace_isASoundExerciseOfTwentyParties(int pace) {
        Charter charter = CharterTemplate.shipped().rehearse(pace);

        assertThat(charter.exercise()).isTrue();
        assertThat(charter.timeScale()).isEqualTo(pace);
        assertThat(charter.parties()).hasSize(20);
        assertThat(charter.skewMs()).isEqualTo(Math.min(5_000, 24 * 3_600_000L / pace / 2));
        assertThat(charter.tiers()).hasSize(3);
        assertThat(charter.witnesses()).extracting(Charter.Witness::party).containsExactly("NO", "GB", "US");
        assertThat(charter.witnessed()).map(Rule::toString).contains("2 of (NO-w, GB-w, US-w)");
        assertThat(charter.liars()).isEqualTo(1);
        assertThat(charter.timestamped()).map(Rule::toString).contains("all of (alpha, bravo)");
    }

    @Test
    void partyKeys_ofTheShippedCharter_areTheirsAlone() {
        assertThat(CharterTemplate.shipped().partyKeys())
                .contains("NO/root", "NO/tls", "NO/watch", "US/principal")
                .allMatch(name -> name.matches("[A-Z]{2}/[a-z]+"));
    }
}
