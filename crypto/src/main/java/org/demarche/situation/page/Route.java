package org.demarche.situation.page;

import java.util.Optional;
import org.demarche.hash.Sha256;

/** Which page. Its path is also, behind {@value #EVENTS}, where its regions come from while it is open. */
public sealed interface Route {
    /** Under this path a browser listens for new regions of a page: {@code /events}, {@code /events/register}. */
    String EVENTS = "/events";

    /** The board. */
    record Board() implements Route {
        @Override
        public String path() {
            return "/";
        }
    }

    /** One incident. */
    record OfIncident(Sha256 id) implements Route {
        private static final String FOLDER = "/incident/";

        @Override
        public String path() {
            return FOLDER + id.hex();
        }
    }

    /** The register of pledges and declarations. */
    record Register() implements Route {
        @Override
        public String path() {
            return "/register";
        }
    }

    /** The charter. */
    record OfCharter() implements Route {
        @Override
        public String path() {
            return "/charter";
        }
    }

    /** Its path, from the root. */
    String path();

    /** Where its regions come from. */
    default String events() {
        return path().equals("/") ? EVENTS : EVENTS + path();
    }

    /** The page with exactly this path. */
    static Optional<Route> of(String path) {
        return switch (path) {
            case "/" -> Optional.of(new Board());
            case "/register" -> Optional.of(new Register());
            case "/charter" -> Optional.of(new OfCharter());
            default ->
                path.startsWith(OfIncident.FOLDER)
                        ? Sha256.parseHex(path.substring(OfIncident.FOLDER.length()))
                                .map(OfIncident::new)
                        : Optional.empty();
        };
    }

    /** The page whose regions come from exactly this path. */
    static Optional<Route> ofEvents(String path) {
        return path.equals(EVENTS)
                ? Optional.of(new Board())
                : path.startsWith(EVENTS + "/")
                        ? of(path.substring(EVENTS.length())).filter(r -> !(r instanceof Board))
                        : Optional.empty();
    }
}
