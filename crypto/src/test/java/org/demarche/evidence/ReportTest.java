package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.demarche.proto.v1.Position;
import org.junit.jupiter.api.Test;

/** What a report says of results that the committed answers of {@code verify} do not show. */
class ReportTest {
    private final Story story = Story.ofTierOne();

    private static Report with(Report report, UnaryOperator<Result.Move> change) {
        Result.Tiers tiers = (Result.Tiers) report.result().orElseThrow();
        return new Report(
                report.pinned(),
                report.steps(),
                report.verdict(),
                Optional.of(new Result.Tiers(
                        tiers.incident(),
                        tiers.place(),
                        tiers.moves().stream().map(change).toList())),
                report.charter(),
                report.checkpoint(),
                report.time(),
                report.durability(),
                report.doubtful());
    }

    @Test
    void mark_thatMovedNoTier_isSaidInWordsAndFields() {
        story.scene().at(30);
        byte[] file = LogForge.of(story.scene())
                .appendMark(story.incident(), story.scene().entries().get(0).acceptedAtMs() + 30 * 3_600_000L)
                .rechained()
                .incidentBundle(story.incident());
        Report report = story.judge(file);
        Result.Mark mark = (Result.Mark) report.result().orElseThrow();
        String sentence = "entry " + mark.place().index() + " is the hub's own; at "
                + mark.place().acceptedAt() + " it activated no tier and stood none down";
        assertThat(mark.sentence()).isEqualTo(sentence);
        assertThat(ReportText.of(report)).contains("\n" + sentence + "\n");
        assertThat(ReportJson.of(report))
                .contains(
                        "\"kind\" : \"mark\"",
                        "\"incident\" : \"" + story.incident().hex() + "\"");
    }

    @Test
    void noticeOfAnIncident_inWords_namesTheIncident() {
        Report report = story.judge(story.log().noticeBundle(story.decline()));
        assertThat(ReportText.of(report))
                .contains("\n  of incident " + story.incident().hex() + "\n");
    }

    @Test
    void move_withAReservationAndTooFewDesks_saysBoth() {
        Report report = with(
                story.judge(story.bundle()),
                m -> new Result.Move(
                        m.tier(),
                        m.title(),
                        m.activated(),
                        m.at(),
                        m.visibleAt(),
                        m.proposedBy(),
                        m.proposedAt(),
                        m.tally(),
                        List.of(new Result.Word(
                                "NO", "watch", Position.POSITION_CONCUR, 7, "as far as the budget\nallows")),
                        m.declining(),
                        List.of("GB", "FR"),
                        m.gates()));
        assertThat(ReportText.of(report))
                .contains("\n  too few desks: GB, FR\n", "\n  reservation of NO/watch: as far as the budget")
                .doesNotContain("budget\nallows");
        assertThat(ReportJson.of(report)).contains("\"partial\" : [ \"GB\", \"FR\" ]");
    }

    @Test
    void tally_withClauses_hasThemInItsFields() {
        assertThat(ReportJson.of(story.judge(story.bundle()))).contains("\"clause\" : \"UA\"", "\"clauses\" : [ {");
    }

    @Test
    void expectation_ofAnotherTier_isNotMet() {
        Result result = story.judge(story.bundle()).result().orElseThrow();
        assertThat(Expectation.parse("tier 1").orElseThrow().isMetBy(result)).isTrue();
        assertThat(Expectation.parse("tier 2").orElseThrow().isMetBy(result)).isFalse();
        assertThat(Expectation.parse("tier 1 stood down").orElseThrow().isMetBy(result))
                .isFalse();
        assertThat(Expectation.parse("notice").orElseThrow().isMetBy(result)).isFalse();
        for (String written : List.of("notice", "tier 1", "tier 1 stood down")) {
            assertThat(Expectation.parse(written).orElseThrow()).hasToString(written);
        }
    }
}
