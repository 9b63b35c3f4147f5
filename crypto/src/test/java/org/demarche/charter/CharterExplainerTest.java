package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharterExplainerTest {
    @Test
    void explain_exercise_saysWhatAnAmbassadorAsks() {
        assertThat(CharterExplainer.explain(SampleCharter.withoutKeys(3600).charter()))
                .contains(
                        "The time of the plan runs 3600 times as fast as the clock: 72 hours of the plan pass in 72 seconds.",
                        "It is in force once Kyiv (UA), Washington (US) and at least 10 of the 18 parties of coalition have assented; a successor needs this too, besides what it asks"
                                + " for itself.",
                        "The finding \"violation\" is established while Washington (US) and at least 2 of the 5 parties of monitors confirm it.",
                        "An incident's clock starts when the finding \"violation\" is established, and stops when that finding is lost.",
                        "Before tier 3 can be activated, tier 1 must have been activated, the finding \"expanded attack\" must be established, a pledge of Washington (US) to"
                                + " binding-commitment must be in force and 72 hours (72 seconds of this exercise) must have passed on the incident's clock.",
                        "It is activated when it has been proposed and Kyiv (UA), Washington (US) and at least 11 of the 18 parties of coalition concur, each on 2 different desks.",
                        "It is answered when a diplomatic warning and measures to stop the violation have been reported.",
                        "It is overdue when it is not active and answered 24 hours (24 seconds of this exercise) after the clock started; it remains possible.",
                        "No witness is named: time and history are the hub's word.");
    }

    @Test
    void explain_actualCharter_saysSoAndSpeaksOfNoExercise() {
        List<String> sentences = CharterExplainer.explain(
                SampleCharter.actual(SampleCharter::nameHash).charter());
        assertThat(sentences.get(0)).contains("for ACTUAL use");
        assertThat(String.join(" ", sentences)).doesNotContainIgnoringCase("exercise ");
    }

    @Test
    void explain_alternatives_areToldApart() {
        Charter charter = SampleCharter.parse(SampleCharter.withoutKeys(1)
                .text()
                .replace("\"UA and US\"", "\"UA and (US or all of monitors) or any of (GB, FR)\"")
                .replace("desks        = 2\n", ""));
        assertThat(CharterExplainer.explain(charter))
                .contains(
                        "It is stood down when either (Kyiv (UA) and (either Washington (US) or all 5 parties of monitors)) or any one of London (GB) and Paris (FR) concur.");
    }

    @Test
    void explain_everySentence_isOneThatEnds() {
        assertThat(CharterExplainer.explain(SampleCharter.withoutKeys(60)
                        .witnessedBy("GB", "FR")
                        .timestampedBy("alpha", "beta")
                        .charter()))
                .allSatisfy(
                        s -> assertThat(s).endsWith(".").doesNotContain("  ").doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exercise", "actual"})
    void explain_wholeCharter_readsAsTheCommittedText(String name) throws IOException {
        SampleCharter charter = name.equals("exercise")
                ? SampleCharter.withoutKeys(60).witnessedBy("GB", "FR", "NO").timestampedBy("alpha", "beta")
                : SampleCharter.actual(SampleCharter::nameHash);
        assertThat(CharterExplainer.explain(charter.charter()))
                .containsExactlyElementsOf(
                        Files.readAllLines(Path.of("src/test/resources/explained/" + name + ".txt")));
    }
}
