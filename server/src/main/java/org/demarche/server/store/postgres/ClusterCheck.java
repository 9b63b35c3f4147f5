package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a server's settings, and of its standbys, could lose a commit that it has acknowledged.
 *
 * @param fsync {@code fsync}
 * @param fullPageWrites {@code full_page_writes}
 * @param synchronousCommit {@code synchronous_commit} as this role gets it
 * @param standbyNames {@code synchronous_standby_names}
 * @param maySeeStandbys whether this role may see which standbys live
 * @param liveStandbys how many standbys stream now that a commit waits for
 */
record ClusterCheck(
        String fsync,
        String fullPageWrites,
        String synchronousCommit,
        String standbyNames,
        boolean maySeeStandbys,
        int liveStandbys) {
    private static final String ASK = """
            SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
              current_setting('synchronous_standby_names'), pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'),
              (SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum'))""";

    /** {@code ANY 1 (a, b)}, {@code FIRST 1 (a, b)}, {@code 1 (a, b)}; a bare list waits for one. */
    private static final Pattern NUMBER =
            Pattern.compile("\\s*(?:(?:ANY|FIRST)\\s+)?(\\d+)\\s*\\(.*", Pattern.CASE_INSENSITIVE);

    static ClusterCheck ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ASK)) {
            row.next();
            return new ClusterCheck(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getBoolean(5),
                    row.getInt(6));
        }
    }

    /**
     * Why an acknowledged commit could be lost, and what mends it; empty if it could not.
     *
     * @param role this role's name
     * @param standbys how many standbys must have a commit before it counts
     */
    Optional<String> whyUnsafe(String role, int standbys) {
        if (!fsync.equals("on")) {
            return Optional.of("fsync is " + fsync
                    + ", so a loss of power loses what was acknowledged: set fsync = on in postgresql.conf and reload");
        }
        if (!fullPageWrites.equals("on")) {
            return Optional.of("full_page_writes is " + fullPageWrites
                    + ", so a loss of power damages pages: set full_page_writes = on in postgresql.conf and reload");
        }
        if (!synchronousCommit.equals("on") && !synchronousCommit.equals("remote_apply")) {
            return Optional.of("synchronous_commit is " + synchronousCommit
                    + ", so a commit is acknowledged before it is safe: set synchronous_commit = on in postgresql.conf, and run ALTER ROLE "
                    + role + " RESET synchronous_commit");
        }
        return standbys == 0 ? Optional.empty() : whyUnreplicated(role, standbys);
    }

    private Optional<String> whyUnreplicated(String role, int standbys) {
        if (standbyNames.isBlank()) {
            return Optional.of("synchronous_standby_names is empty, so a commit waits for no standby, and " + standbys
                    + " must have it: set synchronous_mode and synchronous_mode_strict in Patroni, or synchronous_standby_names = 'ANY "
                    + standbys + " (…)' in postgresql.conf");
        }
        if (waitsFor() < standbys) {
            return Optional.of("synchronous_standby_names is " + standbyNames + ", so a commit waits for " + waitsFor()
                    + " standby, and " + standbys + " must have it: set synchronous_standby_names = 'ANY " + standbys
                    + " (…)'");
        }
        if (!maySeeStandbys) {
            return Optional.of("it cannot be seen whether a standby lives: run GRANT pg_read_all_stats TO " + role);
        }
        if (liveStandbys < standbys) {
            return Optional.of(liveStandbys + " synchronous standbys are streaming, and " + standbys
                    + " must have a commit: start a standby, and see in pg_stat_replication that it streams");
        }
        return Optional.empty();
    }

    private int waitsFor() {
        Matcher number = NUMBER.matcher(standbyNames);
        return number.matches() ? Integer.parseInt(number.group(1)) : 1;
    }
}
