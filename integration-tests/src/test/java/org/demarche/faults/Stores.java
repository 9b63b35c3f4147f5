package org.demarche.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.demarche.postgres.PostgresCluster;
import org.demarche.postgres.PostgresServer;

/** The servers of a database, held against each other. */
final class Stores {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DUMP =
            "SELECT count(*) || ' ' || md5(string_agg(md5(bytes), '' ORDER BY idx)) FROM demarche.entries";

    private Stores() {}

    /** Every server has the same entries, down to the byte. */
    static void requireAlike(PostgresCluster cluster, String database) {
        String primary = cluster.primary().ask(database, DUMP);
        for (PostgresServer standby : cluster.standbys()) {
            await(standby.name() + " has what the primary has")
                    .atMost(PATIENCE)
                    .until(() -> standby.ask(database, DUMP).equals(primary));
        }
    }
}
