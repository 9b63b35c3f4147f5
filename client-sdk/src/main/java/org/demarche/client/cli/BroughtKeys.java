package org.demarche.client.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.demarche.charter.Charter;
import org.demarche.charter.Party;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.envelope.Possession;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.EnrolledKey;

/** The keys that an assent brings: exactly those that the charter names for the party and the party has not brought before. */
final class BroughtKeys {
    private final Charter charter;
    private final String party;
    private final Set<Sha256> named;
    private final SortedSet<Sha256> needed;
    private final Map<Sha256, EnrolledKey> brought = new LinkedHashMap<>();

    BroughtKeys(Charter charter, Desk desk) {
        this.charter = charter;
        this.party = desk.profile().party();
        this.named = charter.keys(party);
        this.needed = desk.governance().map(g -> g.keysToBring(charter, party)).orElseGet(() -> new TreeSet<>(named));
    }

    /** Takes a key from a file; one that the log knows is left out. */
    void add(Path file, EnrolledKey key) throws DeskException {
        Sha256 id = Possession.keyOf(key).id();
        if (!named.contains(id)) {
            throw new DeskException.Invalid(
                    file + ": key " + id.fingerprint() + " is not one that the charter names for " + party,
                    "leave it out, or bring the one that it names");
        }
        if (needed.contains(id)) {
            brought.put(id, key);
        }
    }

    void requireAll() throws DeskException {
        List<String> missing = needed.stream()
                .filter(id -> !brought.containsKey(id))
                .map(id -> "\n  " + place(id) + ": " + id.fingerprint())
                .toList();
        if (!missing.isEmpty()) {
            throw new DeskException.Invalid(
                    "the assent must bring every key that the charter names for " + party
                            + " and that the log does not know; missing:" + String.join("", missing),
                    "bring each with --key FILE, or with --proof FILE, which `demarche liaison key prove --charter "
                            + charter.hash().fingerprint() + "` writes where the key is");
        }
    }

    List<EnrolledKey> keys() {
        return List.copyOf(brought.values());
    }

    void write(Page page) {
        page.line(
                brought.isEmpty()
                        ? "It brings no key: the log knows all that the text names for " + party + "."
                        : "It brings: "
                                + brought.keySet().stream()
                                        .map(id -> place(id) + " " + id.brief())
                                        .collect(Collectors.joining(", "))
                                + ".",
                2);
    }

    private String place(Sha256 id) {
        Party of = charter.party(party).orElseThrow();
        return id.equals(of.root())
                ? "root"
                : of.desks().stream()
                        .filter(d -> d.keys().contains(id))
                        .map(d -> "desk " + d.name())
                        .findFirst()
                        .orElseThrow();
    }
}
