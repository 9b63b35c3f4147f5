package org.demarche.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.hash.Sha256;

/** Reads the table {@code [operations]}, the tables {@code [[operations.monitor]]}, and {@code [warn]}. */
final class OperationsReader {
    private static final String MONITORS = "operations.monitor";
    private static final String LOOPBACK = "localhost|::1|127(\\.[0-9]{1,3}){3}";

    private OperationsReader() {}

    static HubConfig.Operations read(Settings settings) {
        HubConfig.Operations operations = new HubConfig.Operations(
                new HubConfig.Listen(settings.text("operations.host"), settings.number("operations.port")),
                monitors(settings),
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

    private static List<HubConfig.Viewer> monitors(Settings settings) {
        List<HubConfig.Viewer> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < settings.tables(MONITORS); i++) {
            String table = MONITORS + "." + i + ".";
            String name = settings.text(table + "name");
            if (name.isEmpty() || !names.add(name)) {
                settings.problem(table + "name", "a name for what watches the hub, each once");
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
