package org.demarche.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.demarche.hash.Sha256;

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
        List<HubConfig.Viewer> viewers = viewers(settings);
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

    private static List<HubConfig.Viewer> viewers(Settings settings) {
        List<HubConfig.Viewer> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < settings.tables(VIEWERS); i++) {
            String table = VIEWERS + "." + i + ".";
            String name = settings.text(table + "name");
            if (name.isEmpty() || !names.add(name)) {
                settings.problem(table + "name", "a name for who sees the board, each once");
            }
            Optional<Sha256> pin = Endpoints.pin(settings, table + "pin");
            if (pin.isEmpty() && settings.text(table + "pin").isEmpty()) {
                settings.problem(
                        table + "pin", "\"sha256:…\", of the client certificate's key: its SubjectPublicKeyInfo");
            }
            pin.ifPresent(p -> all.add(new HubConfig.Viewer(name, p)));
        }
        return all;
    }
}
