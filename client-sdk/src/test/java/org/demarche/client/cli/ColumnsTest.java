package org.demarche.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void of_knownTexts_isWhatTerminalsTake() {
        assertThat(Columns.of("Kharkiv")).isEqualTo(7);
        assertThat(Columns.of("Харків")).isEqualTo(6);
        assertThat(Columns.of("停戦")).isEqualTo(4);
        assertThat(Columns.of("e\u0301")).isEqualTo(1);
        assertThat(Columns.of("\uD83D\uDE80")).isEqualTo(2);
        assertThat(Columns.of("✔◐✖‼○–●◔◑◌▼█░━─┼")).isEqualTo(16);
    }

    @Test
    void cut_wideCharacterAtTheEdge_isLeftOutWhole() {
        assertThat(Columns.cut("停戦監視", 6)).isEqualTo("停戦…");
        assertThat(Columns.cut("停戦監視", 8)).isEqualTo("停戦監視");
        assertThat(Columns.pad("停戦", 5)).isEqualTo("停戦 ");
    }

    @Test
    void clean_whatMovesHidesOrPilesUp_isGone() {
        assertThat(Page.clean("a\u001b[2Jb\u009b1mc\u202Ed\u2066e\u0007f\u2028g\u200Bh"))
                .isEqualTo("a [2Jb 1mc d e f g h");
        assertThat(Page.clean("\uD800x")).isEqualTo(" x");
        assertThat(Page.clean("☠\uFE0F!")).isEqualTo("☠!");
        assertThat(Page.clean("z" + "\u0300".repeat(40) + "y")).isEqualTo("z\u0300\u0300y");
    }

    @Property
    void page_anyText_neverExceedsItsColumnsAndLosesNoWord(
            @ForAll String text, @ForAll @IntRange(min = 40, max = 130) int width) {
        for (Glyphs glyphs : new Glyphs[] {new Glyphs(true, true), new Glyphs(false, false)}) {
            Page page = new Page(false, width, glyphs)
                    .line(text, 4)
                    .field("name", text)
                    .sides(text, "right", Page.Tone.BAD);
            assertThat(page.lines())
                    .allSatisfy(l -> assertThat(Columns.of(l.text())).isLessThanOrEqualTo(width));
            String shown = new Page(false, width, glyphs)
                    .line(text, 4).lines().stream().map(Page.Line::text).collect(Collectors.joining());
            assertThat(shown.replaceAll("[\\s\\p{Z}]", ""))
                    .isEqualTo(glyphs.text(Page.clean(text)).replaceAll("[\\s\\p{Z}]", ""));
        }
    }

    @Property
    void cutAndPad_anyText_keepToTheirColumns(@ForAll String text, @ForAll @IntRange(min = 1, max = 60) int columns) {
        String clean = Page.clean(text);
        assertThat(Columns.of(Page.cut(text, columns))).isLessThanOrEqualTo(columns);
        assertThat(Columns.of(Columns.pad(clean, columns))).isEqualTo(columns);
        assertThat(clean.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))
                .isTrue();
    }
}
