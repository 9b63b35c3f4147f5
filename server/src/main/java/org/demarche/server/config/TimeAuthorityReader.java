package org.demarche.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the tables {@code [[time_authority]]}. */
final class TimeAuthorityReader {
    private static final String TABLES = "time_authority";

    private TimeAuthorityReader() {}

    static List<HubConfig.TimeAuthority> read(Settings settings, Path directory) {
        List<HubConfig.TimeAuthority> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < settings.tables(TABLES); i++) {
            String table = TABLES + "." + i + ".";
            String name = settings.text(table + "name");
            if (name.isEmpty()) {
                settings.problem(table + "name", "a name for the time authority");
            } else if (!names.add(name)) {
                settings.problem(table + "name", "each time authority once");
            }
            String anchor = settings.text(table + "anchor");
            if (anchor.isEmpty()) {
                settings.problem(table + "anchor", "the PEM file with the certificate whose hash the charter names");
            }
            all.add(new HubConfig.TimeAuthority(
                    name,
                    Endpoints.url(settings, table + "url"),
                    Endpoints.pin(settings, table + "pin"),
                    directory.resolve(anchor)));
        }
        return all;
    }
}
