package org.demarche.lies;

import java.nio.charset.StandardCharsets;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.OddToken;
import org.demarche.timestamp.TestAuthority;

/**
 * A charter that is as small as the lies allow. UA alone puts it in force, and may do everything but warn; GB and FR concur, once they have assented. Immutable.
 *
 * @param name the file that holds it
 * @param text its text
 */
public record LieCharter(String name, String text) {
    private static final String TEXT = """
            # Keys of this charter are public: it is for test files alone.
            title    = "A small plan for files that lie"
            rules    = 1
            status   = "exercise"
            version  = 1
            previous = ""
            expires  = 2027-03-01T00:00:00Z
            adoption = "UA"
            clock    = "first report"
            skew     = "5s"
            valid_for_at_most = "72h"
            incident_open_for = "30d"

            [log]
            origin = "%s"
            ed25519   = "%s"
            ml_dsa_44 = "%s"

            [[party]]
            id = "UA"
            name = "Kyiv"
            root = "%s"
            may = ["report", "find", "measures", "propose", "concur", "message"]
            desks = [{ name = "watch", keys = ["%s"] }]
            [[party]]
            id = "GB"
            name = "London"
            root = "%s"
            may = ["warn", "concur", "message"]
            desks = [{ name = "watch", keys = ["%s"] }]
            [[party]]
            id = "FR"
            name = "Paris"
            root = "%s"
            may = ["concur"]
            desks = [{ name = "watch", keys = ["%s"] }]

            [[finding]]
            name = "violation"
            quorum = "UA"

            [[tier]]
            number = 1
            title = "A warning, and measures"
            lapses_after = "24h"
            quorum = "2 of (UA, GB, FR)"
            stand_down = "2 of (UA, GB, FR)"

            [[tier]]
            number = 2
            title = "A response"
            requires = ["tier 1"]
            lapses_after = "24h"
            quorum = "UA"
            stand_down = "UA"
            """;

    /** The plain one: UA's word is enough for tier 1; nobody waits, nobody witnesses. */
    public static LieCharter plain() {
        return counted()
                .with("quorum = \"2 of (UA, GB, FR)\"\n", "quorum = \"UA\"\n")
                .named("plain");
    }

    /** Tier 1 takes two of three parties. */
    public static LieCharter counted() {
        return new LieCharter(
                "counted",
                TEXT.formatted(
                        LieLog.ORIGIN,
                        LieKeys.log("log").publicKey().ed25519Id().fingerprint(),
                        LieKeys.log("log").publicKey().mlDsa44Id().fingerprint(),
                        key("UA/root"),
                        key("UA/watch"),
                        key("GB/root"),
                        key("GB/watch"),
                        key("FR/root"),
                        key("FR/watch")));
    }

    /** UA and GB adopt it together. */
    public static LieCharter pair() {
        return plain().with("adoption = \"UA\"", "adoption = \"UA and GB\"").named("pair");
    }

    /** With a second desk of UA's, and tier 1 by two desks of one party. */
    public static LieCharter twoDesks() {
        return plain().with(
                        "keys = [\"" + key("UA/watch") + "\"] }]",
                        "keys = [\"" + key("UA/watch") + "\", \"" + key("UA/watch2")
                                + "\"] }, { name = \"minister\", keys = [\"" + key("UA/minister") + "\"] }]")
                .with(
                        "quorum = \"UA\"\nstand_down = \"2 of (UA, GB, FR)\"",
                        "desks = 2\nquorum = \"UA\"\nstand_down = \"UA\"")
                .named("two-desks");
    }

    /** With a second desk of UA's, for parties that are counted. */
    public static LieCharter twoKeys() {
        return counted()
                .with(
                        "keys = [\"" + key("UA/watch") + "\"] }]",
                        "keys = [\"" + key("UA/watch") + "\"] }, { name = \"minister\", keys = [\"" + key("UA/minister")
                                + "\"] }]")
                .named("two-keys");
    }

    /** Tier 1 waits a day from the report, two of three witnesses must cosign, and one of them may lie. */
    public static LieCharter witnessed() {
        StringBuilder witnesses = new StringBuilder();
        for (String party : new String[] {"UA", "GB", "FR"}) {
            witnesses.append("\n[[witness]]\nname = \"%s-w\"\nparty = \"%s\"\ned25519 = \"%s\"\nml_dsa_44 = \"%s\"\n"
                    .formatted(
                            party,
                            party,
                            LieKeys.log(party + "-w").publicKey().ed25519Id().fingerprint(),
                            LieKeys.log(party + "-w").publicKey().mlDsa44Id().fingerprint()));
        }
        LieCharter waits = plain().with(
                        "skew     = \"5s\"", "skew     = \"5s\"\nliars    = 1\nwitnessed = \"2 of (UA-w, GB-w, FR-w)\"")
                .with("stand_down = \"2 of (UA, GB, FR)\"", "stand_down = \"UA\"")
                .with(
                        "title = \"A warning, and measures\"",
                        "title = \"A warning, and measures\"\nnot_before = \"24h\"");
        return new LieCharter("witnessed", waits.text + witnesses);
    }

