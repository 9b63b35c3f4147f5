package org.demarche.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTest {
    private static List<Key> typed(String keys) {
        ByteArrayInputStream in = new ByteArrayInputStream(keys.getBytes(StandardCharsets.US_ASCII));
        List<Key> all = new ArrayList<>();
        do {
            all.add(Key.next(in));
        } while (all.get(all.size() - 1) != Key.END);
        return all;
    }

    @Test
    void next_arrowsAndLetters_scroll() {
        assertThat(typed("j k\u001b[A\u001b[B\u001bOA\u001b[5~b"))
                .startsWith(Key.DOWN, Key.PAGE_DOWN, Key.UP, Key.UP, Key.DOWN, Key.UP, Key.PAGE_UP)
                .endsWith(Key.PAGE_UP, Key.END);
    }

    @Test
    void next_qCtrlCCtrlDAndTheEnd_end() {
        for (String end : List.of("q", "Q", "\u0003", "\u0004", "")) {
            assertThat(typed(end + "jjj")).as(end).hasSize(end.isEmpty() ? 4 : 1);
        }
    }

    @Test
    void next_anythingElse_meansNothing() {
        assertThat(typed("x\u001b")).containsExactly(Key.NEWS, Key.NEWS, Key.END);
    }

    @Test
    void size_ofTerminal_isRowsAndColumns() {
        assertThat(Stty.of("24 80\n")).contains(new Seat.Size(24, 80));
        assertThat(Stty.of("0 0")).contains(new Seat.Size(24, 80));
        assertThat(Stty.of("")).isEmpty();
        assertThat(Stty.of("stty: standard input: Inappropriate ioctl for device"))
                .isEmpty();
    }
}
