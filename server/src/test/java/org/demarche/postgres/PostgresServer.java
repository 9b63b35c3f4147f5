package org.demarche.postgres;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL server on loopback, fsync on. Roles: {@code postgres}, the superuser; {@code hub}, trusted; {@code hub_with_password}, whose password is
 * {@link #PASSWORD}; {@code hub_with_certificate}, which logs in with TLS and the certificate of {@link TestCertificates}.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String PASSWORD = "a password with = and ü";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final int FIRST_PORT = 12_000;
    private static final int END_OF_PORTS = 32_000;
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** The shell that ends the server when this process does: then there is nobody left who holds the pipe that it reads. */
    private static final String WATCH =
            "log=$1; shift; \"$@\" >>\"$log\" 2>&1 & pid=$!; cat >/dev/null; kill -QUIT $pid 2>/dev/null; wait";

    private static final String RULES = """
            host    all         hub_with_password     127.0.0.1/32 scram-sha-256
            hostssl all         hub_with_certificate  127.0.0.1/32 cert
            host    all         all                   0.0.0.0/0    trust
            host    replication all                   0.0.0.0/0    trust
            """;

    private static final Map<String, String> SETTINGS = Map.of(
            "unix_socket_directories", "",
            "fsync", "on",
            "wal_keep_size", "256MB",
            "ssl", "on",
            "ssl_cert_file", "server.crt",
            "ssl_key_file", "server.key",
            "ssl_ca_file", "ca.crt",
            "log_min_messages", "warning");

    private final String name;
    private final Place place;
    private final Path data;
    private final int port;
    private Process watch;

    private PostgresServer(String name, Place place, Path data, int port) {
        this.name = name;
        this.place = place;
        this.data = data;
        this.port = port;
        configure(Map.of("listen_addresses", place.address(), "port", Integer.toString(port)));
        Installation.here().started(this);
    }

    /** A new server, running. */
    public static PostgresServer start(String name) {
        return start(name, Place.HERE);
    }

    /** A new server in another place, running. */
    public static PostgresServer start(String name, Place place) {
        PostgresServer server =
                new PostgresServer(name, place, Installation.here().newData(), freePort());
        server.configure(SETTINGS);
        server.write("pg_hba.conf", RULES);
        TestCertificates certificates = TestCertificates.ofThisProcess();
        server.write("ca.crt", certificates.authority());
        server.write("server.crt", certificates.server());
        server.write("server.key", certificates.serverKey());
        server.start();
        server.execute("CREATE ROLE hub LOGIN");
        server.execute("CREATE ROLE hub_with_password LOGIN PASSWORD '" + PASSWORD + "'");
        server.execute("CREATE ROLE hub_with_certificate LOGIN");
        return server;
    }

    /** A copy of this server, running, which takes over all that is committed here from now on. */
    public PostgresServer standby(String standby) {
        return standby(standby, place);
    }

    /** The same in another place. */
    public PostgresServer standby(String standby, Place elsewhere) {
        return start(new PostgresServer(standby, elsewhere, copy(standby), freePort()), this);
    }

    /** This server, which must have been stopped or killed, made anew as a standby of {@code primary}: whatever it had is forgotten. */
    PostgresServer anew(PostgresServer primary) {
        Installation.delete(data);
        return start(new PostgresServer(name, place, primary.copy(name), port), primary);
    }

    private static PostgresServer start(PostgresServer standby, PostgresServer primary) {
        standby.follow(primary);
        standby.start();
        return standby;
    }

    private Path copy(String label) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('" + label + "', true)");
            Path copy = Installation.here().copyOf(data);
            try (ResultSet row = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                row.next();
                write(copy.resolve("backup_label"), row.getString(1));
            }
            return copy;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** From its next start on this server is a standby of {@code primary}. */
    public void follow(PostgresServer primary) {
        configure(Map.of(
                "primary_conninfo",
                "host=" + primary.place.address() + " port=" + primary.port + " user=postgres application_name="
                        + name));
        write("standby.signal", "");
    }

    /** Starts it, and waits until it takes connections. */
    public void start() {
        Path log = data.resolve("server.log");
        try {
            List<String> server = new ArrayList<>(List.of("sh", "-c", WATCH, "sh", log.toString()));
            server.addAll(command("postgres", "-D", data.toString()));
            watch = new ProcessBuilder(place.command(server))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("the server " + name + " takes connections: see " + log)
                .atMost(PATIENCE)
                .pollDelay(LOOK)
                .pollInterval(LOOK)
                .until(this::isReady);
    }

    private List<String> command(String program, String... arguments) {
        List<String> command =
                Installation.here().privileges().command(Installation.here().program(program));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The server's own word on how far it is. */
    private String status() throws IOException {
        Path file = data.resolve("postmaster.pid");
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        return lines.size() < 8 ? "" : lines.get(7);
    }

    /** The process that all others of it come from. */
    public long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it in order; connections are cut, transactions undone. */
    public void stop() {
        Commands.run(place.command(command("pg_ctl", "stop", "-m", "fast", "-w", "-D", data.toString())));
        endWatch();
    }

    /** {@code kill -9} of all its processes; returns when they are gone. */
    public void kill() {
        List<ProcessHandle> all = watch.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
        endWatch();
        try {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void endWatch() {
        try {
            watch.getOutputStream().close();
        } catch (IOException e) {
            // The shell is gone already, which is what is wanted.
            watch.destroyForcibly();
        }
        Commands.ended(watch);
    }

    /** Makes a standby the primary. */
    public void promote() {
        execute("SELECT pg_promote(true)");
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /** Where it listens: host and port. */
    public String address() {
        return place.address() + ":" + port;
    }

    /** Its files. */
    public Path data() {
        return data;
    }

    /** Whether it takes connections. */
    public boolean isReady() {
        try {
            return watch.isAlive() && status().contains("ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address() + "/" + database + "?sslmode=disable", "postgres", "");
    }

    /** Runs a statement as the superuser. */
    public void execute(String sql) {
        execute("postgres", sql);
    }

    /** Runs a statement as the superuser in one of the databases. */
    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The first column of the first row of what the superuser asks; empty if there is none. */
    public String ask(String sql) {
        return ask("postgres", sql);
    }

    /** The same in one of the databases. */
    public String ask(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Changes a setting of the running server; returns when new sessions have it. */
    public void set(String setting, String value) {
        execute("ALTER SYSTEM SET " + setting + " = '" + value.replace("'", "''") + "'");
        execute("SELECT pg_reload_conf()");
        await(setting + " is " + value)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(() -> ask("SHOW " + setting).equals(value));
    }

    /** A new, empty database that belongs to {@code owner}; its name. */
    public String createDatabase(String owner) {
        String database = "log_" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + database + " OWNER " + owner);
        return database;
    }

    /** An address for a hub. */
    public String url(String user, String database) {
        return "postgresql://" + user + "@" + address() + "/" + database;
    }

    private void configure(Map<String, String> settings) {
        StringBuilder lines = new StringBuilder();
        settings.forEach((setting, value) ->
                lines.append(setting).append(" = '").append(value).append("'\n"));
        append(data.resolve("postgresql.conf"), lines.toString());
    }

    private void write(String file, String text) {
        write(data.resolve(file), text);
    }

    private static void write(Path file, String text) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        append(file, text);
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            // A server refuses a key that others may read.
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Installation.here().privileges().give(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        for (int i = 0; i < 1_000; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_OF_PORTS);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue;
            }
        }
        throw new AssertionError("no free port");
    }

    /** Ends it at once, and removes its files. */
    @Override
    public void close() {
        if (watch != null) {
            endWatch();
        }
        Installation.delete(data);
    }
}
