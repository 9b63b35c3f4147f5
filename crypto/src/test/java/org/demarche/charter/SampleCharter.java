package org.demarche.charter;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.demarche.hash.Sha256;

/**
 * A complete charter of twenty parties, for tests. Its keys go by name: {@code log/ed25519} and {@code log/ml-dsa-44}; for a party {@code NO/root},
 * {@code NO/tls}, and {@code NO/watch} and the like for each desk; for a witness {@code GB-w/ed25519} and {@code GB-w/ml-dsa-44}; for a time
 * authority {@code alpha/certificate}. A test with real keys gives the function from these names to fingerprints.
 */
public final class SampleCharter {
    /** Name of the town by party, in the charter's order. */
    public static final Map<String, String> PARTIES = parties();

    private static final String HEAD = """
            # A sample charter. Its text is signed as it stands here, comments included.
            title    = "Ceasefire enforcement plan"
            rules    = 1
            status   = "%s"
            version  = %d
            previous = "%s"
            expires  = 2041-02-24T00:00:00Z            # 15 years
            %sadoption  = "UA and US and 10 of coalition"
            clock     = "finding violation"
            skew      = "%s"
            valid_for_at_most = "72h"
            incident_open_for = "30d"
            %s%s
            [log]
            origin = "hub.exercise.example/ceasefire"
            ed25519  = "%s"
            ml_dsa_44 = "%s"
            """;

    private static final String PLAN = """

            [[group]]
            name = "coalition"
            members = ["GB", "FR", "DE", "PL", "NO", "TR", "IS", "SE", "FI", "DK", "NL", "EE", "LV", "LT", "IT", "ES", "RO", "CZ"]

            [[group]]                                  # the US-led mechanism to monitor and verify, with contributions of coalition members
            name = "monitors"
            members = ["GB", "FR", "NO", "TR", "SE"]

            [[finding]]
            name = "violation"
            quorum = "US and 2 of monitors"
            [[finding]]
            name = "hostilities continue"
            quorum = "US and 2 of monitors"
            [[finding]]
            name = "expanded attack"
            quorum = "US and 3 of monitors"
            [[finding]]
            name = "hostilities ceased"
            quorum = "UA and US and 2 of monitors"

            [[tier]]
            number = 1
            title = "Diplomatic warning, and measures by Ukraine to stop the violation"
            requires     = ["violation"]
            answered_by  = ["warning", "measures"]
            act_within   = "24h"
            lapses_after = "24h"
            quorum       = "UA and 1 of coalition"
            stand_down   = "UA and 1 of coalition"

            [[tier]]
            number = 2
            title = "Action by the coalition of the willing"
            requires     = ["tier 1", "hostilities continue"]
            lapses_after = "48h"
            quorum       = "UA and 11 of coalition"    # 60 % of 18
            stand_down   = "UA and 11 of coalition"

            [[tier]]
            number = 3
            title = "Coordinated response of a Western-backed force, the United States included"
            requires     = ["tier 1", "expanded attack", "pledge US binding-commitment"]
            not_before   = "72h"
            lapses_after = "48h"
            desks        = 2
            quorum       = "UA and US and 11 of coalition"
            stand_down   = "UA and US"
            """;

    private static final long SHORTEST_MS = 24 * 3_600_000L;
    private static final long MAX_SKEW_MS = 5_000;

    private final Function<String, Sha256> keys;
    private final Optional<Integer> timeScale;
    private final int version;
    private final Optional<Sha256> previous;
    private final List<String> witnessParties;
    private final List<String> authorities;

    private SampleCharter(
            Function<String, Sha256> keys,
            Optional<Integer> timeScale,
            int version,
            Optional<Sha256> previous,
            List<String> witnessParties,
            List<String> authorities) {
        this.keys = keys;
        this.timeScale = timeScale;
        this.version = version;
        this.previous = previous;
        this.witnessParties = List.copyOf(witnessParties);
        this.authorities = List.copyOf(authorities);
    }

    /** An exercise with these keys, version 1, without witnesses. */
    public static SampleCharter exercise(Function<String, Sha256> keys, int timeScale) {
        return new SampleCharter(keys, Optional.of(timeScale), 1, Optional.empty(), List.of(), List.of());
    }

    /** The same as an actual charter. */
    public static SampleCharter actual(Function<String, Sha256> keys) {
        return new SampleCharter(keys, Optional.empty(), 1, Optional.empty(), List.of(), List.of());
    }

    /** With keys that nobody holds: the fingerprint of a key is the hash of its name. */
    public static SampleCharter withoutKeys(int timeScale) {
        return exercise(SampleCharter::nameHash, timeScale);
    }

    /** The fingerprint that {@link #withoutKeys} gives to a key. */
    public static Sha256 nameHash(String key) {
        return Sha256.of(key.getBytes(StandardCharsets.UTF_8));
    }

    /** The next version. */
    public SampleCharter following(Sha256 current) {
        return new SampleCharter(keys, timeScale, version + 1, Optional.of(current), witnessParties, authorities);
    }

    /** With a witness of each of these parties, such as {@code GB-w}; all but one of them must cosign, none may lie. */
    public SampleCharter witnessedBy(String... parties) {
        return new SampleCharter(keys, timeScale, version, previous, List.of(parties), authorities);
    }

