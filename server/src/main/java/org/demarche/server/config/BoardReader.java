package org.demarche.server.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the table {@code [board]}, and the tables {@code [[board.viewer]]}. */
final class BoardReader {
    private static final String VIEWERS = "board.viewer";
    private static final String THIS_MACHINE = "127.0.0.1";
    private static final String LOOPBACK = "localhost|::1|127(\\.[0-9]{1,3}){3}";

    private BoardReader() {}

    static Optional<HubConfig.Board> read(Settings settings) {
        String host = settings.text("board.host");
        OptionalInt port = settings.numberIfSet("board.port");
        boolean members = settings.flag("board.members");
        int clients = settings.number("board.clients");
        List<HubConfig.Viewer> viewers = ViewersReader.read(settings, VIEWERS, "who sees the board");
        if (port.isEmpty()) {
            if ((!host.isEmpty() || members || !viewers.isEmpty()) && !settings.isSet("board.port")) {
                settings.problem("board.port", "a whole number from 0 to 65535, where [board] is given");
            }
            return Optional.empty();
        }
        HubConfig.Board board = new HubConfig.Board(
                new HubConfig.Listen(host.isEmpty() ? THIS_MACHINE : host, port.getAsInt()), members, viewers, clients);
        if (!board.secured() && !board.listen().host().matches(LOOPBACK)) {
            settings.problem(
                    "board.host",
                    "127.0.0.1, ::1 or localhost; elsewhere the board is shown over TLS alone: set board.members = true, or name a [[board.viewer]] with its pin");
        }
        return Optional.of(board);
    }
}
