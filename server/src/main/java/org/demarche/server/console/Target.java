package org.demarche.server.console;

import java.util.Optional;
import org.demarche.situation.page.BoardPages;
import org.demarche.situation.page.Route;

/** What a request asks for. */
sealed interface Target {
    /** A page; {@code wall}: for a screen that is read from afar. */
    record Page(Route route, boolean wall) implements Target {}

    /** New regions of a page, as long as it is open. */
    record Events(Route route) implements Target {}

    /** What every page loads. */
    record File(BoardFile file) implements Target {}

    /** The way in with a token, by the address that {@code hub board} prints. */
    record Visit(String token) implements Target {}

    /** Query of {@link Page} for a wall screen. */
    String WALL = "wall";

    /** Query of {@link Visit}, in front of the token. */
    String TOKEN = "token=";

    /**
     * What exactly this request target asks for. Nothing is decoded, so that there is one way to write each; whatever else is written asks for nothing.
     *
     * @param uri path and query, as they came
     */
    static Optional<Target> parse(String uri) {
        int mark = uri.indexOf('?');
        String path = mark < 0 ? uri : uri.substring(0, mark);
        String query = mark < 0 ? "" : uri.substring(mark + 1);
        if (path.equals("/") && query.startsWith(TOKEN)) {
            return Optional.of(new Visit(query.substring(TOKEN.length())));
        }
        boolean wall = query.equals(WALL);
        Optional<Target> page = Route.of(path).map(route -> new Page(route, wall));
        if (page.isPresent()) {
            return page.filter(p -> wall || query.isEmpty());
        }
        return mark >= 0 ? Optional.empty() : plain(path);
    }

    private static Optional<Target> plain(String path) {
        return switch (path) {
            case BoardPages.STYLE_PATH -> Optional.of(new File(BoardFile.STYLE));
            case BoardPages.SCRIPT_PATH -> Optional.of(new File(BoardFile.SCRIPT));
            case BoardPages.ICON_PATH -> Optional.of(new File(BoardFile.ICON));
            default -> Route.ofEvents(path).map(Events::new);
        };
    }
}
