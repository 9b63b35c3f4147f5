package org.demarche.client.follow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagTest {
    private static final long LONG = Lag.MOST_MS + 1;

    private final Lag lag = new Lag();

    @Test
    void isTooLong_hubThatHasShownAll_neverIs() {
        assertThat(lag.isTooLong(7, 7, 0)).isFalse();
        assertThat(lag.isTooLong(7, 7, LONG)).isFalse();
        assertThat(lag.isTooLong(8, 7, 2 * LONG)).isFalse();
    }

    @Test
    void isTooLong_hubThatStaysBehind_isAfterAWhile() {
        assertThat(lag.isTooLong(5, 7, 0)).isFalse();
        assertThat(lag.isTooLong(6, 9, Lag.MOST_MS)).isFalse();
        assertThat(lag.isTooLong(6, 9, LONG)).isTrue();
    }

    @Test
    void isTooLong_hubThatFollowsALittleBehind_neverIs() {
        for (long at = 0; at < 100; at++) {
            assertThat(lag.isTooLong(at, at + 2, at * 1_000)).as("at %d s", at).isFalse();
        }
    }

    @Test
    void isTooLong_clockSetBack_beginsAnew() {
        assertThat(lag.isTooLong(5, 7, LONG)).isFalse();
        assertThat(lag.isTooLong(5, 7, 0)).isFalse();
        assertThat(lag.isTooLong(5, 7, LONG)).isTrue();
    }
}
