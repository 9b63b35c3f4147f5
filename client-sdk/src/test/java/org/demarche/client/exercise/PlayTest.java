package org.demarche.client.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.demarche.client.exercise.forge.Attempt;
import org.demarche.client.exercise.forge.Forger;
import org.demarche.client.exercise.forge.LogCopy;
import org.demarche.client.exercise.report.ReportPage;
import org.demarche.client.exercise.report.Story;
import org.demarche.client.exercise.scenario.Scenario;
import org.demarche.evidence.BundleWriter;
import org.demarche.evidence.Check;
import org.demarche.evidence.Code;
import org.demarche.evidence.Report;
import org.demarche.evidence.Status;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.IncidentPhase;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ProposalState;
import org.demarche.proto.v1.TierState;
import org.junit.jupiter.api.Test;

class PlayTest {
    private static final int PACE = 7200;
    private static final long HOUR_MS = 3_600_000L / PACE;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final LedgerStage stage = new LedgerStage(CharterTemplate.shipped(), PACE);
    private final Chronicle chronicle =
            new Chronicle(stage.charter, new Timeline(stream(), stage.charter, new Timeline.Screen(false, false)));

    @Test
    void shippedScenario_played_threeTiersActivateAndTheThirdWaitsFor72Hours() throws Exception {
        IncidentState state = stage.incident(play(Optional.empty())).orElseThrow();

        long startedMs = chronicle.clock().startedMs().orElseThrow();
        assertThat(state.getTiersList()).allMatch(t -> t.getActivatedAtMs() != 0 && t.getStoodDownAtMs() != 0);
        assertThat(state.getTiers(0).getActivatedAtMs()).isLessThan(startedMs + 24 * HOUR_MS);
        assertThat(state.getTiers(0).getAnswered()).isTrue();
        assertThat(state.getTiers(2).getActivatedAtMs()).isEqualTo(startedMs + 72 * HOUR_MS);
        assertThat(state.getPhase()).isEqualTo(IncidentPhase.INCIDENT_PHASE_CLOSED);
        ProposalState third = state.getProposals(2);
        assertThat(third.getDecliningList()).containsExactly("IS");
        assertThat(third.getConcurringList())
                .doesNotContain("NL", "IS")
                .contains("DK", "UA", "US")
                .hasSize(18);
        assertThat(text())
                .contains("REFUSED, CHARTER_NOT_IN_FORCE")
                .contains("missing: US")
                .contains("REFUSED, NOT_ENTITLED")
                .contains("tier 3 quorum MET · waits for: pledge US binding-commitment and the 72h to pass")
                .contains("It is entry ")
                .contains("T+72:00")
                .contains("THE INCIDENT IS CLOSED");
    }

    @Test
    void operatorWithTheLogsKeys_rewritesHistory_isFoundOutButBeyondTheLastAnchor() throws Exception {
        Sha256 incident = play(Optional.empty());
        IncidentState state = stage.incident(incident).orElseThrow();
        TierState third = state.getTiers(2);
        SignatureVerifier verifier = SignatureVerifier.bouncyCastle();
        LogCopy log = LogCopy.sign(
                stage.entries, stage.charter.log().origin(), stage.logKey, Instant.ofEpochMilli(stage.nowMs()));
        byte[] honest = BundleWriter.incident(log, incident, third.getActivatedIndex());

        Report proven = Verification.verify(honest, stage.charter.hash(), Optional.empty(), verifier);
        List<Attempt> attempts = new Forger(
                        stage.charter, log, stage.logKey, verifier, () -> Instant.ofEpochMilli(stage.nowMs()))
                .attempts(incident, third.getActivatedIndex(), state.getClockStartedIndex());

        assertThat(proven.verdict().code()).isEqualTo(Code.PROVEN);
        assertThat(attempts).hasSize(4);
        assertThat(attempts.subList(0, 3))
                .allMatch(a -> a.report().verdict().code() == Code.NOT_INCLUDED && !a.beyondAnchors());
        assertThat(attempts.get(0).report().step(Check.CHAINS).status()).isEqualTo(Status.FAILED);
        assertThat(attempts.get(1).report().step(Check.INCLUSION).status()).isEqualTo(Status.FAILED);
        assertThat(attempts.get(2).report().step(Check.INCLUSION).status()).isEqualTo(Status.FAILED);
        assertThat(attempts.get(3).beyondAnchors()).isTrue();
        assertThat(attempts.get(3).refused()).isFalse();
        assertPage(story(state, attempts));
    }

