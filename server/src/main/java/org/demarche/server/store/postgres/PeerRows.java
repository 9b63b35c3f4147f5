package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.demarche.server.store.Peer;

/** What hubs say of themselves, each in its row, about once a second while it runs. */
final class PeerRows {
    /** A row outlives its hub. One that has been silent for longer than this was taken away for good. */
    private static final String ASK = """
            SELECT name, size, greatest(0, floor(extract(epoch FROM clock_timestamp() - seen_at) * 1000))::bigint
            FROM hubs WHERE name <> ? AND seen_at > clock_timestamp() - interval '7 days' ORDER BY name""";

    private PeerRows() {}

    /** All but {@code hub}. */
    static List<Peer> but(Connection connection, String hub) throws SQLException {
        List<Peer> peers = new ArrayList<>();
        try (PreparedStatement ask = connection.prepareStatement(ASK)) {
            ask.setString(1, hub);
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    peers.add(new Peer(row.getString(1), row.getLong(2), row.getLong(3)));
                }
            }
        }
        return peers;
    }
}
