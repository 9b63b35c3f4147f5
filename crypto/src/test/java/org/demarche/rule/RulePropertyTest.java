package org.demarche.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

/** What holds for every rule. */
class RulePropertyTest {
    private static final List<String> PARTIES = List.of("UA", "US", "NO", "GB", "FR", "A-1");
    private static final Map<String, List<String>> GROUPS =
            Map.of("coalition", List.of("NO", "GB", "FR"), "one", List.of("US"), "everybody", PARTIES);
    private static final RuleNames NAMES = new RuleNames(Set.copyOf(PARTIES), GROUPS);

    @Property
    void parse_printedRule_isTheSameRule(@ForAll("rules") Rule rule) throws RuleException {
        assertThat(RuleParser.parse(rule.toString(), NAMES)).isEqualTo(rule);
        assertThat(RuleParser.parse(rule.toString(), NAMES)).hasToString(rule.toString());
    }

    @Property
    void holds_moreParties_stillHolds(
            @ForAll("rules") Rule rule, @ForAll("parties") Set<String> some, @ForAll("parties") Set<String> more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        assertThat(rule.holds(all) || !rule.holds(some)).isTrue();
    }

    @Property
    void holds_clausesInAnotherOrder_isTheSame(
            @ForAll("rules") Rule rule, @ForAll("parties") Set<String> some, @ForAll Random random) {
        assertThat(shuffled(rule, random).holds(some)).isEqualTo(rule.holds(some));
    }

    @Property
    void holds_partiesThatDoNotStandInIt_changeNothing(
            @ForAll("rules") Rule rule, @ForAll("parties") Set<String> some) {
        Set<String> relevant = new HashSet<>(some);
        relevant.retainAll(rule.parties());
        assertThat(rule.holds(relevant)).isEqualTo(rule.holds(some));
    }

    @Property
    void holds_nobody_neverAndEverybody_always(@ForAll("rules") Rule rule) {
        assertThat(rule.holds(Set.of())).isFalse();
        assertThat(rule.holds(Set.copyOf(PARTIES))).isTrue();
    }

    @Property
    void tally_everyClause_explainsItself(@ForAll("rules") Rule rule, @ForAll("parties") Set<String> some) {
        explains(rule.tally(some), some);
    }

    @Property
    void parse_anyText_isARuleOrSaysWhereItIsNone(@ForAll("texts") String text) {
        total(text);
    }

    @Property
    void parse_anyCharacters_isARuleOrSaysWhereItIsNone(@ForAll @StringLength(max = 60) String text) {
        total(text);
    }

    private static void total(String text) {
        try {
            Rule rule = RuleParser.parse(text, NAMES);
            assertThat(RuleParser.parse(rule.toString(), NAMES)).isEqualTo(rule);
        } catch (RuleException e) {
            assertThat(e.position()).isBetween(1, text.length() + 1);
            assertThat(e.getMessage()).startsWith("at character " + e.position() + ": ");
        }
    }

    private static void explains(Tally tally, Set<String> some) {
        if (tally.clauses().isEmpty()) {
            assertThat(tally.holds()).isEqualTo(tally.present().size() >= tally.need());
            assertThat(tally.present()).allMatch(some::contains);
            assertThat(tally.missing()).noneMatch(some::contains);
        }
        tally.clauses().forEach(t -> explains(t, some));
    }

    private static Rule shuffled(Rule rule, Random random) {
        if (rule instanceof Rule.And and) {
            return new Rule.And(shuffled(and.rules(), random));
        }
        if (rule instanceof Rule.Or or) {
            return new Rule.Or(shuffled(or.rules(), random));
        }
        if (rule instanceof Rule.Count count) {
            List<String> members = new ArrayList<>(count.members());
            Collections.shuffle(members, random);
            return new Rule.Count(count.k(), "(" + String.join(", ", members) + ")", members);
        }
        return rule;
    }

    private static List<Rule> shuffled(List<Rule> rules, Random random) {
        List<Rule> other =
                new ArrayList<>(rules.stream().map(r -> shuffled(r, random)).toList());
        Collections.shuffle(other, random);
        return other;
    }

    @Provide
    Arbitrary<Set<String>> parties() {
        return Arbitraries.subsetOf(PARTIES);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(Stream.concat(
                                Stream.of(
                                        "and",
                                        "or",
                                        "of",
                                        "all",
                                        "any",
                                        "(",
                                        ")",
                                        ",",
                                        " ",
                                        " ",
                                        " ",
                                        "0",
                                        "1",
                                        "2",
                                        "7",
                                        "01",
                                        "%",
                                        "coalition",
                                        "one",
                                        "x",
                                        "é"),
                                PARTIES.stream())
                        .toList())
                .list()
                .ofMaxSize(20)
                .map(l -> String.join(" ", l));
    }

    @Provide
    Arbitrary<Rule> rules() {
        return rules(3);
    }

    private static Arbitrary<Rule> rules(int depth) {
        Arbitrary<Rule> leaf = Arbitraries.oneOf(Arbitraries.of(PARTIES).map(Rule.Named::new), counts(), lists());
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<List<Rule>> several = rules(depth - 1).list().ofMinSize(2).ofMaxSize(3);
        return Arbitraries.oneOf(leaf, several.map(Rule.And::new), several.map(Rule.Or::new));
    }

    private static Arbitrary<Rule> counts() {
        return Arbitraries.of(GROUPS.keySet()).flatMap(g -> counts(g, GROUPS.get(g)));
    }

    private static Arbitrary<Rule> lists() {
        return Arbitraries.of(PARTIES)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(4)
                .flatMap(m -> counts("(" + String.join(", ", m) + ")", m));
    }

    private static Arbitrary<Rule> counts(String set, List<String> members) {
        return Arbitraries.integers().between(-1, members.size()).map(k -> switch (k) {
            case -1 -> new Rule.Count("all", members.size(), set, members);
            case 0 -> new Rule.Count("any", 1, set, members);
            default -> new Rule.Count(k, set, members);
        });
    }
}
