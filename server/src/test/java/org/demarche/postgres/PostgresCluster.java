package org.demarche.postgres;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A primary and standbys of which one must have each commit. */
public final class PostgresCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<PostgresServer> standbys = new ArrayList<>();
    private PostgresServer primary;

    private PostgresCluster(PostgresServer primary) {
        this.primary = primary;
    }

    /** Starts {@code standbys} of them, named s1, s2, …; without any, a commit is the primary's own. */
    public static PostgresCluster start(int standbys) {
        PostgresCluster cluster = new PostgresCluster(PostgresServer.start("s0"));
        for (int i = 1; i <= standbys; i++) {
            cluster.standbys.add(cluster.primary.standby("s" + i));
        }
        cluster.primary.set("synchronous_standby_names", any(cluster.standbys));
        cluster.awaitStreaming(standbys);
        return cluster;
    }

    private static String any(List<PostgresServer> servers) {
        return servers.isEmpty()
                ? ""
                : "ANY 1 (" + servers.stream().map(PostgresServer::name).collect(Collectors.joining(", ")) + ")";
    }

    /** Waits until so many standbys stream and count for a commit. */
    public void awaitStreaming(int standbys) {
        await(standbys + " standbys stream")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> primary.ask(
                                "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'quorum'")
                        .equals(Integer.toString(standbys)));
    }

    public PostgresServer primary() {
        return primary;
    }

    public List<PostgresServer> standbys() {
        return List.copyOf(standbys);
    }

    /**
     * Makes a standby the primary, of which the others are standbys from now on; the old one, which must have been stopped or killed, is left out. It is to be the
     * {@link #mostAdvanced}, or what others had acknowledged is lost.
     *
     * @return the old one
     */
    public PostgresServer promote(PostgresServer standby) {
        PostgresServer old = primary;
        standbys.remove(standby);
        primary = standby;
        standby.promote();
        for (PostgresServer other : standbys) {
            other.stop();
            other.follow(standby);
            other.start();
        }
        standby.set("synchronous_standby_names", any(standbys));
        awaitStreaming(standbys.size());
        return old;
    }

    /** The standby that has most of the write-ahead log, and so all that was acknowledged. */
    public PostgresServer mostAdvanced() {
        return standbys.stream()
                .max(Comparator.comparingLong(
                        s -> Long.parseLong(s.ask("SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')::bigint"))))
                .orElseThrow();
    }

    /** Makes a server anew as a standby that counts for a commit; it must have been stopped or killed. */
    public void rejoin(PostgresServer old) {
        standbys.add(old.anew(primary));
        primary.set("synchronous_standby_names", any(standbys));
        awaitStreaming(standbys.size());
    }

    /** An address for a hub that names all servers. */
    public String url(String user, String database) {
        List<PostgresServer> all = new ArrayList<>(List.of(primary));
        all.addAll(standbys);
        return "postgresql://" + user + "@"
                + all.stream().map(s -> "127.0.0.1:" + s.port()).collect(Collectors.joining(",")) + "/" + database;
    }

    @Override
    public void close() {
        standbys.forEach(PostgresServer::close);
        primary.close();
    }
}