    @Test
    void conditionMetAfter72Hours_activatesThen_isProvenByTheNextEntryOfTheIncident() throws Exception {
        Scenario late = Scenario.parse(Resources.text(Playthrough.SHIPPED_SCENARIO)
                .replace("T+75h", "T+78h")
                .replace("T+64h", "T+75h")
                .replace("by   = \"T+69h\"\n", ""));
        late.check(stage.charter);
        Sha256 incident = new Play(late, stage.charter, stage, chronicle, Optional.empty(), Runnable::run).run();
        TierState third = stage.incident(incident).orElseThrow().getTiers(2);
        LogCopy log = LogCopy.sign(
                stage.entries, stage.charter.log().origin(), stage.logKey, Instant.ofEpochMilli(stage.nowMs()));

        byte[] bundle = BundleWriter.incident(log, incident, log.firstOf(incident, third.getActivatedIndex()));
        Report report =
                Verification.verify(bundle, stage.charter.hash(), Optional.empty(), SignatureVerifier.bouncyCastle());

        assertThat(report.verdict().code()).isEqualTo(Code.PROVEN);
        assertThat(report.verdict().sentence()).contains("tier 3").contains("active since");
    }

    @Test
    void quorumOfTier3After72Hours_playEndsAndSaysThatItHasNotGoneAsPlanned() throws Exception {
        Scenario late = Scenario.parse(Resources.text(Playthrough.SHIPPED_SCENARIO)
                .replace("when = \"tier 3 quorum met\"", "when = \"tier 3 quorum met and T+69:30\""));
        late.check(stage.charter);
        assertThatThrownBy(() -> new Play(late, stage.charter, stage, chronicle, Optional.empty(), Runnable::run).run())
                .isInstanceOf(PlayException.class)
                .hasMessageContaining("could begin only at T+69:3")
                .hasMessageContaining("(expected: by T+68:00)");
    }

    private Story story(IncidentState state, List<Attempt> attempts) {
        return new Story(
                "<script>alert(1)</script>",
                stage.charter,
                chronicle.clock(),
                state,
                chronicle.happenings(),
                chronicle.assented(),
                stage.entries.size(),
                List.of(),
                attempts,
                "demarche verify");
    }

    private static void assertPage(Story story) {
        String page = ReportPage.of(story);
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("http://", "https://", "src=", "@import")
                .contains("prefers-color-scheme: dark", "@media print")
                .contains("Active T+72:00")
                .contains("Reykjavik");
    }

    @Test
    void personWhoDeclines_playsOslo_declineIsInTheState() throws Exception {
        Human oslo = new Human(
                "NO", "Oslo", new ByteArrayInputStream("what?\nd\nd\nd\n".getBytes(StandardCharsets.UTF_8)), stream());

        IncidentState state = stage.incident(play(Optional.of(oslo))).orElseThrow();

        assertThat(state.getProposals(1).getDecliningList()).containsExactly("NO");
        assertThat(state.getTiers(2).getActivatedAtMs()).isNotZero();
        assertThat(text())
                .contains("OSLO, IT IS YOUR TURN")
                .contains("\"what?\" (expected: c to concur, d to decline)");
    }

    @Test
    void personWhoSaysNothing_playsOslo_planGoesOn() throws Exception {
        Human oslo = new Human("NO", "Oslo", new ByteArrayInputStream(new byte[0]), stream());

        IncidentState state = stage.incident(play(Optional.of(oslo))).orElseThrow();

        assertThat(state.getProposalsList())
                .allMatch(p -> !p.getConcurringList().contains("NO"));
        assertThat(state.getTiersList()).allMatch(t -> t.getActivatedAtMs() != 0);
        assertThat(text()).contains("Oslo  has not answered in time. Silence is not consent.");
    }

    @Test
    void refusalThatIsExpected_doesNotCome_playEnds() {
        String toml = """
                title = "t"
                [[step]]
                who = "all"
                does = "assent"
                [[step]]
                when = "in force"
                who = "UA"
                does = "message"
                text = "EXERCISE."
                expect = "NOT_ENTITLED"
                """;

        assertThatThrownBy(() -> new Play(
                                Scenario.parse(toml), stage.charter, stage, chronicle, Optional.empty(), Runnable::run)
                        .run())
                .isInstanceOf(PlayException.class)
                .hasMessageContaining("step 2 was taken as entry 21 (expected: refused, NOT_ENTITLED)");
    }

    private Sha256 play(Optional<Human> human) throws Exception {
        Scenario scenario = Scenario.parse(Resources.text(Playthrough.SHIPPED_SCENARIO));
        scenario.check(stage.charter);
        return new Play(scenario, stage.charter, stage, chronicle, human, Runnable::run).run();
    }

    private PrintStream stream() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    /** What was printed, with line breaks within a paragraph taken out. */
    private String text() {
        return printed.toString(StandardCharsets.UTF_8).replaceAll("\\s*\\n\\s{30,}", " ");
    }
}
