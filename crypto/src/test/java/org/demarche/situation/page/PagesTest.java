package org.demarche.situation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.demarche.hash.Sha256;
import org.demarche.situation.Moment;
import org.demarche.situation.Sign;
import org.demarche.situation.Situation;
import org.demarche.situation.Watchroom;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

class PagesTest {
    private static final List<Moment> MOMENTS = Moment.all();
    private static final List<Document> PAGES = pages();

    private static List<Route> routes(Moment moment) {
        return List.of(
                new Route.Board(), new Route.OfIncident(moment.first()), new Route.Register(), new Route.OfCharter());
    }

    private static List<Document> pages() {
        List<Document> pages = new ArrayList<>();
        for (Moment moment : MOMENTS) {
            for (Route route : routes(moment)) {
                pages.add(Markup.page(
                        BoardPages.page(moment.situation(), route, false).orElseThrow()));
            }
        }
        return pages;
    }

    @Test
    void page_anyMoment_holdsNoStyleNoScriptAndNoHandler() {
        for (Document page : PAGES) {
            assertThat(Markup.with(page, "style")).isEmpty();
            assertThat(Markup.all(page, "style")).isEmpty();
            assertThat(Markup.all(page, "script"))
                    .singleElement()
                    .satisfies(s -> assertThat(s.getTextContent()).isEmpty());
            assertThat(Markup.all(page, "*").stream().flatMap(PagesTest::attributes))
                    .noneMatch(a -> a.startsWith("on"));
        }
    }

