package org.demarche.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresUrl;

/** Reads {@code hub.toml}, each setting as it is declared. */
final class HubConfigReader {
    private static final String SQLITE = "sqlite:";

    private HubConfigReader() {}

    /** The configuration of a hub in {@code directory}. */
    static ConfigParse read(Settings settings, Path directory) {
        HubConfig config = new HubConfig(
                settings.text("listen.host"),
                settings.number("listen.port"),
                files(settings),
                BoardReader.read(settings),
                new HubConfig.Tls(
                        directory.resolve(settings.text("tls.certificate")),
                        directory.resolve(settings.text("tls.key")),
                        settings.flag("tls.post_quantum_only"),
                        settings.flag("tls.jdk_fallback")),
                directory.resolve(settings.text("log.keystore")),
                settings.texts("log.other_keystores").stream()
                        .map(directory::resolve)
                        .toList(),
                directory.resolve(settings.text("log.passphrase")),
                store(settings, directory),
                limits(settings),
                settings.number("delivery.heartbeat_ms"),
                new HubConfig.Witnesses(settings.number("witness.offer_ms"), ForeignWitnessReader.read(settings)),
                new HubConfig.Timestamps(
                        settings.number("timestamp.interval_s"), TimeAuthorityReader.read(settings, directory)),
                OperationsReader.read(settings),
                logging(settings),
                settings.texts("backup.recipients").stream()
                        .map(directory::resolve)
                        .toList());
        List<ConfigProblem> problems = settings.problems();
        return problems.isEmpty()
                ? new ConfigParse.Sound(config, settings.effective())
                : new ConfigParse.Unsound(problems);
    }

    private static HubConfig.Logging logging(Settings settings) {
        String format = settings.text("logging.format");
        if (!format.equals("text") && !format.equals("json")) {
            settings.problem("logging.format", "\"text\" or \"json\"");
        }
        return new HubConfig.Logging(format.equals("json"), settings.flag("logging.calls"));
    }

    private static Optional<HubConfig.Listen> files(Settings settings) {
        String host = settings.text("tiles.host");
        OptionalInt port = settings.numberIfSet("tiles.port");
        if (port.isEmpty()) {
            if (!host.isEmpty() && !settings.isSet("tiles.port")) {
                settings.problem("tiles.port", "a whole number from 0 to 65535, where tiles.host is given");
            }
            return Optional.empty();
        }
        return Optional.of(new HubConfig.Listen(host.isEmpty() ? "127.0.0.1" : host, port.getAsInt()));
    }

    private static StoreAddress store(Settings settings, Path directory) {
        String url = settings.text("store.url");
        String password = settings.text("store.password");
        int standbys = settings.number("store.standbys");
        String hub = settings.text("store.hub");
        boolean readOnly = settings.flag("store.read_only");
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
                settings.number("limits.notices_per_minute"),
                settings.number("limits.flash_per_minute"),
                settings.number("limits.root_notices_per_minute"),
                settings.number("limits.requests_per_minute"),
                settings.number("limits.streams_per_party"),
                settings.number("limits.waiting"),
                settings.number("limits.batch"),
                new HubConfig.Connections(
                        settings.number("limits.connections"),
                        settings.number("limits.connections_per_address"),
                        settings.number("limits.handshakes"),
                        settings.number("limits.handshakes_per_address")),
                settings.number("limits.handshake_ms"),
                settings.number("limits.idle_ms"));
    }
}
