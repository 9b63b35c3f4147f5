package org.demarche.client.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
                .contains("the start of the clock is witnessed by GB-w, NO-w and US-w, stamped by alpha and bravo")
                .contains("the activation of tier 1 is witnessed by GB-w, NO-w and US-w, stamped by alpha and bravo")
                .contains("Washington  stops its witness.")
                .contains("the activation of tier 3 is witnessed by GB-w and NO-w, stamped by alpha and bravo")
                .contains("THE INCIDENT IS CLOSED");
    }

    @Test
    void tooFewWitnesses_nobodyVouches_playEndsAndSaysWhatIsMissing() {
        stage.stopWitness("NO");

        assertThatThrownBy(() -> play(Optional.empty()))
                .isInstanceOf(PlayException.class)
                .hasMessage(
                        "the activation of tier 2 is not witnessed and stamped as the charter asks, 60 s after the play's last step"
                                + "; the witnesses at work: [GB-w]");
    }

    @Test
    void operatorWithTheLogsKeys_rewritesHistory_isRefusedEveryTime() throws Exception {
        Sha256 incident = play(Optional.empty());
        IncidentState state = stage.incident(incident).orElseThrow();
        TierState third = state.getTiers(2);
        SignatureVerifier verifier = SignatureVerifier.bouncyCastle();
        LogCopy log = LogCopy.sign(
                stage.entries, stage.charter.log().origin(), stage.logKey, Instant.ofEpochMilli(stage.nowMs()));
        byte[] honest = BundleWriter.incident(
                new WitnessedLog(stage, Math.toIntExact(state.getClockStartedIndex())),
                incident,
                third.getActivatedIndex());

        Report proven = Verification.verify(honest, stage.charter.hash(), Optional.empty(), verifier);
        List<Attempt> attempts = new Forger(
                        stage.charter, log, stage.logKey, verifier, () -> Instant.ofEpochMilli(stage.nowMs()))
                .attempts(incident, third.getActivatedIndex(), state.getClockStartedIndex(), honest);

        assertThat(proven.verdict().code()).isEqualTo(Code.PROVEN);
        assertThat(Vouched.in(proven)).contains(new Vouched(List.of("NO-w", "GB-w"), List.of("alpha", "bravo")));
        assertThat(attempts).hasSize(5).allMatch(Attempt::refused);
        assertThat(attempts.subList(0, 3)).allMatch(a -> a.report().verdict().code() == Code.NOT_INCLUDED);
        assertThat(attempts.get(0).report().step(Check.CHAINS).status()).isEqualTo(Status.FAILED);
        assertThat(attempts.get(1).report().step(Check.INCLUSION).status()).isEqualTo(Status.FAILED);
        assertThat(attempts.get(2).report().step(Check.INCLUSION).status()).isEqualTo(Status.FAILED);
        assertThat(attempts.get(3).report().verdict().code()).isEqualTo(Code.TOO_FEW_WITNESSES);
        assertThat(attempts.get(3).undecided()).isTrue();
        assertThat(attempts.get(3).against().get(0).check()).isEqualTo(Check.WITNESSES);
        assertThat(attempts.get(4).report().verdict().code()).isEqualTo(Code.SIGNATURE);
        assertThat(attempts.get(4).report().step(Check.WITNESSES).status()).isEqualTo(Status.FAILED);
        List<Proven> files =
                List.of(new Proven(Path.of("tier-3.evidence"), proven), new Proven(Path.of("report.evidence"), proven));
        assertPage(story(state, files, attempts));
        assertTold(files, attempts);
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
        long started = stage.incident(incident).orElseThrow().getClockStartedIndex();

        byte[] bundle = BundleWriter.incident(
                new WitnessedLog(stage, Math.toIntExact(started)),
                incident,
                log.firstOf(incident, third.getActivatedIndex()));
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

    private Story story(IncidentState state, List<Proven> files, List<Attempt> attempts) {
        return new Story(
                "<script>alert(1)</script>",
                stage.charter,
                chronicle.clock(),
                state,
                chronicle.happenings(),
                chronicle.assented(),
                stage.entries.size(),
                files,
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
                .contains("<dd>2 of (NO-w, GB-w, US-w)</dd>", "<dd>all of (alpha, bravo)</dd>")
                .contains("Reykjavik")
                .contains("<td>NO-w, GB-w</td><td>alpha, bravo</td>")
                .contains("tier-3.evidence, step by step")
                .contains("NO-w, GB-w cosigned the head", "by the word of time authorities: alpha ")
                .contains("Refused: UNDECIDED, that is not proven, exit code 31.")
                .contains("Refused: INVALID, exit code 12.")
                .doesNotContain("Not found out");
    }

    private void assertTold(List<Proven> files, List<Attempt> attempts) {
        printed.reset();
        ProofText told = new ProofText(stream(), false);
        told.proven(files, Path.of("tier-3.evidence"), "demarche verify");
        told.attempts(attempts);
        assertThat(printed.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " "))
                .contains("Time and history: witnessed by NO-w and GB-w, stamped by alpha and bravo.")
                .contains(" 6 ok ", " 7 ok ")
                .contains("REFUSED: UNDECIDED, that is NOT PROVEN, exit code 31. Not proven is not disproven:")
                .contains("REFUSED: INVALID, exit code 12.");
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
