package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CharterSuccessionTest {
    private static final SampleCharter FIRST = SampleCharter.withoutKeys(3600);
    private static final Charter CURRENT = FIRST.charter();
    private static final String NEXT = FIRST.following(CURRENT.hash()).text();

    @Test
    void check_nextVersion_mayBeProposed() {
        assertThat(CharterSuccession.check(CURRENT, SampleCharter.parse(NEXT))).isEmpty();
    }

    @Test
    void check_otherPartiesRulesAndLogKeys_mayBeProposed() {
        String other = NEXT.replace("UA and US and 10 of coalition", "UA and 9 of coalition")
                .replace("name = \"Oslo\"", "name = \"Kristiania\"")
                .replace(
                        SampleCharter.nameHash("log/ed25519").fingerprint(),
                        SampleCharter.nameHash("new").fingerprint())
                .replace("not_before   = \"72h\"", "not_before   = \"96h\"");
        assertThat(CharterSuccession.check(CURRENT, SampleCharter.parse(other))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void check_whatASuccessorKeeps_changed(String place, String text, String part) {
        List<Problem> problems = CharterSuccession.check(CURRENT, SampleCharter.parse(text));
        assertThat(problems).singleElement().satisfies(p -> {
            assertThat(p.place()).isEqualTo(place);
            assertThat(p.sentence()).contains(part);
        });
    }

    static Stream<Arguments> check_whatASuccessorKeeps_changed() {
        return Stream.of(
                Arguments.of("version", NEXT.replace("version  = 2", "version  = 3"), "3 (expected: 2, "),
                Arguments.of(
                        "previous",
                        NEXT.replace(
                                CURRENT.hash().hex(),
                                SampleCharter.nameHash("x").hex()),
                        "the charter in force"),
                Arguments.of(
                        "time_scale",
                        NEXT.replace("time_scale = 3600", "time_scale = 3599"),
                        "3599 (expected: 3600, which a successor keeps)"),
                Arguments.of(
                        "clock",
                        NEXT.replace("\"finding violation\"", "\"first report\""),
                        "first report (expected: finding violation"),
                Arguments.of(
                        "[log]: origin",
                        NEXT.replace("hub.exercise.example/ceasefire", "other.example/x"),
                        "(expected: hub.exercise.example/ceasefire"),
                Arguments.of(
                        "[[tier]]: number", NEXT.replace("number = 3", "number = 4"), "[1, 2, 4] (expected: [1, 2, 3]"),
                Arguments.of("charter", NEXT + "#" + "x".repeat(CharterSuccession.MAX_BYTES), "fits into a notice"));
    }

    @Test
    void check_exerciseBecomesActual_isRefused() {
        Charter actual = SampleCharter.actual(SampleCharter::nameHash)
                .following(CURRENT.hash())
                .charter();
        assertThat(CharterSuccession.check(CURRENT, actual))
                .extracting(Problem::place)
                .contains("status", "time_scale");
    }
}
