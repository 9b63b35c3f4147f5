package org.demarche.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The grammar by example; what is refused stands in the charter's table of refusals. */
class RuleParserTest {
    private static final RuleNames NAMES = new RuleNames(
            Set.of("UA", "US", "NO", "GB", "FR"),
            Map.of("coalition", List.of("NO", "GB", "FR"), "coalition2", List.of("UA")));

    @Test
    void parse_andBindsTighterThanOr() throws RuleException {
        assertThat(parse("UA or US and NO"))
                .isEqualTo(new Rule.Or(List.of(
                        new Rule.Named("UA"), new Rule.And(List.of(new Rule.Named("US"), new Rule.Named("NO"))))));
    }

    @Test
    void parse_parentheses_changeThat() throws RuleException {
        assertThat(parse("(UA or US) and NO")).hasToString("(UA or US) and NO");
        assertThat(parse("(UA or US) and NO").holds(Set.of("UA"))).isFalse();
    }

    @Test
    void parse_blanksAndParenthesesThatSayNothing_areDropped() throws RuleException {
        assertThat(parse("  ((UA)and(US and( NO)))  ")).hasToString("UA and US and NO");
        assertThat(parse("1 of(UA ,US)")).hasToString("1 of (UA, US)");
    }

    @Test
    void parse_allAndAny_keepTheirWord() throws RuleException {
        assertThat(parse("all of coalition"))
                .isEqualTo(new Rule.Count("all", 3, "coalition", List.of("NO", "GB", "FR")));
        assertThat(parse("any of (UA, US)")).hasToString("any of (UA, US)");
        assertThat(parse("any of (UA, US)").holds(Set.of("US"))).isTrue();
    }

    @Test
    void parse_sixteenParentheses_areTheLimit() throws RuleException {
        assertThat(parse("(".repeat(16) + "UA" + ")".repeat(16))).hasToString("UA");
        assertThatThrownBy(() -> parse("(".repeat(17) + "UA" + ")".repeat(17)))
                .hasMessageContaining("at character 17: ");
        assertThatThrownBy(() -> parse("(".repeat(4096))).isInstanceOf(RuleException.class);
    }

    @Test
    void parse_partyInTwoClauses_mayStandInBoth() throws RuleException {
        assertThat(parse("2 of (UA, US) and 2 of (UA, NO)").holds(Set.of("UA", "US", "NO")))
                .isTrue();
    }

    @Test
    void tally_clauses_sayWhoIsMissing() throws RuleException {
        Tally tally = parse("UA and 2 of coalition").tally(Set.of("UA", "FR"));
        assertThat(tally.holds()).isFalse();
        assertThat(tally.clauses().get(1))
                .isEqualTo(new Tally("2 of coalition", false, 2, List.of("FR"), List.of("NO", "GB"), List.of()));
    }

    @Test
    void count_membersTwice_isNoRule() {
        assertThatThrownBy(() -> new Rule.Count(1, "(UA, UA)", List.of("UA", "UA")))
                .hasMessage("members: [UA, UA] (expected: distinct)");
        assertThatThrownBy(() -> new Rule.Count(3, "(UA, US)", List.of("UA", "US")))
                .hasMessage("k: 3 (expected: 1 to 2)");
        assertThatThrownBy(() -> new Rule.And(List.of(new Rule.Named("UA")))).hasMessage("rules: 1 (expected: >= 2)");
    }

    @Test
    void isName_keywordsNumbersAndStrangeSigns_areNone() {
        assertThat(List.of("UA", "A-1", "coalition", "witness.example/w1", "12th"))
                .allMatch(RuleNames::isName);
        assertThat(List.of("and", "or", "of", "all", "any", "12", "", "a b", "a+b", "é", "("))
                .noneMatch(RuleNames::isName);
    }

    @Test
    void isName_firstAndLastOfEachRange_areNameCharacters() {
        assertThat("AZaz09-_./".chars().mapToObj(c -> "x" + (char) c)).allMatch(RuleNames::isName);
        assertThat("@[`{/:,(+".chars().filter(c -> c != '/').mapToObj(c -> "x" + (char) c))
                .noneMatch(RuleNames::isName);
    }

