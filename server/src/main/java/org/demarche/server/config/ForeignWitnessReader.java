package org.demarche.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.demarche.hash.Sha256;

/** Reads the tables {@code [[witness.foreign]]}. */
final class ForeignWitnessReader {
    private static final String TABLES = "witness.foreign";
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "[::1]", "localhost");

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
        String name = settings.text(table + "name", "");
        if (name.isEmpty()) {
            settings.problem(table + "name", "the name of the witness's keys");
        }
        return new HubConfig.ForeignWitness(name, url(), pin(), keys(name));
    }

    private URI url() {
        String text = settings.text(table + "url", "");
        try {
            URI url = new URI(text);
            boolean isSafe = "https".equals(url.getScheme())
                    || "http".equals(url.getScheme()) && THIS_MACHINE.contains(String.valueOf(url.getHost()));
            if (isSafe
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            settings.problem(table + "url", "an address: " + e.getReason());
            return URI.create("");
        }
        settings.problem(
                table + "url", "\"https://HOST/PATH\", or http to this machine itself; without what is behind ? and #");
        return URI.create("");
    }

    private Optional<Sha256> pin() {
        String text = settings.text(table + "pin", "");
        Optional<Sha256> pin = Sha256.parseFingerprint(text);
        if (!text.isEmpty() && pin.isEmpty()) {
            settings.problem(table + "pin", "\"sha256:\" and 64 lower-case hexadecimal digits");
        }
        return pin;
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
                || keys.stream().anyMatch(k -> k.type() == NoteKeyType.ED25519 || !k.name().equals(name))) {
            settings.problem(
                    place, "one C2SP verifier key of type 0x04, one of type 0x06, or one of each, all of the name above");
        }
        keys.sort(Comparator.comparing(NoteKey::type));
        return keys;
    }
}
