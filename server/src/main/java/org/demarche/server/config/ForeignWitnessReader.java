package org.demarche.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;

/** Reads the tables {@code [[witness.foreign]]}. */
final class ForeignWitnessReader {
    private static final String TABLES = "witness.foreign";

    private final Settings settings;
    private final String table;

    private ForeignWitnessReader(Settings settings, String table) {
        this.settings = settings;
        this.table = table;
    }

    static List<HubConfig.ForeignWitness> read(Settings settings) {
        List<HubConfig.ForeignWitness> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < settings.tables(TABLES); i++) {
            ForeignWitnessReader reader = new ForeignWitnessReader(settings, TABLES + "." + i + ".");
            HubConfig.ForeignWitness witness = reader.read();
            if (!names.add(witness.name())) {
                settings.problem(reader.table + "name", "each witness once");
            }
            all.add(witness);
        }
        return all;
    }

    private HubConfig.ForeignWitness read() {
        String name = settings.text(table + "name");
        if (name.isEmpty()) {
            settings.problem(table + "name", "the name of the witness's keys");
        }
        return new HubConfig.ForeignWitness(
                name, Endpoints.url(settings, table + "url"), Endpoints.pin(settings, table + "pin"), keys(name));
    }

    private List<NoteKey> keys(String name) {
        String place = table + "verifier_keys";
        List<NoteKey> keys = new ArrayList<>();
        for (String text : settings.texts(place)) {
            try {
                keys.add(NoteKey.parse(text));
            } catch (NoteException e) {
                settings.problem(place, new IllegalArgumentException(e.refusal().sentence()));
                return List.of();
            }
        }
        long types = keys.stream().map(NoteKey::type).distinct().count();
        if (keys.isEmpty()
                || types < keys.size()
                || keys.stream()
                        .anyMatch(k ->
                                k.type() == NoteKeyType.ED25519 || !k.name().equals(name))) {
            settings.problem(
                    place,
                    "one C2SP verifier key of type 0x04, one of type 0x06, or one of each, all of the name above");
        }
        keys.sort(Comparator.comparing(NoteKey::type));
        return keys;
    }
}