    @Test
    void parse_firstAndLastOfEachRange_areReadAsWords() throws RuleException {
        List<String> words = List.of("xA", "xZ", "xa", "xz", "x0", "x9", "x-", "x_", "x.", "x/", "A", "Z", "z");
        for (String word : words) {
            assertThat(RuleParser.parse(word, RuleNames.of(Set.of(word)))).isEqualTo(new Rule.Named(word));
        }
        for (char beside : "@[`{:+".toCharArray()) {
            assertThatThrownBy(() -> parse("UA" + beside))
                    .isInstanceOf(RuleException.class)
                    .hasMessage(String.format(
                            "at character 3: character U+%04X (expected: a name, a count, a parenthesis or a comma)",
                            (int) beside));
        }
    }

    @Test
    void parse_counts_areReadWithinTheSet() throws RuleException {
        List<String> ten = List.of("A", "B", "C", "D", "E", "F", "G", "H", "I", "J");
        RuleNames names = new RuleNames(Set.copyOf(ten), Map.of("ten", ten));
        assertThat(RuleParser.parse("10 of ten", names)).isEqualTo(new Rule.Count(10, "ten", ten));
        assertThat(RuleParser.parse("9 of ten", names)).isEqualTo(new Rule.Count(9, "ten", ten));
        for (String count : List.of("0", "11", "01", "00010", "99999999999")) {
            assertThatThrownBy(() -> RuleParser.parse(count + " of ten", names))
                    .hasMessage("at character 1: count: " + count + " (expected: 1 to 10, the members of the set)");
        }
    }

    @Test
    void parse_longestDigits_areRead() throws RuleException {
        List<String> many = IntStream.range(0, 1000).mapToObj(i -> "p" + i).collect(Collectors.toList());
        RuleNames names = new RuleNames(Set.copyOf(many), Map.of("many", many));
        assertThat(RuleParser.parse("1000 of many", names)).isEqualTo(new Rule.Count(1000, "many", many));
    }

    @Test
    void parse_longestText_isRead() throws RuleException {
        String padded = "UA" + " ".repeat(RuleParser.MAX_LENGTH - 2);
        assertThat(parse(padded)).isEqualTo(new Rule.Named("UA"));
        assertThatThrownBy(() -> parse(padded + " "))
                .hasMessage("at character 4097: a rule of 4097 characters (expected: <= 4096)");
    }

    @Test
    void parse_wrongWords_areShownInTheSentence() {
        assertThatThrownBy(() -> parse("UA US")).hasMessage("at character 4: 'US' (expected: 'and', 'or' or the end)");
        assertThatThrownBy(() -> parse("UA and"))
                .hasMessage("at character 7: the end (expected: a name, a count or '(')");
        assertThatThrownBy(() -> parse("2 of UA"))
                .hasMessage("at character 6: 'UA' is not a group (expected: a group, or a list in parentheses)");
        assertThatThrownBy(() -> parse("2 of XX"))
                .hasMessage(
                        "at character 6: unknown group 'XX' (expected: a group of the charter, or a list in parentheses)");
        assertThatThrownBy(() -> parse("2 of ,")).hasMessage("at character 6: ',' (expected: a group or '(')");
        assertThatThrownBy(() -> parse("x".repeat(40))).hasMessageContaining("'" + "x".repeat(40) + "'");
        assertThatThrownBy(() -> parse("x".repeat(41))).hasMessageContaining("'" + "x".repeat(40) + "…'");
    }

    @Test
    void parse_emptyGroup_isUnknown() {
        RuleNames names = new RuleNames(Set.of("UA"), Map.of("none", List.of()));
        assertThatThrownBy(() -> RuleParser.parse("any of none", names)).hasMessageContaining("unknown group 'none'");
    }

    @Test
    void shortfall_clauses_sayWhatWouldMeetThem() throws RuleException {
        Rule rule = parse("UA and 2 of coalition");
        assertThat(rule.tally(Set.of()).shortfall()).isEqualTo("UA, and 2 more of NO, GB, FR");
        assertThat(rule.tally(Set.of("UA", "NO")).shortfall()).isEqualTo("1 more of GB, FR");
        assertThat(rule.tally(Set.of("NO", "GB")).shortfall()).isEqualTo("UA");
        assertThat(rule.tally(Set.of("UA", "NO", "GB")).shortfall()).isEmpty();
        assertThat(parse("UA or US").tally(Set.of()).shortfall()).isEqualTo("UA, or US");
        assertThat(parse("all of coalition").tally(Set.of("GB")).shortfall()).isEqualTo("NO, FR");
        assertThat(parse("UA or US and NO").tally(Set.of("US")).shortfall()).isEqualTo("UA, or NO");
    }

    private static Rule parse(String text) throws RuleException {
        return RuleParser.parse(text, NAMES);
    }
}
