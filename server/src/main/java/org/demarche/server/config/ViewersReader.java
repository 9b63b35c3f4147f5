package org.demarche.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.hash.Sha256;

/** Reads who may see something that is not for every party: tables with a name, and the pin of a client certificate. */
final class ViewersReader {
    private ViewersReader() {}

    /**
     * Those under {@code [[key]]}.
     *
     * @param whose what a name is a name for, for people, such as {@code who sees the board}
     */
    static List<HubConfig.Viewer> read(Settings settings, String key, String whose) {
        List<HubConfig.Viewer> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < settings.tables(key); i++) {
            String table = key + "." + i + ".";
            String name = settings.text(table + "name");
            if (name.isEmpty() || !names.add(name)) {
                settings.problem(table + "name", "a name for " + whose + ", each once");
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
