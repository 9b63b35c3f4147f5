package org.demarche.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.demarche.rule.Rule;
import org.junit.jupiter.api.Test;

class GaugeTest {
    private static final Rule COALITION = new Rule.Count(
            3, "coalition", IntStream.range(0, 12).mapToObj(i -> "P" + i).toList());

    private static Gauge gauge(Rule rule, String... present) {
        return Gauge.of(rule.tally(Set.of(present)));
    }

    @Test
    void of_severalClauses_countsEachByItself() {
        Gauge gauge =
                gauge(new Rule.And(List.of(new Rule.Named("UA"), new Rule.Named("US"), COALITION)), "UA", "P1", "P2");
        assertThat(gauge.met()).isFalse();
        assertThat(gauge.clauses()).extracting(Gauge.Clause::words).containsExactly("UA ✔", "US ○", "coalition 2/3");
        assertThat(gauge.have()).isEqualTo(3);
        assertThat(gauge.need()).isEqualTo(5);
        assertThat(gauge.missing()).isEqualTo("US, and 1 more of coalition");
    }

    @Test
    void of_moreThanNeeded_isNeverMoreThanFull() {
        Gauge gauge = gauge(COALITION, "P1", "P2", "P3", "P4");
        assertThat(gauge.met()).isTrue();
        assertThat(gauge.have()).isEqualTo(3);
        assertThat(gauge.clauses().get(0).words()).isEqualTo("coalition 4/3");
        assertThat(gauge.missing()).isEmpty();
    }

    @Test
    void of_alternatives_showsTheNearest() {
        Rule rule = new Rule.Or(List.of(COALITION, new Rule.Count("all", 2, "(UA, US)", List.of("UA", "US"))));
        assertThat(gauge(rule, "UA").clauses()).extracting(Gauge.Clause::words).containsExactly("(UA, US) 1/2");
        assertThat(gauge(rule, "UA").missing()).isEqualTo("3 more of coalition, or US");
    }

    @Test
    void of_aFewMissing_namesThem() {
        Rule few = new Rule.Count(2, "monitors", List.of("GB", "FR", "NO"));
        assertThat(gauge(few, "GB").missing()).isEqualTo("1 more of FR, NO");
        assertThat(gauge(few).missing()).isEqualTo("2 more of GB, FR, NO");
    }
}
