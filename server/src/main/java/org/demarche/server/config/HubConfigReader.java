package org.demarche.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresUrl;

/** Reads {@code hub.toml}: each setting with its bounds and its default. */
final class HubConfigReader {
    private static final String SQLITE = "sqlite:";
    private static final String NONE = "";

    private HubConfigReader() {}

    /** The configuration of a hub in {@code directory}. */
    static ConfigParse read(Settings settings, Path directory) {
        HubConfig config = new HubConfig(
                settings.text("listen.host", "127.0.0.1"),
                settings.number("listen.port", 0, 65_535, 7443),
                files(settings),
                BoardReader.read(settings),
                new HubConfig.Tls(
                        directory.resolve(settings.text("tls.certificate", "tls.crt")),
                        directory.resolve(settings.text("tls.key", "tls.key")),
                        settings.flag("tls.post_quantum_only", false),
                        settings.flag("tls.jdk_fallback", false)),
                directory.resolve(settings.text("log.keystore", "log.key")),
                settings.texts("log.other_keystores").stream()
                        .map(directory::resolve)
                        .toList(),
                directory.resolve(settings.text("log.passphrase", "log.passphrase")),
                store(settings, directory),
                limits(settings),
                settings.number("delivery.heartbeat_ms", 100, 60_000, 3_000),
                new HubConfig.Witnesses(
                        settings.number("witness.offer_ms", 20, 60_000, 500), ForeignWitnessReader.read(settings)),
                new HubConfig.Timestamps(
                        settings.number("timestamp.interval_s", 1, 86_400, 60),
                        TimeAuthorityReader.read(settings, directory)),
                OperationsReader.read(settings),
                logging(settings));
        List<ConfigProblem> problems = settings.problems();
        return problems.isEmpty() ? new ConfigParse.Sound(config) : new ConfigParse.Unsound(problems);
    }

    private static HubConfig.Logging logging(Settings settings) {
        String format = settings.text("logging.format", "text");
        if (!format.equals("text") && !format.equals("json")) {
            settings.problem("logging.format", "\"text\" or \"json\"");
        }
        return new HubConfig.Logging(format.equals("json"), settings.flag("logging.calls", false));
    }

    private static Optional<HubConfig.Listen> files(Settings settings) {
        String host = settings.text("tiles.host", NONE);
        int port = settings.number("tiles.port", 0, 65_535, -1);
        if (port < 0 && !host.equals(NONE)) {
            settings.problem("tiles.port", "a whole number from 0 to 65535, where tiles.host is given");
        }
        return port < 0
                ? Optional.empty()
                : Optional.of(new HubConfig.Listen(host.equals(NONE) ? "127.0.0.1" : host, port));
    }

    private static StoreAddress store(Settings settings, Path directory) {
        String url = settings.text("store.url", SQLITE + "hub.sqlite");
        String password = settings.text("store.password", "");
        int standbys = settings.number("store.standbys", 0, 100, 1);
        String hub = settings.text("store.hub", "hub");
        boolean readOnly = settings.flag("store.read_only", false);
        if (url.startsWith(PostgresUrl.SCHEME)) {
            try {
                PostgresDatabase database = new PostgresDatabase(
                        PostgresUrl.parse(url),
                        Optional.of(password).filter(p -> !p.isEmpty()).map(directory::resolve));
                if (readOnly && database.url().hosts().size() > 1) {
                    settings.problem(
                            "store.url", "one host, where store.read_only is true: each hub that reads has its server");
                }
                return readOnly
                        ? new StoreAddress.Standby(database)
                        : new StoreAddress.Database(database, standbys, hub);
            } catch (IllegalArgumentException e) {
                settings.problem("store.url", e);
            }
        } else if (!url.startsWith(SQLITE) || url.length() == SQLITE.length()) {
            settings.problem("store.url", "\"sqlite:FILE\" or \"postgresql://USER@HOST/DATABASE\"");
        }
        if (readOnly) {
            settings.problem(
                    "store.read_only",
                    "false where the log is one file: whoever would read it beside its hub reads from the hub");
        }
        return new StoreAddress.File(directory.resolve(url.replaceFirst("^" + SQLITE, "")));
    }

    private static HubConfig.Limits limits(Settings settings) {
        return new HubConfig.Limits(
                settings.number("limits.notices_per_minute", 1, 10_000_000, 6_000),
                settings.number("limits.flash_per_minute", 1, 10_000_000, 600),
                settings.number("limits.root_notices_per_minute", 1, 10_000, 30),
                settings.number("limits.requests_per_minute", 1, 10_000_000, 6_000),
                settings.number("limits.streams_per_party", 1, 10_000, 32),
                settings.number("limits.waiting", 16, 1_000_000, 4_096),
                settings.number("limits.batch", 1, 4_096, 256),
                new HubConfig.Connections(
                        settings.number("limits.connections", 1, 1_000_000, 2_048),
                        settings.number("limits.connections_per_address", 1, 1_000_000, 256),
                        settings.number("limits.handshakes", 1, 1_000_000, 256),
                        settings.number("limits.handshakes_per_address", 1, 1_000_000, 64)),
                settings.number("limits.handshake_ms", 100, 600_000, 10_000),
                settings.number("limits.idle_ms", 1_000, 86_400_000, 600_000));
    }
}
