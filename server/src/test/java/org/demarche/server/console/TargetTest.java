package org.demarche.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.demarche.hash.Sha256;
import org.demarche.situation.page.Route;
import org.junit.jupiter.api.Test;

final class TargetTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final Route.OfIncident INCIDENT =
            new Route.OfIncident(Sha256.parseHex(ID).orElseThrow());

    private static final List<String> KNOWN = List.of(
            "/",
            "/?wall",
            "/register",
            "/register?wall",
            "/charter",
            "/incident/" + ID,
            "/incident/" + ID + "?wall",
            "/events",
            "/events/register",
            "/events/charter",
            "/events/incident/" + ID,
            "/static/board.css",
            "/static/board.js",
            "/static/board.svg",
            "/?token=" + ID);

    @Test
    void parse_whatThereIs_isThat() {
        assertThat(Target.parse("/")).contains(new Target.Page(new Route.Board(), false));
        assertThat(Target.parse("/?")).contains(new Target.Page(new Route.Board(), false));
        assertThat(Target.parse("/?wall")).contains(new Target.Page(new Route.Board(), true));
        assertThat(Target.parse("/incident/" + ID)).contains(new Target.Page(INCIDENT, false));
        assertThat(Target.parse("/register?wall")).contains(new Target.Page(new Route.Register(), true));
        assertThat(Target.parse("/charter")).contains(new Target.Page(new Route.OfCharter(), false));
        assertThat(Target.parse("/events")).contains(new Target.Events(new Route.Board()));
        assertThat(Target.parse("/events/incident/" + ID)).contains(new Target.Events(INCIDENT));
        assertThat(Target.parse("/static/board.css")).contains(new Target.File(BoardFile.STYLE));
        assertThat(Target.parse("/static/board.js")).contains(new Target.File(BoardFile.SCRIPT));
        assertThat(Target.parse("/?token=x")).contains(new Target.Visit("x"));
    }

    @Test
    void parse_whatThereIsNot_isNothing() {
        for (String wrong : List.of(
                "",
                "*",
                "?",
                "//",
                "/..",
                "/../hub.toml",
                "/static/../board.token",
                "/static/%2e%2e/board.token",
                "/static/",
                "/static/board.css/",
                "/static/board.css?x",
                "/static/Board.css",
                "/incident/",
                "/incident/" + ID.toUpperCase(Locale.ROOT),
                "/incident/" + ID + "/",
                "/incident/" + ID.substring(1),
                "/register/",
                "/register?token=" + ID,
                "/?wall=1",
                "/?wall&wall",
                "/?TOKEN=x",
                "/events/",
                "/events?wall",
                "/%00",
                "/\u0000",
                "http://localhost/",
                "/board.token")) {
            assertThat(Target.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Property
    void parse_anything_endsAndIsExact(@ForAll String uri) {
        exact(uri);
    }

    @Property
    void parse_mutatedPath_isAnotherOrNothing(@ForAll("mutants") String uri) {
        exact(uri);
    }

    /** Whatever is understood can be written in no other way, but for a question mark that asks nothing. */
    private static void exact(String uri) {
        Target.parse(uri)
                .ifPresent(target -> assertThat(uri)
                        .isIn(
                                written(target),
                                written(target) + (target instanceof Target.Page page && !page.wall() ? "?" : "")));
    }

    private static String written(Target target) {
        if (target instanceof Target.Page page) {
            return page.route().path() + (page.wall() ? "?wall" : "");
        }
        if (target instanceof Target.Events events) {
            return events.route().events();
        }
        if (target instanceof Target.Visit visit) {
            return "/?token=" + visit.token();
        }
        BoardFile file = ((Target.File) target).file();
        return "/static/board." + (file == BoardFile.STYLE ? "css" : file == BoardFile.SCRIPT ? "js" : "svg");
    }

    @Provide
    Arbitrary<String> mutants() {
        return Arbitraries.of(KNOWN)
                .flatMap(path -> Arbitraries.integers()
                        .between(0, path.length() - 1)
                        .flatMap(at -> Arbitraries.of(
                                path.substring(0, at) + path.substring(at + 1),
                                path.substring(0, at) + "%" + path.substring(at),
                                path.substring(0, at) + (char) (path.charAt(at) ^ 1) + path.substring(at + 1),
                                path.substring(0, at) + (char) (path.charAt(at) ^ 32) + path.substring(at + 1),
                                path.substring(0, at) + "/." + path.substring(at),
                                path.substring(0, at) + "?" + path.substring(at),
                                path + path.substring(at))));
    }

    @Test
    void parse_everyKnownPath_isWrittenBack() {
        for (String path : KNOWN) {
            Optional<Target> target = Target.parse(path);
            assertThat(target).as(path).isPresent();
            assertThat(written(target.orElseThrow())).isEqualTo(path);
        }
    }
}