    private static Stream<String> attributes(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < attributes.getLength(); i++) {
            names.add(attributes.item(i).getNodeName());
        }
        return names.stream();
    }

    @Test
    void page_exercise_saysSoInItsTitleFirstAndLast() {
        for (Document page : PAGES) {
            assertThat(Markup.all(page, "title").get(0).getTextContent()).startsWith("EXERCISE · ");
            assertThat(Markup.all(page, "aside"))
                    .hasSize(2)
                    .allMatch(e -> e.getTextContent().contains("Exercise"));
            assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
        }
    }

    @Test
    void page_actual_saysThatItIsLive() {
        String page = BoardPages.board(Watchroom.actual().at(1).situation(), false);
        assertThat(page).contains("Live · not an exercise").doesNotContain("EXERCISE");
    }

    @Test
    void page_anyMoment_givesEveryIdOnce() {
        for (Document page : PAGES) {
            assertThat(Markup.with(page, "id").stream().map(e -> e.getAttribute("id")))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void matrix_everyCell_isReachedByKeyboardAndHasItsWords() {
        for (Document page : PAGES) {
            List<Element> cells = Markup.all(page, "td").stream()
                    .filter(c -> c.getAttribute("class").startsWith("sign"))
                    .toList();
            assertThat(cells).allMatch(c -> c.getTextContent().contains(c.getAttribute("data-words")));
            // A link is reached by itself; there is one stop for each cell.
            assertThat(cells).allMatch(c -> {
                List<Element> links = Markup.in(c, "a");
                Element stop = links.isEmpty() ? c : links.get(0);
                return links.size() <= 1
                        && !stop.getAttribute("id").isEmpty()
                        && c.getAttribute("tabindex").equals(links.isEmpty() ? "0" : "");
            });
            assertThat(Markup.all(page, "th")).allMatch(th -> th.hasAttribute("scope"));
        }
    }

    @Test
    void matrix_everyAcknowledgement_leadsToItsEntryOnTheIncidentsPage() {
        for (Moment moment : MOMENTS) {
            Situation situation = moment.situation();
            List<String> ofBoard = links(Markup.page(BoardPages.board(situation, false)));
            for (String link : ofBoard) {
                String path = link.substring(0, link.indexOf('#'));
                Document page =
                        Markup.page(BoardPages.page(situation, Route.of(path).orElseThrow(), false)
                                .orElseThrow());
                assertThat(ids(page)).contains(link.substring(path.length() + 1));
            }
            Document own = Markup.page(
                    BoardPages.incident(situation, moment.first(), false).orElseThrow());
            assertThat(links(own)).isNotEmpty().allMatch(link -> link.startsWith("#"));
            assertThat(ids(own))
                    .containsAll(links(own).stream().map(l -> l.substring(1)).toList());
        }
        assertThat(links(Markup.page(BoardPages.board(MOMENTS.get(2).situation(), false))))
                .isNotEmpty();
    }

    private static List<String> links(Document page) {
        return Markup.all(page, "td").stream()
                .filter(c -> c.getAttribute("class").startsWith("sign"))
                .flatMap(c -> Markup.in(c, "a").stream())
                .map(a -> a.getAttribute("href"))
                .toList();
    }

    private static List<String> ids(Document page) {
        return Markup.with(page, "id").stream().map(e -> e.getAttribute("id")).toList();
    }

    @Test
    void matrix_overdueCell_hasASignOfItsOwnThatTheLegendExplains() {
        Moment moment = MOMENTS.get(1);
        Document page = Markup.page(
                BoardPages.incident(moment.situation(), moment.first(), false).orElseThrow());
        assertThat(Markup.all(page, "td").stream()
                        .filter(c -> c.getAttribute("class").equals("sign overdue"))
                        .map(Element::getTextContent))
                .isNotEmpty()
                .allMatch(text -> text.startsWith(Sign.OVERDUE.mark()) && text.contains("overdue since"));
        assertThat(Markup.all(page, "li").stream().map(Element::getTextContent))
                .contains(Sign.OVERDUE.mark() + " " + Sign.OVERDUE.words());
        assertThat(new String(BoardPages.style(), StandardCharsets.UTF_8))
                .containsPattern("\\.sign\\.overdue \\{[^}]*repeating-linear-gradient");
    }

    @Test
    void page_onlyTheDeadlineSpeaks() {
        for (Document page : PAGES) {
            assertThat(Markup.with(page, "aria-live")).hasSize(1);
        }
    }

    @Test
    void regions_sameInstant_areTheOnesOfThePage() {
        for (Moment moment : MOMENTS) {
            for (Route route : routes(moment)) {
                Document page = Markup.page(
                        BoardPages.page(moment.situation(), route, false).orElseThrow());
                List<Element> regions = Markup.with(
                        Markup.regions(
                                BoardPages.regions(moment.situation(), route).orElseThrow()),
                        "data-region");
                List<Element> shown = Markup.with(page, "data-region");
                assertThat(shown).hasSameSizeAs(regions).isNotEmpty();
                for (Element region : regions) {
                    String name = region.getAttribute("data-region");
                    assertThat(shown)
                            .as(route + " " + name)
                            .filteredOn(e -> e.getAttribute("data-region").equals(name))
                            .singleElement()
                            .matches(e -> e.isEqualNode(region));
                }
            }
        }
    }

    @Test
    void page_hostileTitle_staysText() {
        Moment moment = MOMENTS.get(2);
        String board = BoardPages.board(moment.situation(), false);
        assertThat(board).doesNotContain("<script>").doesNotContain("\u202E");
        assertThat(Markup.all(Markup.page(board), "p").stream()
                        .filter(p -> p.getAttribute("class").equals("title"))
                        .map(Element::getTextContent))
                .contains("Maritime, <script>alert(1)</script>  elif.txt  & \"quay\"");
    }

    @Test
    void board_tierThreeWaits_showsQuorumAndTimeApart() {
        String board = BoardPages.board(MOMENTS.get(3).situation(), false);
        assertThat(board).contains("quorum MET · waits for 72 h").contains("54 min 00 s");
    }

    @Test
    void incident_tierActive_namesTheEvidenceToAskFor() {
        Moment moment = MOMENTS.get(3);
        String page =
                BoardPages.incident(moment.situation(), moment.first(), false).orElseThrow();
        assertThat(page)
                .contains("demarche liaison evidence " + moment.first().hex() + " --tier 2")
                .doesNotContain("--tier 3");
    }

    @Test
    void incident_unknown_isNone() {
        Situation situation = MOMENTS.get(0).situation();
        Sha256 unknown = Sha256.of();
        assertThat(BoardPages.incident(situation, unknown, false)).isEmpty();
        assertThat(BoardPages.page(situation, new Route.OfIncident(unknown), false))
                .isEmpty();
        assertThat(BoardPages.regions(situation, new Route.OfIncident(unknown))).isEmpty();
    }

    @Test
    void board_charterNotInForce_asksForAssent() {
        String board = BoardPages.board(Watchroom.draft().at(1).situation(), false);
        assertThat(board).contains("The charter is not in force").contains("Charter assent");
        Markup.page(board);
    }

    @Test
    void board_wall_saysSoToTheStyleSheet() {
        Situation situation = MOMENTS.get(0).situation();
        assertThat(BoardPages.board(situation, true)).contains("class=\"exercise wall\"");
        assertThat(BoardPages.board(situation, false)).contains("class=\"exercise\"");
    }

    @Test
    void assets_areThere() {
        assertThat(BoardPages.style())
                .asString()
                .contains("prefers-reduced-motion")
                .doesNotContain("url(");
        assertThat(BoardPages.script())
                .asString()
                .contains("createPolicy(\"board\"")
                .doesNotContain("eval");
        assertThat(BoardPages.script()).hasSizeLessThan(4_096);
    }
}
