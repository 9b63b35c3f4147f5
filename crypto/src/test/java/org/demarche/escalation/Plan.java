package org.demarche.escalation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.hash.Sha256;

/**
 * A small random charter: four to six parties, short durations.
 *
 * @param version its version
 * @param frame what a successor keeps: lines of the head
 * @param tiers how many tiers
 * @param roots by party, the name of its root key
 * @param desks by party and desk, the names of its keys
 * @param text the text
 */
record Plan(
        int version,
        String frame,
        int tiers,
        Map<String, String> roots,
        Map<String, Map<String, List<String>>> desks,
        String text) {
    private static final List<String> FINDINGS =
            List.of("violation", "hostilities continue", "expanded attack", "hostilities ceased");
    private static final List<String> COMPONENTS = List.of("support", "binding-commitment");

    /** The first charter of a play. */
    static Plan first(Random random) {
        String scale = random.nextInt(3) == 0 ? "time_scale = 3\n" : "";
        String clock = random.nextInt(3) == 0 ? "first report" : "finding violation";
        String frame = "rules = 1\nstatus = \"exercise\"\n" + scale + "clock = \"" + clock + "\"\n";
        return sound(random, () -> draw(random, 1, "", frame, 1 + random.nextInt(3), roster(random)));
    }

    /** One that may follow this one; now and then it breaks what a successor must keep. */
    Plan next(Random random) {
        boolean sameVersion = random.nextInt(20) == 0;
        String otherFrame = random.nextInt(20) == 0
                ? "rules = 1\nstatus = \"exercise\"\nclock = \"finding expanded attack\"\n"
                : frame;
        int otherTiers = random.nextInt(20) == 0 ? tiers + 1 : tiers;
        return sound(
                random,
                () -> draw(
                        random,
                        version + (sameVersion ? 2 : 1),
                        hash().fingerprint(),
                        otherFrame,
                        otherTiers,
                        changed(random)));
    }

    Sha256 hash() {
        return Sha256.of(bytes());
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The names of the keys that it names for a party. */
    List<String> keys(String party) {
        List<String> keys = new ArrayList<>();
        if (roots.containsKey(party)) {
            keys.add(roots.get(party));
            desks.get(party).values().forEach(keys::addAll);
        }
        return keys;
    }

    private record Roster(Map<String, String> roots, Map<String, Map<String, List<String>>> desks) {}

    private interface Draw {
        Plan draw();
    }

    /** Draws until it is sound; some rules can't be met by those who hold the right. */
    private static Plan sound(Random random, Draw draw) {
        while (true) {
            Plan plan = draw.draw();
            if (CharterParser.parse(plan.bytes()) instanceof CharterParse.Sound) {
                return plan;
            }
        }
    }

    private static Roster roster(Random random) {
        Map<String, String> roots = new TreeMap<>();
        Map<String, Map<String, List<String>>> desks = new TreeMap<>();
        for (String party : Cabinet.PARTIES.subList(0, 4 + random.nextInt(3))) {
            roots.put(party, party + "/root");
            desks.put(party, desks(party, random));
        }
        return new Roster(roots, desks);
    }

    private static Map<String, List<String>> desks(String party, Random random) {
        Map<String, List<String>> desks = new TreeMap<>();
        desks.put("d1", random.nextInt(4) == 0 ? List.of(party + "/d1", party + "/d1b") : List.of(party + "/d1"));
        if (random.nextInt(3) > 0) {
            desks.put("d2", List.of(party + (random.nextInt(4) == 0 ? "/d2b" : "/d2")));
        }
        return desks;
    }

    private Roster changed(Random random) {
        Map<String, String> newRoots = new TreeMap<>(roots);
        Map<String, Map<String, List<String>>> newDesks = new TreeMap<>(desks);
        for (String party : Cabinet.PARTIES) {
            int dice = random.nextInt(10);
            if (dice == 0 && newRoots.size() > 4 && newRoots.remove(party) != null) {
                newDesks.remove(party);
            } else if (dice == 1 || (dice == 2 && newRoots.containsKey(party))) {
                newRoots.put(party, party + (random.nextBoolean() ? "/root2" : "/root"));
                newDesks.putIfAbsent(party, desks(party, random));
            } else if (dice == 3 && newRoots.containsKey(party)) {
                newDesks.put(party, desks(party, random));
            }
        }
        return new Roster(newRoots, newDesks);
    }

    private static Plan draw(Random random, int version, String previous, String frame, int tiers, Roster roster) {
        List<String> parties = List.copyOf(roster.roots.keySet());
        StringBuilder plan = new StringBuilder();
        for (String finding : FINDINGS) {
            plan.append("[[finding]]\nname = \"%s\"\nquorum = \"%s\"\n".formatted(finding, rule(random, parties)));
        }
        for (int tier = 1; tier <= tiers; tier++) {
            plan.append(tier(random, tier, parties));
        }
        boolean closes = version > 1 && random.nextInt(6) == 0;
        String head = (closes ? "final = true\n" : "")
                + "title = \"Play %d\"\n%sversion = %d\nprevious = \"%s\"\nexpires = %s\nadoption = \"%s\"\nskew = \"5ms\"\nincident_open_for = \"%s\"\n"
                        .formatted(
                                random.nextInt(1000),
                                frame,
                                version,
                                previous,
                                Instant.ofEpochMilli(expires(random)),
                                rule(random, parties),
                                span(random, 900, 20_000));
        StringBuilder text = new StringBuilder(head);
        text.append(
                "valid_for_at_most = \"1h\"\n[log]\norigin = \"play.example/log\"\ned25519 = \"%s\"\nml_dsa_44 = \"%s\"\n"
                        .formatted(
                                Sha256.of(new byte[] {1}).fingerprint(),
                                Sha256.of(new byte[] {2}).fingerprint()));
        for (String party : parties) {
            text.append(party(random, party, roster));
        }
        if (plan.indexOf("allies") >= 0 || head.contains("allies")) {
            text.append("[[group]]\nname = \"allies\"\nmembers = [%s]\n".formatted(quoted(parties)));
        }
        return new Plan(
                version,
                frame,
                tiers,
                roster.roots,
                roster.desks,
                text.append(plan).toString());
    }

    private static long expires(Random random) {
        return Play.START + (random.nextInt(6) == 0 ? 2_000 + random.nextInt(6_000) : 1_000_000);
    }

    private static String party(Random random, String party, Roster roster) {
        List<String> desks = new ArrayList<>();
        roster.desks
                .get(party)
                .forEach((desk, keys) -> desks.add("{ name = \"%s\", keys = [%s]%s }"
                        .formatted(
                                desk,
                                quoted(keys.stream()
                                        .map(k -> Cabinet.id(k).fingerprint())
                                        .toList()),
                                random.nextInt(8) == 0 ? ", may = [\"concur\", \"message\"]" : "")));
        return "[[party]]\nid = \"%s\"\nname = \"%s\"\nroot = \"%s\"\nmay = [%s]\ndesks = [%s]\n"
                .formatted(
                        party,
                        party,
                        Cabinet.id(roster.roots.get(party)).fingerprint(),
                        quoted(List.of("report", "find", "warn", "measures", "propose", "concur", "pledge", "message")
                                .subList(random.nextInt(10) == 0 ? 1 : 0, 8)),
                        String.join(", ", desks));
    }

    private static String tier(Random random, int number, List<String> parties) {
        List<String> gates = new ArrayList<>(FINDINGS.subList(0, 3));
        for (int lower = 1; lower < number; lower++) {
            gates.add("tier " + lower);
        }
        gates.add("pledge " + pick(random, parties) + " " + pick(random, COMPONENTS));
        Collections.shuffle(gates, random);
        List<String> lines = new ArrayList<>(List.of(
                "[[tier]]",
                "number = " + number,
                "title = \"Step\"",
                "requires = [" + quoted(gates.subList(0, random.nextInt(3))) + "]",
                "lapses_after = \"" + span(random, 100, 4000) + "\"",
                "quorum = \"" + rule(random, parties) + "\"",
                "stand_down = \"" + rule(random, parties) + "\""));
        if (random.nextBoolean()) {
            lines.add("not_before = \"" + span(random, 60, 600) + "\"");
        }
        if (random.nextBoolean()) {
            lines.add("act_within = \"" + span(random, 60, 900) + "\"");
        }
        if (random.nextBoolean()) {
            lines.add("answered_by = [" + (random.nextBoolean() ? "\"warning\"" : "\"warning\", \"measures\"") + "]");
        }
        if (random.nextInt(5) == 0) {
            lines.add("desks = 2");
        }
        return String.join("\n", lines) + "\n";
    }

    private static String rule(Random random, List<String> parties) {
        List<String> some = new ArrayList<>(parties);
        Collections.shuffle(some, random);
        String a = some.get(0);
        String b = some.get(1);
        String c = some.get(2);
        return switch (random.nextInt(8)) {
            case 0 -> a;
            case 1 -> "1 of allies";
            case 2 -> "2 of allies";
            case 3 -> a + " and 1 of (" + b + ", " + c + ")";
            case 4 -> "(" + a + " and " + b + ") or " + c;
            case 5 -> a + " or 2 of allies";
            case 6 -> "all of (" + a + ", " + b + ")";
            default -> a + " and any of allies";
        };
    }

    private static String span(Random random, int least, int most) {
        return least + random.nextInt(most - least) + "ms";
    }

    private static String quoted(List<String> texts) {
        return texts.isEmpty() ? "" : "\"" + String.join("\", \"", texts) + "\"";
    }

    static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
