package org.demarche.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.demarche.situation.Sign;
import org.demarche.situation.TierView;
import org.junit.jupiter.api.Test;

class GlyphsTest {
    private static Glyphs seated(String... pairs) {
        return Glyphs.of(
                pairs.length == 4 ? Map.of(pairs[0], pairs[1], pairs[2], pairs[3]) : Map.of(pairs[0], pairs[1]), true);
    }

    @Test
    void of_terminals_isWhatTheyCanShow() {
        assertThat(seated("TERM", "xterm", "LANG", "nb_NO.UTF-8")).isEqualTo(new Glyphs(true, true));
        assertThat(seated("TERM", "xterm", "LANG", "nb_NO.utf8")).isEqualTo(new Glyphs(true, true));
        assertThat(seated("TERM", "vt220", "LANG", "C")).isEqualTo(new Glyphs(false, true));
        assertThat(seated("TERM", "xterm")).isEqualTo(new Glyphs(false, true));
        assertThat(seated("TERM", "dumb", "LANG", "C.UTF-8")).isEqualTo(new Glyphs(false, false));
        assertThat(Glyphs.of(Map.of("TERM", "xterm", "LC_ALL", "C.UTF-8", "NO_COLOR", "1"), true))
                .isEqualTo(new Glyphs(true, false));
        assertThat(Glyphs.of(Map.of("LC_ALL", "C", "LANG", "C.UTF-8", "TERM", "xterm"), true)
                        .utf8())
                .isFalse();
    }

    @Test
    void of_pipes_areUtf8UnlessTheLocaleSaysOtherwiseAndNeverColoured() {
        assertThat(Glyphs.of(Map.of(), false)).isEqualTo(new Glyphs(true, false));
        assertThat(Glyphs.of(Map.of("LANG", "C", "TERM", "xterm"), false)).isEqualTo(new Glyphs(false, false));
    }

    @Test
    void text_withoutUtf8_isAsciiAndTellsEverySignApart() {
        Glyphs ascii = new Glyphs(false, false);
        assertThat(ascii.text("quorum 7 of 12 · missing GB – UA ✔…")).isEqualTo("quorum 7 of 12 - missing GB - UA OK~");
        assertThat(ascii.text("Харків")).isEqualTo("??????");
        assertThat(Sign.values()).extracting(s -> s.on(false)).doesNotHaveDuplicates();
        assertThat(TierView.State.values()).extracting(s -> s.on(false)).doesNotHaveDuplicates();
    }
}
