package org.demarche.client.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import org.demarche.charter.Charter;
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
    }
}
