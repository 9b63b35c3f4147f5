package org.demarche.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.demarche.client.witness.Witnessing;
import org.demarche.situation.IncidentView;
import org.demarche.situation.Moment;
import org.junit.jupiter.api.Test;

/** The screens at the moments of one story: as they were found good, and within their columns whatever the terminal. */
class ScreensTest {
    /** Set to a folder to have the screens written there as they are now, to be looked at before they become the golden ones. */
    private static final String WRITE = System.getProperty("demarche.screens", "");

    private static final List<Moment> MOMENTS = Moment.all();
    private static final Glyphs UTF8 = new Glyphs(true, false);
    private static final Glyphs ASCII = new Glyphs(false, false);
    private static final Witnessing SAID =
            new Witnessing.Witnessed(1_000_000, List.of("GB-w", "FR-w"), Optional.empty());
    private static final Pulse.Beat FRESH = new Pulse.Beat("1 s ago", Optional.empty(), Optional.empty());
    private static final Pulse.Beat STALE = new Pulse.Beat(
            "12 s ago",
            Optional.of("STALE: nothing verified has come for 12 s, since 03155107Z FEB 26; no hub can be reached"),
            Optional.empty());

    private static Page incident(Moment moment, int width, Glyphs glyphs) {
        Page page = new Page(true, width, glyphs);
        IncidentView view = moment.situation().incident(moment.first()).orElseThrow();
        new IncidentScreen("PL", "", index -> SAID).write(view, page);
        return page;
    }

    private static Page watch(Moment moment, int width, Glyphs glyphs) {
        Page page = new Page(true, width, glyphs);
        WatchScreen.write(moment.situation(), FRESH, SAID, Optional.empty(), 21, page);
        return page;
    }

    private static Page list(Moment moment, int width, Glyphs glyphs) {
        Page page = new Page(true, width, glyphs);
        IncidentRows.write(moment.situation(), Integer.MAX_VALUE, true, page);
        return page;
    }

    private static String printed(Page page) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** Identities differ from run to run, since each notice has a nonce of its own. */
    private static void assertGolden(String name, String found) throws IOException {
        String now = found.replaceAll("\\b[0-9a-f]{12}\\b", "0123456789ab");
        if (!WRITE.isEmpty()) {
            Files.writeString(Files.createDirectories(Path.of(WRITE)).resolve(name + ".txt"), now);
            return;
        }
        try (InputStream golden = ScreensTest.class.getResourceAsStream("screens/" + name + ".txt")) {
            byte[] bytes = Objects.requireNonNull(golden, name).readAllBytes();
            assertThat(now).as(name).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @Test
    void screens_ofTheStory_areAsTheyWereFoundGood() throws IOException {
        for (Moment moment : MOMENTS.subList(0, 4)) {
            assertGolden("incident-" + moment.name() + "-80", printed(incident(moment, 80, UTF8)));
            assertGolden("watch-" + moment.name() + "-80", printed(watch(moment, 80, UTF8)));
        }
        Moment last = MOMENTS.get(4);
        assertGolden("incident-" + last.name() + "-80-ascii", printed(incident(last, 80, ASCII)));
        assertGolden("incident-" + last.name() + "-120", printed(incident(last, 120, UTF8)));
        assertGolden("watch-" + last.name() + "-120", printed(watch(last, 120, UTF8)));
        assertGolden("list-" + last.name() + "-80", printed(list(last, 80, UTF8)));
    }

    @Test
    void screens_anyWidthAndGlyphs_keepToTheirColumnsAndSayExerciseFirstAndLast() {
        for (Moment moment : MOMENTS) {
            for (int width : List.of(40, 61, 80, 120)) {
                for (Glyphs glyphs : List.of(UTF8, ASCII)) {
                    List<Page> pages = new ArrayList<>(List.of(
                            incident(moment, width, glyphs),
                            watch(moment, width, glyphs),
                            list(moment, width, glyphs)));
                    for (Page page : pages) {
                        List<String> lines = printed(page).lines().toList();
                        assertThat(lines)
                                .allSatisfy(l -> assertThat(Columns.of(l)).as(l).isLessThanOrEqualTo(width));
                        assertThat(lines.get(0)).startsWith("EXERCISE");
                        assertThat(lines.get(lines.size() - 1)).startsWith("EXERCISE");
                        if (!glyphs.utf8()) {
                            assertThat(printed(page))
                                    .matches(text -> text.chars().allMatch(c -> c < 0x7F), "ASCII");
                        }
                    }
                }
            }
        }
    }

    @Test
    void screens_hostileTitle_showsNothingThatTurnsTheText() {
        assertThat(printed(watch(MOMENTS.get(3), 120, UTF8)) + printed(list(MOMENTS.get(3), 120, UTF8)))
                .contains("<script>")
                .doesNotContain("\u202E", "\u202C", "\u001b");
    }

    @Test
    void status_staleBeat_saysSoInWordsBeforeAnythingElse() {
        Page page = new Page(false, 80, UTF8);
        WatchScreen.write(MOMENTS.get(1).situation(), STALE, new Witnessing.NotYet(), Optional.empty(), 21, page);
        assertThat(page.lines().get(1).text()).startsWith("STALE: nothing verified has come for 12 s");
        assertThat(page.lines().get(1).tone()).isEqualTo(Page.Tone.BAD);
    }

    @Test
    void frame_smallerThanThePage_keepsBannersAndSaysWhatIsLeft() {
        Page page = incident(MOMENTS.get(3), 80, UTF8);
        Seat.Size size = new Seat.Size(24, 80);
        Frame first = new Frame(page, size, 0, UTF8);
        assertThat(first.lines()).hasSize(24);
        assertThat(first.lines().get(0).text()).startsWith("EXERCISE");
        assertThat(first.lines().get(23).text()).startsWith("EXERCISE");
        assertThat(first.lines().get(22).text())
                .isEqualTo("q ends   ↓ ↑ and space scroll: lines 1 to 21 of "
                        + page.lines().size());
        Frame beyond = new Frame(page, size, 1000, UTF8);
        assertThat(beyond.from()).isEqualTo(page.lines().size() - 21);
        assertThat(beyond.lines().get(21))
                .isEqualTo(page.lines().get(page.lines().size() - 1));
    }

    @Test
    void frame_colours_onlyRepeatWhatIsThere() {
        Page page = watch(MOMENTS.get(4), 80, UTF8);
        Seat.Size size = new Seat.Size(60, 80);
        String coloured = new Frame(page, size, 0, new Glyphs(true, true)).drawing();
        String plain = new Frame(page, size, 0, UTF8).drawing();
        assertThat(coloured).contains("\u001b[1;31m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    }
}
