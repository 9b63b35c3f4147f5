package org.demarche.situation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;

class RouteTest {
    @Test
    void of_pathOfARoute_isThatRoute() {
        for (Route route : List.of(
                new Route.Board(), new Route.OfIncident(Sha256.of()), new Route.Register(), new Route.OfCharter())) {
            assertThat(Route.of(route.path())).contains(route);
            assertThat(Route.ofEvents(route.events())).contains(route);
        }
        assertThat(new Route.Board().events()).isEqualTo("/events");
        assertThat(new Route.Register().events()).isEqualTo("/events/register");
    }

    @Test
    void of_anythingElse_isNone() {
        for (String path : List.of(
                "",
                "//",
                "/register/",
                "/incident/",
                "/incident/abc",
                "/events",
                "/Charter",
                "/incident/" + "G".repeat(64))) {
            assertThat(Route.of(path)).as(path).isEmpty();
        }
        for (String path : List.of("", "/", "/events/", "/eventsregister", "/events/incident/", "/register")) {
            assertThat(Route.ofEvents(path)).as(path).isEmpty();
        }
    }
}