    /** With time authorities of these names; all of them must stamp. */
    public SampleCharter timestampedBy(String... names) {
        return new SampleCharter(keys, timeScale, version, previous, witnessParties, List.of(names));
    }

    /** The text. */
    public String text() {
        StringBuilder text = new StringBuilder(HEAD.formatted(
                timeScale.isPresent() ? "exercise" : "actual",
                version,
                previous.map(Sha256::fingerprint).orElse(""),
                timeScale.map(s -> "time_scale = " + s + "\n").orElse(""),
                skew(),
                witnessParties.isEmpty() ? "" : "witnessed = \"" + witnessRule() + "\"\n",
                authorities.isEmpty() ? "" : "timestamped = \"all of (" + String.join(", ", authorities) + ")\"\n",
                key("log/ed25519"),
                key("log/ml-dsa-44")));
        PARTIES.forEach((id, name) -> text.append(party(id, name)));
        text.append(PLAN);
        witnessParties.forEach(p -> text.append(witness(p)));
        authorities.forEach(a -> text.append(authority(a)));
        return text.toString();
    }

    /** The text's bytes. */
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** The charter that the text is. */
    public Charter charter() {
        return parse(text());
    }

    /** The charter that {@code text}, perhaps a changed one, is; an error that tells every problem if it is none. */
    public static Charter parse(String text) {
        CharterParse parse = CharterParser.parse(text.getBytes(StandardCharsets.UTF_8));
        if (parse instanceof CharterParse.Sound sound) {
            return sound.charter();
        }
        throw new AssertionError(((CharterParse.Unsound) parse).problems().toString());
    }

    private String party(String id, String name) {
        String head = "\n[[party]]\nid = \"%s\"\nname = \"%s\"\nroot = \"%s\"\n".formatted(id, name, key(id + "/root"));
        String tls = "tls  = [\"" + key(id + "/tls") + "\"]\n";
        if (id.equals("UA")) {
            return head
                    + "may  = [\"report\", \"find\", \"warn\", \"measures\", \"propose\", \"concur\", \"pledge\", \"message\"]\n"
                    + tls
                    + "desks = [\n"
                    + "  { name = \"watch\",    keys = [\"" + key("UA/watch")
                    + "\"], may = [\"report\", \"find\", \"measures\", \"propose\", \"concur\", \"message\"] },\n"
                    + "  { name = \"minister\", keys = [\"" + key("UA/minister")
                    + "\"], may = [\"warn\", \"propose\", \"concur\", \"pledge\"] },\n"
                    + "]\n";
        }
        String second = secondDesk(id);
        return head
                + "may  = [\"report\", \"find\", \"warn\", \"propose\", \"concur\", \"pledge\", \"message\"]\n"
                + tls
                + "desks = [ { name = \"watch\", keys = [\"" + key(id + "/watch") + "\"] }, { name = \"" + second
                + "\", keys = [\""
                + key(id + "/" + second) + "\"] } ]\n";
    }

    /** The name of a party's second desk; the first is {@code watch}. */
    public static String secondDesk(String party) {
        return party.equals("US") ? "principal" : "minister";
    }

    private String witness(String party) {
        String name = party + "-w";
        return "\n[[witness]]\nname = \"%s\"\nparty = \"%s\"\ned25519 = \"%s\"\nml_dsa_44 = \"%s\"\n"
                .formatted(name, party, key(name + "/ed25519"), key(name + "/ml-dsa-44"));
    }

    private String authority(String name) {
        return "\n[[time_authority]]\nname = \"%s\"\noperator = \"Office of %s\"\ncertificate = \"%s\"\n"
                .formatted(name, name, key(name + "/certificate"));
    }

    private String witnessRule() {
        int needed = Math.max(1, witnessParties.size() - 1);
        return needed + " of ("
                + String.join(", ", witnessParties.stream().map(p -> p + "-w").toList()) + ")";
    }

    private String skew() {
        long half = SHORTEST_MS / timeScale.orElse(1) / 2;
        return half >= MAX_SKEW_MS ? "5s" : half + "ms";
    }

    private String key(String name) {
        return keys.apply(name).fingerprint();
    }

    private static Map<String, String> parties() {
        Map<String, String> parties = new LinkedHashMap<>();
        String[] all = {
            "UA",
            "Kyiv",
            "US",
            "Washington",
            "NO",
            "Oslo",
            "GB",
            "London",
            "FR",
            "Paris",
            "DE",
            "Berlin",
            "PL",
            "Warsaw",
            "TR",
            "Ankara",
            "IS",
            "Reykjavik",
            "SE",
            "Stockholm",
            "FI",
            "Helsinki",
            "DK",
            "Copenhagen",
            "NL",
            "The Hague",
            "EE",
            "Tallinn",
            "LV",
            "Riga",
            "LT",
            "Vilnius",
            "IT",
            "Rome",
            "ES",
            "Madrid",
            "RO",
            "Bucharest",
            "CZ",
            "Prague"
        };
        for (int i = 0; i < all.length; i += 2) {
            parties.put(all[i], all[i + 1]);
        }
        return Collections.unmodifiableMap(parties);
    }
}
