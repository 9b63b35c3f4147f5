package org.demarche.server.witness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the operator is told that witnesses do not keep up. */
final class LagTest {
    private final Lag lag = new Lag();

    @Test
    void look_whileHeadsAreWitnessed_saysNothing() {
        for (long second = 0; second < 300; second++) {
            assertThat(lag.look(10 + second, second, second * 1_000)).isEmpty();
        }
    }

    @Test
    void look_whileNothingIsLogged_saysNothing() {
        for (long second = 0; second < 300; second++) {
            assertThat(lag.look(10, 10, second * 1_000)).isEmpty();
        }
        assertThat(lag.look(11, 10, 300_000))
                .as("a minute counts from when it grew")
                .isEmpty();
    }

    @Test
    void look_aMinuteAfterTheLast_saysSoOnceAndThatItIsOver() {
        assertThat(lag.look(5, 5, 0)).isEmpty();
        assertThat(lag.look(6, 5, 59_999)).isEmpty();
        assertThat(lag.look(7, 5, 60_000))
                .hasValueSatisfying(
                        s -> assertThat(s)
                                .startsWith(
                                        "no head of the log was witnessed for 60 s, though it has grown to 7 entries, of which 5 are witnessed"));
        assertThat(lag.look(8, 5, 200_000)).isEmpty();
        assertThat(lag.look(8, 7, 201_000)).contains("heads of the log are witnessed again, up to entry 6");
        assertThat(lag.look(8, 7, 202_000)).isEmpty();
        assertThat(lag.look(9, 7, 261_000)).isPresent();
    }

    @Test
    void look_fromTheStartWithoutAnyWitness_saysSoAfterAMinute() {
        assertThat(lag.look(20, 0, 1_000)).isEmpty();
        assertThat(lag.look(20, 0, 61_000)).isPresent();
    }
}
