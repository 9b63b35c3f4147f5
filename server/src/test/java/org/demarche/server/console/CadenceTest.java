package org.demarche.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class CadenceTest {
    private static final int PAUSE = 4;

    @Test
    void due_newsAfterAPause_isShownAtOnce() {
        assertThat(shown(12, tick -> tick == 6)).containsExactly(4, 6, 10);
    }

    @Test
    void due_newsAtTheBeginning_isShownAtOnce() {
        assertThat(shown(6, tick -> tick == 1)).containsExactly(1, 5);
    }

    @Test
    void due_newsWithoutEnd_isShownOnceInAPause() {
        assertThat(shown(14, tick -> true)).containsExactly(1, 5, 9, 13);
    }

    @Test
    void due_newsSoonAfterNews_waitsForTheEndOfThePause() {
        assertThat(shown(11, tick -> tick == 2 || tick >= 3 && tick < 7)).containsExactly(2, 6, 10);
    }

    @Test
    void due_nothingNew_isShownOnceInAPauseForTheClock() {
        assertThat(shown(13, tick -> false)).containsExactly(4, 8, 12);
    }

    /** At which ticks there is a picture, if there is news at these. */
    private static List<Integer> shown(int ticks, IntPredicate news) {
        Cadence cadence = new Cadence(PAUSE);
        List<Integer> shown = new ArrayList<>();
        for (int tick = 1; tick <= ticks; tick++) {
            if (cadence.due(news.test(tick))) {
                shown.add(tick);
            }
        }
        return shown;
    }
}