    /** The same, but its clock starts with the finding. */
    public static LieCharter witnessedFinding() {
        return witnessed()
                .with("clock    = \"first report\"", "clock    = \"finding violation\"")
                .named("witnessed-finding");
    }

    /** Witnessed from the finding on, and tier 2 waits a day too. */
    public static LieCharter twoClocks() {
        return witnessedFinding()
                .with("requires = [\"tier 1\"]\n", "requires = [\"tier 1\"]\nnot_before = \"24h\"\n")
                .named("two-clocks");
    }

    /** A successor of the witnessed one with witnesses of other names and keys. */
    public static LieCharter rewitnessed() {
        LieCharter next = witnessed().successor();
        for (String party : new String[] {"UA", "GB", "FR"}) {
            next = next.with("\"" + party + "-w\"", "\"" + party + "-v\"")
                    .with(party + "-w", party + "-v")
                    .withLogKey(party + "-w", party + "-v");
        }
        return next;
    }

    /** Nobody witnesses, but two of three time authorities must stamp. The third makes odd tokens, and has a policy. */
    static LieCharter attested() {
        return stamped(plain()).named("attested");
    }

    /** Witnessed, and two of three time authorities must stamp. */
    static LieCharter timestamped() {
        return stamped(witnessed()).named("timestamped");
    }

    private static LieCharter stamped(LieCharter charter) {
        StringBuilder authorities = new StringBuilder();
        for (String name : new String[] {"alpha", "beta"}) {
            authorities.append(authority(name, TestAuthority.named(name).anchor()));
        }
        authorities
                .append(authority("gamma", OddToken.of("gamma").anchor()))
                .append("policy = \"")
                .append(OddToken.POLICY)
                .append("\"\n");
        LieCharter ruled =
                charter.with("skew     = \"5s\"", "skew     = \"5s\"\ntimestamped = \"2 of (alpha, beta, gamma)\"");
        return new LieCharter(ruled.name, ruled.text + authorities);
    }

    private static String authority(String name, Anchor anchor) {
        return "\n[[time_authority]]\nname = \"%s\"\noperator = \"Office of %s\"\ncertificate = \"%s\"\n"
                .formatted(name, name, anchor.fingerprint().fingerprint());
    }

    /** Tier 1 requires a pledge of UA's. */
    public static LieCharter pledged() {
        return plain().with("\"message\"]\n", "\"message\", \"pledge\"]\n")
                .with(
                        "title = \"A warning, and measures\"\n",
                        "title = \"A warning, and measures\"\nrequires = [\"pledge UA support\"]\n")
                .named("pledged");
    }

    /** The charter with one passage changed. */
    public LieCharter with(String passage, String other) {
        int at = text.indexOf(passage);
        if (at < 0) {
            throw new AssertionError("the charter does not say: " + passage);
        }
        return new LieCharter(name, text.substring(0, at) + other + text.substring(at + passage.length()));
    }

    public LieCharter named(String other) {
        return new LieCharter(other, text);
    }

    /** A text that may follow this one. */
    public LieCharter successor() {
        return with("version  = 1\nprevious = \"\"", "version  = 2\nprevious = \"" + hash().fingerprint() + "\"")
                .named(name + "-2");
    }

    /** A text that may follow this one, and that closes the log. */
    public LieCharter closing() {
        return successor()
                .with("version  = 2\n", "version  = 2\nfinal    = true\n")
                .named(name + "-final");
    }

    /** The same with other keys of the log. */
    public LieCharter withLog(String log) {
        return withLogKey("log", log);
    }

    /** The same with the keys of another log or witness in the place of one. */
    private LieCharter withLogKey(String key, String other) {
        LogPublicKey before = LieKeys.log(key).publicKey();
        LogPublicKey after = LieKeys.log(other).publicKey();
        return with(before.ed25519Id().fingerprint(), after.ed25519Id().fingerprint())
                .with(before.mlDsa44Id().fingerprint(), after.mlDsa44Id().fingerprint());
    }

    /** The same with another key in the place of one. */
    public LieCharter withKey(String key, String other) {
        return with(key(key), key(other));
    }

    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public Sha256 hash() {
        return Sha256.of(bytes());
    }

    private static String key(String name) {
        return LieKeys.party(name).publicKey().id().fingerprint();
    }
}
