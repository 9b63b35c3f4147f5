package org.demarche.world;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.demarche.charter.Charter;
import org.demarche.hash.Sha256;

/**
 * The charter of a world: an exercise of six parties, each with the desks {@code watch} and {@code minister}, and three tiers. {@code PL} is no monitor.
 *
 * @param timeScale by how much plan time outruns real time
 * @param expires when it expires
 * @param version from 1
 * @param previous hash of the charter that it follows; empty in version 1
 */
public record Plan(int timeScale, Instant expires, int version, Optional<Sha256> previous) {
    /** Everybody, in the charter's order. */
    public static final List<String> PARTIES = List.of("UA", "US", "GB", "FR", "NO", "PL");

    /** Each party's desks. */
    public static final List<String> POSTS = List.of("watch", "minister");

    /** The log's origin. */
    public static final String ORIGIN = "hub.exercise.example/small-world";

    private static final Duration GREATEST_SKEW = Duration.ofSeconds(5);

    /** At this pace, without an end that matters. */
    public static Plan at(int timeScale) {
        return new Plan(timeScale, Instant.parse("2041-02-24T00:00:00Z"), 1, Optional.empty());
    }

    /** The same with another end. */
    public Plan until(Instant end) {
        return new Plan(timeScale, end, version, previous);
    }

    /** The version after {@code charter}, otherwise the same. */
    public Plan after(Charter charter) {
        return new Plan(timeScale, expires, charter.version() + 1, Optional.of(charter.hash()));
    }

    /** Real time that this much plan time takes, rounded up to a millisecond as the rules do. */
    public Duration real(Duration planned) {
        return Duration.ofMillis((planned.toMillis() + timeScale - 1) / timeScale);
    }

    /** How far the charter lets clocks differ: at most half of the shortest duration. */
    public Duration skew() {
        Duration half = real(Duration.ofHours(24)).dividedBy(2);
        return half.compareTo(GREATEST_SKEW) < 0 ? half : GREATEST_SKEW;
    }

    /**
     * The charter's bytes.
     *
     * @param keys fingerprint by name: {@code log/ed25519}, {@code log/ml-dsa-44}, {@code NO/root}, {@code NO/tls}, {@code NO/watch}
     */
    byte[] text(Function<String, Sha256> keys) {
        StringBuilder text = new StringBuilder("""
                title    = "A small plan"
                rules    = 1
                status   = "exercise"
                version  = %d
                previous = "%s"
                expires  = %s
                time_scale = %d
                adoption = "UA and US and 2 of coalition"
                clock    = "finding violation"
                skew     = "%dms"
                valid_for_at_most = "72h"
                incident_open_for = "30d"
                [log]
                origin    = "%s"
                ed25519   = "%s"
                ml_dsa_44 = "%s"
                """.formatted(
                        version,
                        previous.map(Sha256::fingerprint).orElse(""),
                        expires,
                        timeScale,
                        skew().toMillis(),
                        ORIGIN,
                        keys.apply("log/ed25519").fingerprint(),
                        keys.apply("log/ml-dsa-44").fingerprint()));
        PARTIES.forEach(party -> text.append(party(party, keys)));
        return text.append(TIERS).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String party(String id, Function<String, Sha256> keys) {
        String may = id.equals("PL")
                ? "[\"report\", \"propose\", \"concur\", \"message\"]"
                : "[\"report\", \"find\", \"warn\", \"measures\", \"propose\", \"concur\", \"pledge\", \"message\"]";
        return """

                [[party]]
                id = "%s"
                name = "%s"
                root = "%s"
                may = %s
                tls = ["%s"]
                desks = [ { name = "watch", keys = ["%s"] }, { name = "minister", keys = ["%s"] } ]
                """.formatted(
                        id,
                        id,
                        keys.apply(id + "/root").fingerprint(),
                        may,
                        keys.apply(id + "/tls").fingerprint(),
                        keys.apply(id + "/watch").fingerprint(),
                        keys.apply(id + "/minister").fingerprint());
    }

    private static final String TIERS = """

            [[group]]
            name = "coalition"
            members = ["GB", "FR", "NO", "PL"]
            [[group]]
            name = "monitors"
            members = ["GB", "FR", "NO"]

            [[finding]]
            name = "violation"
            quorum = "US and 1 of monitors"
            [[finding]]
            name = "hostilities continue"
            quorum = "US and 1 of monitors"
            [[finding]]
            name = "expanded attack"
            quorum = "US and 2 of monitors"
            [[finding]]
            name = "hostilities ceased"
            quorum = "UA and US and 1 of monitors"

            [[tier]]
            number = 1
            title = "Diplomatic warning, and measures to stop the violation"
            requires     = ["violation"]
            answered_by  = ["warning", "measures"]
            act_within   = "24h"
            lapses_after = "24h"
            quorum       = "UA and 1 of coalition"
            stand_down   = "UA and 1 of coalition"
            [[tier]]
            number = 2
            title = "Action by the coalition"
            requires     = ["tier 1", "hostilities continue"]
            lapses_after = "48h"
            quorum       = "UA and 2 of coalition"
            stand_down   = "UA and 2 of coalition"
            [[tier]]
            number = 3
            title = "Coordinated response, United States included"
            requires     = ["tier 1", "expanded attack", "pledge US binding-commitment"]
            not_before   = "72h"
            lapses_after = "48h"
            desks        = 2
            quorum       = "UA and US and 2 of coalition"
            stand_down   = "UA and US"
            """;
}
