package org.demarche.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    @Test
    void parse_theSpecificationsExamples_areTheirTiles() {
        assertThat(TilePath.parse("tile/0/x001/x234/067"))
                .contains(new TilePath.Hashes(new TileName(0, 1_234_067, 256)));
        assertThat(TilePath.parse("tile/0/273.p/112")).contains(new TilePath.Hashes(new TileName(0, 273, 112)));
        assertThat(TilePath.parse("tile/1/001.p/17")).contains(new TilePath.Hashes(new TileName(1, 1, 17)));
        assertThat(TilePath.parse("tile/entries/000")).contains(new TilePath.Entries(new TileName(0, 0, 256)));
        assertThat(TilePath.parse("tile/entries/x001/000.p/1"))
                .contains(new TilePath.Entries(new TileName(0, 1000, 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/",
                "tile/0",
                "tile/0/",
                "/tile/0/000",
                "tile/0/000/",
                "tile//000",
                "tile/00/000",
                "tile/01/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/+1/000",
                "tile/a/000",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/0/x000",
                "tile/0/x000/000",
                "tile/0/x000/x001/000",
                "tile/0/001/000",
                "tile/0/x001/",
                "tile/0/x01/000",
                "tile/0/X001/000",
                "tile/0/x001x002/000",
                "tile/0/000.p",
                "tile/0/000.p/",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/999",
                "tile/0/000.p/1/",
                "tile/0/000p/1",
                "tile/0/000.P/1",
                "tile/0/000.p/1.p/1",
                "tile/0/000?x",
                "tile/0/000 ",
                " tile/0/000",
                "tile/0/000\n",
                "tile/0/%30%30%30",
                "tile/0/../0/000",
                "tile/0/٠٠٠",
                "tile/Entries/000",
                "tile/entries",
                "tile/entries/0/000",
                "checkpoint",
            })
    void parse_anythingElse_isNoPath(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
    }

    @Test
    void parse_tilesThatNoLogCanHave_areBeyond() {
        // 2^55 tiles have room for 2^63 leaves.
        TileName last = new TileName(0, (1L << 55) - 1, 255);
        assertThat(last.path()).isEqualTo("tile/0/x036/x028/x797/x018/x963/967.p/255");
        assertThat(TilePath.parse(last.path())).contains(new TilePath.Hashes(last));
        for (String beyond : new String[] {
            "tile/0/x036/x028/x797/x018/x963/968",
            "tile/0/x001/x000/x000/x000/x000/x000/000",
            "tile/7/001",
            "tile/8/000",
            "tile/63/000.p/1",
        }) {
            assertThat(TilePath.parse(beyond)).contains(new TilePath.Beyond(beyond));
        }
    }

    @Test
    void parse_longPaths_areLookedAtUpToALimit() {
        String groups = "x999/".repeat(48);
        assertThat(TilePath.parse("tile/63/" + groups + "999"))
                .contains(new TilePath.Beyond("tile/63/" + groups + "999"));
        assertThat(TilePath.parse("tile/63/" + "x999/".repeat(50) + "999")).isEmpty();
        assertThat(TilePath.parse("tile/0/" + "x".repeat(1 << 20))).isEmpty();
    }

    @Test
    void entries_ofAnotherLevel_areNone() {
        assertThatThrownBy(() -> new TilePath.Entries(new TileName(1, 0, 1)))
                .hasMessage("level: 1 (expected: 0, that of entries)");
    }

    @Property
    void parse_pathOfEveryTile_isThatTile(
            @ForAll @IntRange(max = TileName.MAX_LEVEL) int level,
            @ForAll @LongRange(min = 0) long place,
            @ForAll @IntRange(min = 1, max = 256) int width) {
        TileName name = new TileName(level, (place >>> (8 * level)) >>> 8, width);
        assertThat(TilePath.parse(name.path())).contains(new TilePath.Hashes(name));
        if (level == 0) {
            assertThat(TilePath.parse(name.entriesPath())).contains(new TilePath.Entries(name));
        }
    }

    @Property
    void parse_anyCharacters_printsWhatItTook(
            @ForAll @StringLength(max = 24) @CharRange(from = '-', to = '9') String tail) {
        for (String head : new String[] {"tile/", "tile/0/", "tile/entries/", "tile/entries/000.p/", "tile/0/x"}) {
            Optional<TilePath> path = TilePath.parse(head + tail);
            path.ifPresent(taken -> assertThat(taken.text()).isEqualTo(head + tail));
        }
    }

    @Test
    void parse_everyChangedCharacter_printsWhatItTook() {
        for (String path : new String[] {"tile/0/x001/x234/067.p/112", "tile/entries/x001/000.p/9", "tile/63/000"}) {
            for (int i = 0; i < path.length(); i++) {
                for (char other = 0; other < 256; other++) {
                    String changed = path.substring(0, i) + other + path.substring(i + 1);
                    TilePath.parse(changed)
                            .ifPresent(taken -> assertThat(taken.text()).isEqualTo(changed));
                }
                String cut = path.substring(0, i);
                TilePath.parse(cut).ifPresent(taken -> assertThat(taken.text()).isEqualTo(cut));
            }
        }
    }
}
