package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the limits of a charter lie: what is just within them is taken, what is just beyond is not. In the tables, {@code N×x} stands for N times x. */
class CharterEdgesTest {
    private static final String SAMPLE = SampleCharter.withoutKeys(3600).text();
    private static final String ACTUAL =
            SampleCharter.actual(SampleCharter::nameHash).text();

    private static List<Problem> problems(String base, String... swaps) {
        String text = base;
        for (int i = 0; i < swaps.length; i += 2) {
            assertThat(text).contains(swaps[i]);
            text = text.replace(swaps[i], written(swaps[i + 1]));
        }
        CharterParse parse = CharterParser.parse(text.getBytes(StandardCharsets.UTF_8));
        return parse instanceof CharterParse.Unsound unsound ? unsound.problems() : List.of();
    }

    private static String written(String cell) {
        int times = cell.indexOf('×');
        if (times < 0) {
            return cell;
        }
        int digits = times;
        while (digits > 0 && Character.isDigit(cell.charAt(digits - 1))) {
            digits--;
        }
        return cell.substring(0, digits)
                + cell.substring(times + 1, times + 2).repeat(Integer.parseInt(cell.substring(digits, times)))
                + cell.substring(times + 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"Ceasefire enforcement plan\"  | \"200×x\"            | \"201×x\"",
                "hub.exercise.example/ceasefire  | !~                   | !~+",
                "hub.exercise.example/ceasefire  | 255×o                | 256×o",
                "name = \"Kyiv\"                 | name = \"100×K\"     | name = \"101×K\"",
                "2041-02-24T00:00:00Z            | 9999-12-31T23:59:59Z | 9999-12-31T23:59:59.9995Z",
                "2041-02-24T00:00:00Z            | 2041-02-24T00:00:00.001Z | 2041-02-24T00:00:00.0001Z",
                "2041-02-24T00:00:00Z            | 1970-01-01T00:00:00Z | 1969-12-31T23:59:59Z",
                "2041-02-24T00:00:00Z            | 2041-02-24T00:00:00Z | 2041-02-24T00:00:00+01:00",
                "time_scale = 3600               | time_scale = 3600    | time_scale = 1000001",
                "skew      = \"5s\"              | skew      = \"12s\"  | skew      = \"12001ms\"",
                "valid_for_at_most = \"72h\"     | valid_for_at_most = \"72h\" | valid_for_at_most = \"259200001ms\"",
            })
    void parse_oneStep_isBetweenSoundAndUnsound(String place, String within, String beyond) {
        assertThat(problems(SAMPLE, place, within)).isEmpty();
        assertThat(problems(SAMPLE, place, beyond)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "act_within   = \"24h\" | act_within   = \"2h\" | 1000 | [[tier]] 1: act_within 2h",
                "not_before   = \"72h\" | not_before   = \"1h\" | 500  | [[tier]] 3: not_before 1h",
                "lapses_after = \"48h\" | lapses_after = \"3h\" | 1500 | [[tier]] 2: lapses_after 3h",
                "incident_open_for = \"30d\" | incident_open_for = \"1h\" | 500 | incident_open_for 1h",
            })
    void skew_isAtMostHalfOfTheShortestDuration(String place, String shortest, long half, String named) {
        assertThat(problems(SAMPLE, place, shortest, "skew      = \"5s\"", "skew      = \"" + half + "ms\""))
                .isEmpty();
        assertThat(problems(SAMPLE, place, shortest, "skew      = \"5s\"", "skew      = \"" + (half + 1) + "ms\""))
                .containsExactly(new Problem(
                        "skew",
                        (half + 1) + "ms (expected: <= " + half + "ms, half of the shortest duration, " + named
                                + " divided by time_scale 3600)"));
    }

    @ParameterizedTest
    @CsvSource({"43200000, 0", "43200001, 1"})
    void skew_ofAnActualCharter_isHeldAgainstRealTime(long skewMs, int count) {
        List<Problem> problems = problems(ACTUAL, "skew      = \"5s\"", "skew      = \"" + skewMs + "ms\"");
        assertThat(problems).hasSize(count);
        assertThat(problems)
                .allSatisfy(p -> assertThat(p.sentence())
                        .isEqualTo("43200001ms (expected: <= 43200000ms, half of the shortest duration, "
                                + "[[tier]] 1: lapses_after 24h)"));
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "6, 1"})
    void desks_sevenKeysOnAllTogether_areTheLimit(int more, int count) {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < more; i++) {
            keys.append("\", \"").append(SampleCharter.nameHash("another " + i).fingerprint());
        }
        String last = SampleCharter.nameHash("GB/minister").fingerprint();
        assertThat(problems(SAMPLE, last, last + keys)).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "time_scale = 3600 | time_scale = \"x\"                          | time_scale | 'x' (expected: 1 to 1000000)",
                "time_scale = 3600 | time_scale = [1]                            | time_scale | a list (expected: 1 to 1000000)",
                "time_scale = 3600 | time_scale = { a = 1 }                      | time_scale | a table (expected: 1 to 1000000)",
                "time_scale = 3600 | time_scale = \"60×x\"                       | time_scale | '60×x' (expected: 1 to 1000000)",
                "time_scale = 3600 | time_scale = \"61×x\"                       | time_scale | '60×x…' (expected: 1 to 1000000)",
                "clock     = \"finding violation\" | clock     = \"finding expanded\" | clock | 'finding expanded' (expected: ",
            })
    void problem_wrongValue_isShownAsItWasRead(String place, String wrong, String key, String sentence) {
        assertThat(problems(SAMPLE, place, wrong)).singleElement().satisfies(p -> {
            assertThat(p.place()).isEqualTo(key);
            assertThat(p.sentence()).startsWith(written(sentence));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name = \"violation\" | name = \"something\" | clock",
            })
    void clock_ofAFindingThatTheCharterLacks_isAProblem(String place, String other, String key) {
        assertThat(problems(SAMPLE, place, other)).extracting(Problem::place).contains(key);
    }
}
