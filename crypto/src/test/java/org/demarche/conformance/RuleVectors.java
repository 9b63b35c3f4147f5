package org.demarche.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules, each asked about every set of its parties. */
final class RuleVectors {
    private static final List<String> NAMES = List.of("UA", "GB", "FR", "US");

    private final Vectors vectors;

    private RuleVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        RuleVectors told = new RuleVectors(vectors);
        told.sound();
        told.refused();
    }

    private void sound() {
        holds("one-party", "UA");
        holds("and", "UA and GB");
        holds("or", "UA or GB");
        holds("and-binds-stronger", "UA or GB and FR");
        holds("and-binds-stronger-in-front", "UA and GB or FR and US");
        holds("parentheses", "(UA or GB) and FR");
        holds("two-of-three", "2 of (UA, GB, FR)");
        holds("all-of", "all of (UA, GB, FR)");
        holds("any-of", "any of (UA, GB, FR)");
        holds("count-of-a-group", "2 of europe and UA");
        holds("any-of-a-group-or-a-party", "US or any of europe");
        holds("a-party-that-no-count-shares", "2 of (UA, GB, FR) or UA and US");
        holds("party-in-two-counts", "1 of (UA, GB) and 1 of (UA, FR)");
        holds("without-spaces", "2 of(UA,GB,FR)and(US)");
        holds("parentheses-16-deep-with-a-list", "(".repeat(16) + "1 of (UA)" + ")".repeat(16));
        holds("of-4096-characters", "UA" + " ".repeat(4094));
        holds("many-spaces", "  UA   and   GB  ");
        holds("parentheses-16-deep", "(".repeat(16) + "UA" + ")".repeat(16));
    }

    private void refused() {
        refuse("empty", "A rule says something", "");
        refuse("spaces-alone", "A rule says something", "   ");
        refuse("count-zero", "A count is at least 1", "0 of (UA, GB)");
        refuse("count-above-the-set", "A count is at most the set", "3 of (UA, GB)");
        refuse("count-with-a-leading-zero", "A count has no leading zero", "02 of (UA, GB, FR)");
        refuse(
                "count-of-fifty-digits",
                "A count is at most the set, however long it is",
                "1".repeat(50) + " of (UA, GB)");
        refuse("count-negative", "A count has no sign", "-1 of (UA, GB)");
        refuse("party-twice-in-a-count", "A party counts once", "2 of (UA, UA, GB)");
        refuse("name-unknown", "A name is one of the charter's", "UA and DE");
        refuse("name-in-lower-case", "Names are compared letter by letter", "ua");
        refuse("group-unknown", "A group is one of the charter's", "2 of asia");
        refuse("group-alone", "A group is counted", "europe");
        refuse("group-in-a-list", "A list is of single names", "1 of (UA, europe)");
        refuse("party-as-a-set", "A set is a group or a list", "1 of UA");
        refuse("percentage", "There are no percentages", "60% of europe");
        refuse("weight", "There are no weights", "2 UA and GB");
        refuse("not", "There is no veto", "UA and not GB");
        refuse("comma-behind-the-last", "A name stands behind each comma", "1 of (UA, GB,)");
        refuse("list-empty", "A list is of names", "any of ()");
        refuse("parenthesis-open", "A parenthesis is closed", "(UA and GB");
        refuse("parenthesis-closed-twice", "A parenthesis is opened", "UA and GB)");
        refuse("and-at-the-end", "Something stands behind and", "UA and");
        refuse("or-in-front", "Something stands before or", "or UA");
        refuse("two-names", "Something stands between two names", "UA GB");
        refuse("and-in-capitals", "Words are written small", "UA AND GB");
        refuse("tab-for-a-space", "Spaces alone separate", "UA\tand GB");
        refuse("line-feed", "Spaces alone separate", "UA\nand GB");
        refuse("cyrillic-letter", "The A is that of another alphabet", "U\u0410");
        refuse("parentheses-17-deep", "Parentheses nest at most 16 deep", "(".repeat(17) + "UA" + ")".repeat(17));
        refuse("longer-than-4096", "A rule has at most 4,096 characters", "UA" + " or UA".repeat(683));
        refuse("of-of", "The words of rules are names of nothing", "any of of");
        refuse("no-break-space", "Spaces alone separate", "UA\u00a0and GB");
        refuse("semicolon", "No other signs", "UA; GB");
    }

    private void holds(String mutation, String rule) {
        vectors.accept(
                "rule/holds",
                mutation,
                "The rule holds over exactly these sets: " + rule.strip(),
                given(rule).textLists("parties", sets()));
    }

    private void refuse(String mutation, String about, String rule) {
        vectors.refuse("rule/holds", mutation, about, given(rule).textLists("parties", List.of()));
    }

    private static Given given(String rule) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("europe", List.of("UA", "GB", "FR"));
        return new Given().text("rule", rule).texts("names", NAMES).textsByName("groups", groups);
    }

    /** Every set of parties. */
    private static List<List<String>> sets() {
        List<List<String>> sets = new ArrayList<>();
        for (int bits = 0; bits < 1 << NAMES.size(); bits++) {
            List<String> set = new ArrayList<>();
            for (int i = 0; i < NAMES.size(); i++) {
                if ((bits >>> i & 1) == 1) {
                    set.add(NAMES.get(i));
                }
            }
            sets.add(set);
        }
        return sets;
    }
}
