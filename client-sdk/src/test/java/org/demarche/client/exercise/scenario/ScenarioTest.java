package org.demarche.client.exercise.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.demarche.charter.SampleCharter;
import org.demarche.proto.v1.FindingKind;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    @Test
    void shippedScenario_underTheSampleCharter_fits() throws Exception {
        Scenario scenario = Scenario.parse(shipped());

        scenario.check(
                SampleCharter.withoutKeys(7200).witnessedBy("NO", "GB", "US").charter());

        assertThat(scenario.steps()).hasSizeGreaterThan(30);
    }

    @Test
    void faults_ofEveryKind_areToldAtOnce() {
        String toml = """
                title = "t"
                extra = 1
                [[step]]
                when = "in force and tomorrow"
                does = "report"
                latitude = 91
                longitude = 1.5
                text = "x"
                [[step]]
                who = "UA"
                does = "dance"
                [[step]]
                who = "UA"
                does = "concur"
                tier = 0
                colour = "red"
                expect = "BECAUSE"
                """;

        assertThat(problems(toml))
                .containsExactlyInAnyOrder(
                        "step 1, when: \"tomorrow\" (expected: a condition, such as in force, T+26h or tier 1 active)",
                        "step 1, who: missing",
                        "step 1, category: missing",
                        "step 1, latitude: 91 (expected: degrees from -90 to 90)",
                        "step 2, does: \"dance\" (expected: assent, declare, pledge, meet, report, find, warn, measures, propose, stand down, "
                                + "concur, decline, receive, message, send again, stay silent or stop witness)",
                        "step 3, tier: 0 (expected: a whole number from 1 to 99)",
                        "step 3, colour: unknown key",
                        "step 3, expect: \"BECAUSE\" (expected: a reason for refusal, such as NOT_ENTITLED)",
                        "scenario, extra: unknown key");
    }

    @Test
    void check_whatTheCharterDoesNotHave_isToldAtOnce() throws Exception {
        Scenario scenario = Scenario.parse("""
                title = "t"
                [[step]]
                when = "T+71h and tier 7 active"
                who = ["XX", "NO/cellar"]
                does = "concur"
                tier = 4
                [[step]]
                who = "US"
                does = "meet"
                of = "nothing"
                condition = 1
                [[step]]
                who = ["GB", "NO"]
                does = "stop witness"
                text = "stops its witness."
                """);

        ScenarioException faults = catchThrowableOfType(
                ScenarioException.class,
                () -> scenario.check(
                        SampleCharter.withoutKeys(7200).witnessedBy("GB", "US").charter()));

        assertThat(faults.problems())
                .containsExactly(
                        "step 1, \"XX\" (expected: a party, group or desk of the charter)",
                        "step 1, \"NO/cellar\" (expected: a party, group or desk of the charter)",
                        "step 1, tier: 4 (expected: a tier of the charter)",
                        "step 1, when: T+71:00 (expected: at least 2 hours from the 72h of tier 3)",
                        "step 1, when: tier 7 active (expected: a tier of the charter)",
                        "step 2, of: \"nothing\" (expected: the name of an earlier step)",
                        "step 3, who: NO (expected: a party that runs a witness of the charter)");
    }

    @Test
    void actors_groupsAndExceptions_areInTheChartersOrder() throws Exception {
        Step step = Scenario.parse("""
                title = "t"
                [[step]]
                who = ["monitors/*", "UA/minister", "US"]
                except = ["SE", "NO/watch", "FR", "TR"]
                does = "receive"
                tier = 1
                """).steps().get(0);

        assertThat(step.actors(SampleCharter.withoutKeys(7200).charter()))
                .extracting(Actor::toString)
                .containsExactly("UA/minister", "US/watch", "NO/minister", "GB/watch", "GB/minister");
    }

    @Test
    void condition_ofEveryForm_isReadAndPrinted() {
        assertThat(List.of(
                        "in force",
                        "incident closed",
                        "expanded attack established",
                        "T+26:30",
                        "tier 3 quorum met",
                        "tier 1 stood down"))
                .allSatisfy(text -> assertThat(Condition.parse(text))
                        .map(Condition::toString)
                        .contains(text));
        assertThat(Condition.parse("T+26h")).contains(new Condition.Since(26 * 60));
        assertThat(Condition.parse("violation established"))
                .contains(new Condition.Established(FindingKind.FINDING_KIND_VIOLATION));
        assertThat(Condition.parse("tier 0 active")).isEmpty();
        assertThat(Condition.parse("T+26:60")).isEmpty();
    }

    @Property
    void anyText_isReadOrRefused(@ForAll String text) {
        assertThat(catchThrowableOfType(ScenarioException.class, () -> Scenario.parse(text))
                        .problems())
                .isNotEmpty();
    }

    private static List<String> problems(String toml) {
        return catchThrowableOfType(ScenarioException.class, () -> Scenario.parse(toml))
                .problems();
    }

    private static String shipped() throws IOException {
        try (InputStream in = ScenarioTest.class.getResourceAsStream("/exercise/ceasefire.toml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void parse_numberOfNineteenDigits_isRefused() {
        assertThat(problems("""
                title = "t"
                [[step]]
                who = ["UA/watch"]
                does = "propose"
                tier = 1000000000000000001
                """)).containsExactly("line 5: a number of more than 18 digits (expected: at most 18)");
    }
}
