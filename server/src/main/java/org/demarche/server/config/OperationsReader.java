package org.demarche.server.config;

/** Reads the table {@code [operations]}, the tables {@code [[operations.monitor]]}, and {@code [warn]}. */
final class OperationsReader {
    private static final String MONITORS = "operations.monitor";
    private static final String LOOPBACK = "localhost|::1|127(\\.[0-9]{1,3}){3}";

    private OperationsReader() {}

    static HubConfig.Operations read(Settings settings) {
        HubConfig.Operations operations = new HubConfig.Operations(
                new HubConfig.Listen(settings.text("operations.host"), settings.number("operations.port")),
                ViewersReader.read(settings, MONITORS, "what watches the hub"),
                settings.number("operations.drain_s"),
                new HubConfig.Warnings(
                        settings.number("warn.disk_free_mib"),
                        settings.number("warn.certificate_days"),
                        settings.number("warn.backup_hours")));
        if (!operations.secured() && !operations.listen().host().matches(LOOPBACK)) {
            settings.problem(
                    "operations.host",
                    "127.0.0.1, ::1 or localhost; elsewhere it is answered over TLS alone: name an [[operations.monitor]] with its pin");
        }
        return operations;
    }
}
