package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sound charter may say, but hardly means. */
class OdditiesTest {
    private static final String SAMPLE = SampleCharter.withoutKeys(3600).text();

    private static List<String> remarks(String text) {
        CharterParse parse = CharterParser.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(parse).as(parse.toString()).isInstanceOf(CharterParse.Sound.class);
        return ((CharterParse.Sound) parse).remarks();
    }

    private static Stream<String> odd(String text) {
        List<String> usual = remarks(SAMPLE);
        return remarks(text).stream().filter(r -> !usual.contains(r));
    }

    @Test
    void remark_rightThatNoDeskHas_namesIt() {
        assertThat(odd(SAMPLE.replace("\"warn\", ", "")))
                .containsExactly("No desk of any party has the right 'warn', which the plan needs.");
        assertThat(odd(SAMPLE.replace("\"measures\", ", "")))
                .containsExactly("No desk of any party has the right 'measures', which the plan needs.");
        assertThat(odd(SAMPLE.replace("\"warn\", ", "").replace("answered_by  = [\"warning\", \"measures\"]\n", "\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"71h, 1", "72h, 1", "73h, 0"})
    void remark_overdueBeforeItCanBeActivated_isSaid(String actWithin, int count) {
        assertThat(odd(SAMPLE.replace(
                        "not_before   = \"72h\"\n", "not_before   = \"72h\"\nact_within = \"" + actWithin + "\"\n")))
                .hasSize(count)
                .allMatch("Tier 3 is overdue (act_within) before it can be activated (not_before)."::equals);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 of (GB-w, FR-w, NO-w)           | 1 | -1",
                "2 of (GB-w, FR-w, NO-w)           | 2 | 2",
                "GB-w and 1 of (FR-w, NO-w)        | 1 | -1",
                "GB-w and 1 of (FR-w, NO-w)        | 2 | 2",
                "GB-w or 2 of (FR-w, NO-w)         | 1 | 1",
                "GB-w and FR-w or FR-w and NO-w    | 1 | -1",
                "GB-w and FR-w and NO-w            | 2 | -1",
            })
    void remark_ruleThatLiarsAloneCouldMeet_boundsNoTime(String rule, int liars, int enough) {
        String text =
                SampleCharter.withoutKeys(3600).witnessedBy("GB", "FR", "NO").text();
        String line = text.lines()
                .filter(l -> l.startsWith("witnessed = "))
                .findFirst()
                .orElseThrow();
        assertThat(odd(text.replace(line, "witnessed = \"" + rule + "\"\nliars = " + liars))
                        .filter(r -> r.contains("bounds no time")))
                .hasSize(enough < 0 ? 0 : 1)
                .allMatch(r -> r.equals("The rule of witnesses can hold with " + enough
                        + " of them, no more than may lie (liars " + liars + "); then it bounds no time."));
    }

    @Test
    void remark_witnessOutsideTheRule_countsForNothing() {
        String text =
                SampleCharter.withoutKeys(3600).witnessedBy("GB", "FR", "NO").text();
        String line = text.lines()
                .filter(l -> l.startsWith("witnessed = "))
                .findFirst()
                .orElseThrow();
        assertThat(odd(text.replace(line, "witnessed = \"GB-w and FR-w\"")))
                .contains("The witness NO-w does not stand in the rule of witnesses; its word counts for nothing.");
    }
}
