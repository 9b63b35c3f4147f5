package org.demarche.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.Receipt;
import org.demarche.proto.v1.ViolationReport;
import org.demarche.situation.Moment;
import org.demarche.situation.Sign;
import org.demarche.situation.page.BoardPages;
import org.demarche.world.Plan;
import org.demarche.world.Ports;
import org.demarche.world.Wire;
import org.demarche.world.World;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The board of a hub that is a process, in a browser. */
class BoardIT {
    private static final String HOSTILE =
            "<script>document.title='owned'</script>\"><img src=x onerror=\"document.title='owned'\">"
                    + " \u202Eevil\u202C {{7*7}} ${7*7} &lt;b&gt;";
    private static final LocatorAssertions.IsVisibleOptions SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);
    /** 210 × 297 mm, in points. */
    private static final String A4 = "/MediaBox \\[0 0 59[45]\\.[0-9]+ 84[12]\\.[0-9]+]";

    @TempDir
    private static Path directory;

    private static World world;
    private static Chromium chromium;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        world = World.onRealClocks(directory, Plan.at(60));
        int port = Ports.free();
        Path hub = world.home().directory();
        Files.writeString(hub.resolve("hub.toml"), "[board]\nport = " + port + "\n", StandardOpenOption.APPEND);
        world.start();
        url = "http://127.0.0.1:" + port + "/?token="
                + Files.readString(hub.resolve("board.token")).strip();
        chromium = new Chromium();
    }

    @AfterAll
    static void end() {
        chromium.close();
        world.close();
    }

    @AfterEach
    void nothingIsSaid() {
        assertThat(chromium.said()).isEmpty();
    }

    private static Sha256 report(String place, String summary) throws Exception {
        Wire wire = world.wire("UA");
        wire.reportClock();
        long nowMs = System.currentTimeMillis();
        Receipt receipt = wire.submit(wire.sign(
                "watch",
                Notice.newBuilder()
                        .setPrecedence(Precedence.PRECEDENCE_FLASH)
                        .setViolationReport(ViolationReport.newBuilder()
                                .setCategory(Category.CATEGORY_ARTILLERY)
                                .setPlace(Place.newBuilder()
                                        .setLatitudeE7(481234567)
                                        .setLongitudeE7(377654321)
                                        .setName(place))
                                .setObservedFromMs(nowMs - 60_000)
                                .setObservedToMs(nowMs - 1_000)
                                .setSummary(summary))));
        return UnverifiedEntry.parse(receipt.getEntry().toByteArray())
                .notice()
                .orElseThrow()
                .id();
    }

    private static void say(String text) {
        world.wire("UA").say(text);
    }

    private static String at(String path) {
        return url.substring(0, url.indexOf("/?")) + path;
    }

    @Test
    void values_changeWithoutALoad() throws Exception {
        Page page = chromium.open(url);
        page.evaluate("window.kept = true");
        assertThat(page.url()).isEqualTo(at("/"));
        String dtg = page.locator(".dtg b").textContent();
        Sha256 id = report("ridge", "Shelling.");
        assertThat(page.locator("#i-" + id.brief())).isVisible(SOON);
        assertThat(page.locator(".dtg b")).not().hasText(dtg);
        assertThat(page.evaluate("window.kept")).isEqualTo(true);
        page.context().close();
    }

    @Test
    void everyPage_isAccessibleAndFits() throws Exception {
        Sha256 id = report("ridge", "Shelling.");
        Page page = chromium.open(url);
        for (String path : List.of("/", "/?wall", "/register", "/charter", "/incident/" + id.hex())) {
            page.navigate(at(path));
            Chromium.requireAccessible(page);
            Chromium.requireFits(page);
        }
        page.context().close();
    }

    @Test
    void hostileText_staysText() throws Exception {
        Sha256 id = report("<svg onload=alert(1)>", HOSTILE);
        Page page = chromium.open(url);
        for (String path : List.of("/", "/incident/" + id.hex())) {
            page.navigate(at(path));
            assertThat(page.locator("main")).containsText("<svg onload=alert(1)>");
            // Once from the page, and once from an event.
            String dtg = page.locator(".dtg b").textContent();
            assertThat(page.locator(".dtg b")).not().hasText(dtg);
            assertThat(page.locator("main img, main script, main svg[onload]")).hasCount(0);
            assertThat(page.content()).doesNotContain("\u202E");
            assertThat(page.title()).doesNotContain("owned");
        }
        assertThat(page.locator(".summary")).containsText("<script>document.title='owned'</script>\"><img src=x");
        page.context().close();
    }

    @Test
    void hub_thatFallsSilent_isSaidToBeStaleUntilItSpeaksAgain() throws Exception {
        Page page = chromium.open(url);
        Locator stale = page.getByText("STALE");
        assertThat(stale).hasCount(0);
        signal("STOP");
        assertThat(stale).isVisible(SOON);
        signal("CONT");
        assertThat(stale).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
        world.end();
        assertThat(stale).isVisible(SOON);
        world.start();
        assertThat(stale).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
        Sha256 id = report("after the silence", "Shelling again.");
        assertThat(page.locator("#i-" + id.brief())).isVisible(SOON);
        // A browser says of itself that a hub that is gone cannot be reached.
        assertThat(chromium.said()).allMatch(line -> line.contains("net::ERR_"));
        page.context().close();
    }

    private static void signal(String name) throws Exception {
        assertThat(new ProcessBuilder(
                                "kill", "-" + name, String.valueOf(world.child().pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void keyboard_reachesEveryCellOfTheMatrix_andFocusStaysThroughUpdates() throws Exception {
        Sha256 id = report("ridge", "Shelling.");
        Page page = chromium.open(url);
        page.navigate(at("/incident/" + id.hex()));
        Locator cells = page.locator(".matrix td.sign[tabindex], .matrix td.sign a");
        assertThat(cells).hasCount(page.locator(".matrix td.sign").count());
        Set<String> expected = new HashSet<>();
        cells.all().forEach(cell -> expected.add(cell.getAttribute("id")));
        assertThat(expected).hasSizeGreaterThanOrEqualTo(Plan.PARTIES.size());
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 200 && !reached.containsAll(expected); i++) {
            page.keyboard().press("Tab");
            reached.add((String) page.evaluate("document.activeElement.id"));
        }
        assertThat(reached).containsAll(expected);
        String focused = (String) page.evaluate("document.activeElement.id");
        String dtg = page.locator(".dtg b").textContent();
        assertThat(page.locator(".dtg b")).not().hasText(dtg);
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo(focused);
        page.context().close();
    }

    private static void received(String party, Sha256 notice) {
        Wire wire = world.wire(party);
        wire.reportClock();
        wire.submit(wire.sign(
                "watch",
                Notice.newBuilder()
                        .setIncident(notice.byteString())
                        .addReferences(notice.byteString())
                        .setAcknowledgement(Acknowledgement.newBuilder().setPosition(Position.POSITION_RECEIVED))));
    }

    @Test
    void cell_ofAnAcknowledgement_leadsToItsEntryByKeyboardAndWithoutAScript() throws Exception {
        Sha256 id = report("ridge", "Shelling.");
        received("NO", id);
        for (boolean scripts : new boolean[] {true, false}) {
            Page page = chromium.open(url, new Browser.NewContextOptions().setJavaScriptEnabled(scripts));
            page.navigate(at("/incident/" + id.hex()));
            Locator link = page.locator(".matrix td.sign a");
            assertThat(link).hasCount(1);
            link.focus();
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile(".*/incident/" + id.hex() + "#e-[0-9]+"));
            Locator row = page.locator(".notices tr:target");
            assertThat(row).containsText("NO/watch");
            assertThat(row).containsText("received");
            assertThat(row).isInViewport();
            page.context().close();
        }
    }

    @Test
    void overdueCell_isHatchedAndAccessible() {
        Moment moment = Moment.all().get(1);
        String link = "<link rel=\"stylesheet\" href=\"" + BoardPages.STYLE_PATH + "\"/>";
        String html = BoardPages.incident(moment.situation(), moment.first(), false)
                .orElseThrow()
                .replace(link, "<style>" + new String(BoardPages.style(), StandardCharsets.UTF_8) + "</style>")
                .replaceAll("<script[^>]*></script>", "");
        Page page = chromium.open("about:blank");
        page.setContent(html);
        Locator cell = page.locator(".matrix td.overdue").first();
        assertThat(cell).containsText(Sign.OVERDUE.mark());
        assertThat(cell.evaluate("e => getComputedStyle(e).backgroundImage"))
                .asString()
                .startsWith("repeating-linear-gradient(");
        Chromium.requireAccessible(page);
        Chromium.requireFits(page);
        page.context().close();
    }

    @Test
    void page_withoutItsScript_isASnapshot() throws Exception {
        Sha256 id = report("ridge", "Shelling.");
        Page page = chromium.open(url, new Browser.NewContextOptions().setJavaScriptEnabled(false));
        assertThat(page.locator("#i-" + id.brief())).isVisible();
        // Chromium hides what is for browsers without scripts from those whose scripts are switched off so.
        assertThat(page.content()).contains("load it again for a later one");
        page.context().close();
    }

    @Test
    void incident_onPaper_isA4AndSaysExerciseOnEverySheet() throws Exception {
        Sha256 id = report("ridge", "Shelling. ".repeat(40));
        for (int i = 0; i < 30; i++) {
            say("A message, number " + i);
        }
        Page page = chromium.open(url);
        page.navigate(at("/incident/" + id.hex()));
        Path file = directory.resolve("incident.pdf");
        page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true).setPath(file));
        String pdf = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<String> sheets = Pattern.compile("/MediaBox \\[[^]]*]")
                .matcher(pdf)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(sheets).hasSizeGreaterThan(1).allMatch(box -> box.matches(A4));
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        // The margin of every sheet that is of this kind says so.
        assertThat(page.evaluate("getComputedStyle(document.body).page")).isEqualTo("exercise");
        assertThat(page.evaluate(
                        "[...document.styleSheets[0].cssRules].filter(r => r.media?.mediaText === 'print').flatMap(r => [...r.cssRules])"
                                + ".filter(r => r.selectorText === 'exercise').map(r => r.cssText).join()"))
                .asString()
                .contains("EXERCISE");
        page.context().close();
    }
}
