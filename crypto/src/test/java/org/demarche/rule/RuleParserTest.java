package org.demarche.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static Rule parse(String text) throws RuleException {
        return RuleParser.parse(text, NAMES);
    }
}
