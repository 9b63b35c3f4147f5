package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.demarche.hash.Sha256;
import org.demarche.hash.Sha512;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.FindingKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharterParserTest {
    @Test
    void parse_sample_everythingStandsInTheCharter() {
        SampleCharter sample = SampleCharter.withoutKeys(3600);
        Charter charter = sample.charter();
        assertThat(charter.text().toByteArray()).isEqualTo(sample.bytes());
        assertThat(charter.hash()).isEqualTo(Sha256.of(sample.bytes()));
        assertThat(charter.title()).isEqualTo("Ceasefire enforcement plan");
        assertThat(charter.exercise()).isTrue();
        assertThat(charter.version()).isOne();
        assertThat(charter.previous()).isEmpty();
        assertThat(charter.expiresMs())
                .isEqualTo(Instant.parse("2041-02-24T00:00:00Z").toEpochMilli());
        assertThat(charter.timeScale()).isEqualTo(3600);
        assertThat(charter.adoption()).hasToString("UA and US and 10 of coalition");
        assertThat(charter.clock()).isEqualTo(new Charter.ClockOrigin.OfFinding(FindingKind.FINDING_KIND_VIOLATION));
        assertThat(charter.skewMs()).isEqualTo(5_000);
        assertThat(charter.incidentOpenFor()).isEqualTo(new Span("30d", 720_000));
        assertThat(charter.log().origin()).isEqualTo("hub.exercise.example/ceasefire");
        assertThat(charter.log().mlDsa44()).isEqualTo(SampleCharter.nameHash("log/ml-dsa-44"));
        assertThat(charter.parties()).extracting(Party::id).containsExactlyElementsOf(SampleCharter.PARTIES.keySet());
        assertThat(charter.groups().keySet()).containsExactly("coalition", "monitors");
        assertThat(charter.findings()).hasSize(4);
        assertThat(charter.witnesses()).isEmpty();
        assertThat(charter.witnessed()).isEmpty();
        assertThat(charter.timeAuthorities()).isEmpty();
        assertThat(charter.timestamped()).isEmpty();
    }

    @Test
    void parse_predecessorAndFinal_standInTheCharter() {
        assertThat(SampleCharter.withoutKeys(1).charter().predecessor()).isEmpty();
        assertThat(SampleCharter.withoutKeys(1).charter().closes()).isFalse();
        Predecessor old = new Predecessor(
                "old.example/plan",
                Sha256.of(),
                999_999_999_999_999_999L,
                SampleCharter.nameHash("root"),
                Sha512.of(Sha512.digest()));
        String text = SampleCharter.withoutKeys(1).text();
        assertThat(SampleCharter.parse(text.replace("[log]\n", old.text() + "\n[log]\n"))
                        .predecessor())
                .contains(old);
        String last = SampleCharter.withoutKeys(1).following(Sha256.of()).text();
        assertThat(SampleCharter.parse(last.replace("version  = 2\n", "version  = 2\nfinal = true\n"))
                        .closes())
                .isTrue();
    }

    @Test
    void parse_sample_desksHaveTheirOwnRightsOrTheirPartys() {
        Party kyiv = SampleCharter.withoutKeys(1).charter().party("UA").orElseThrow();
        assertThat(kyiv.root()).isEqualTo(SampleCharter.nameHash("UA/root"));
        assertThat(kyiv.tls()).containsExactly(SampleCharter.nameHash("UA/tls"));
        assertThat(kyiv.desk("minister").orElseThrow().may())
                .containsExactlyInAnyOrder(Right.WARN, Right.PROPOSE, Right.CONCUR, Right.PLEDGE);
        Party oslo = SampleCharter.withoutKeys(1).charter().party("NO").orElseThrow();
        assertThat(oslo.desk("minister").orElseThrow().may()).isEqualTo(oslo.may());
        assertThat(oslo.desk("watch").orElseThrow().keys()).containsExactly(SampleCharter.nameHash("NO/watch"));
    }

    @Test
    void parse_sample_tiersWithGatesSpansAndDefaults() {
        Charter charter = SampleCharter.withoutKeys(3600).charter();
        Tier first = charter.tier(1).orElseThrow();
        assertThat(first.actWithin()).contains(new Span("24h", 24_000));
        assertThat(first.answeredBy()).containsExactlyInAnyOrder(Deed.WARNING, Deed.MEASURES);
        assertThat(first.desks()).isOne();
        assertThat(first.notBefore()).isEmpty();
        Tier third = charter.tier(3).orElseThrow();
        assertThat(third.requires())
                .containsExactly(
                        new Gate.OfTier(1),
                        new Gate.OfFinding(FindingKind.FINDING_KIND_EXPANDED_ATTACK),
                        new Gate.OfPledge("US", Component.COMPONENT_BINDING_COMMITMENT));
        assertThat(third.notBefore()).contains(new Span("72h", 72_000));
        assertThat(third.answeredBy()).isEmpty();
        assertThat(third.desks()).isEqualTo(2);
    }

    @Test
    void parse_defaultsLeftOut_takeTheirValues() {
        String text = SampleCharter.actual(SampleCharter::nameHash).text().replace("valid_for_at_most = \"72h\"\n", "");
        Charter charter = SampleCharter.parse(text);
        assertThat(charter.exercise()).isFalse();
        assertThat(charter.timeScale()).isOne();
        assertThat(charter.liars()).isZero();
        assertThat(charter.validForAtMostMs()).isEqualTo(72 * 3_600_000L);
        assertThat(charter.tier(3).orElseThrow().notBefore()).contains(new Span("72h", 259_200_000));
    }

    @Test
    void parse_timeScale_scalesPlanTimeOnly() {
        Charter charter = SampleCharter.parse(SampleCharter.withoutKeys(3600)
                .text()
                .replace("valid_for_at_most = \"72h\"", "valid_for_at_most = \"1h\""));
        assertThat(charter.skewMs()).isEqualTo(5_000);
        assertThat(charter.validForAtMostMs()).isEqualTo(3_600_000);
    }

    @Test
    void parse_timeScaleThatDoesNotDivide_roundsUp() {
        Charter charter = SampleCharter.withoutKeys(7).charter();
        assertThat(charter.tier(1).orElseThrow().lapsesAfter().millis())
                .isEqualTo(12_342_858); // 86,400,000 / 7 = 12,342,857.14…
        assertThat(Spans.scaled(1, 1_000_000)).isOne();
    }

    @Test
    void parse_firstReport_startsTheClock() {
        Charter charter = SampleCharter.parse(
                SampleCharter.withoutKeys(1).text().replace("\"finding violation\"", "\"first report\""));
        assertThat(charter.clock()).isEqualTo(new Charter.ClockOrigin.FirstReport());
    }

    @Test
    void parse_tiersInAnotherOrder_areAscending() {
        String text = SampleCharter.withoutKeys(1)
                .text()
                .replace("number = 1", "number = 10")
                .replace("number = 3", "number = 30")
                .replace("\"tier 1\", ", "");
        assertThat(SampleCharter.parse(text).tiers()).extracting(Tier::number).containsExactly(2, 10, 30);
    }

    @Test
    void parse_witnesses_andTheirRule() {
        Charter charter =
                SampleCharter.withoutKeys(1).witnessedBy("GB", "FR", "NO").charter();
        assertThat(charter.witnessed().orElseThrow()).hasToString("2 of (GB-w, FR-w, NO-w)");
        assertThat(charter.witnesses().get(1))
                .isEqualTo(new Charter.Witness(
                        "FR-w",
                        "FR",
                        SampleCharter.nameHash("FR-w/ed25519"),
                        SampleCharter.nameHash("FR-w/ml-dsa-44")));
    }

    @Test
    void parse_timeAuthorities_andTheirRule() {
        String text = SampleCharter.withoutKeys(1)
                .timestampedBy("alpha", "beta")
                .text()
                .replace("operator = \"Office of beta\"\n", "operator = \"Office of beta\"\npolicy = \"2.25.7\"\n");
        Charter charter = SampleCharter.parse(text);
        assertThat(charter.timestamped().orElseThrow()).hasToString("all of (alpha, beta)");
        assertThat(charter.timeAuthorities())
                .containsExactly(
                        new Charter.TimeAuthority(
                                "alpha",
                                "Office of alpha",
                                SampleCharter.nameHash("alpha/certificate"),
                                Optional.empty()),
                        new Charter.TimeAuthority(
                                "beta",
                                "Office of beta",
                                SampleCharter.nameHash("beta/certificate"),
                                Optional.of("2.25.7")));
    }

    @Test
    void parse_witnessThatTheRuleDoesNotCount_mayCosignAllTheSame() {
        String text = SampleCharter.withoutKeys(1)
                .witnessedBy("GB", "FR", "NO")
                .text()
                .replace("2 of (GB-w, FR-w, NO-w)", "all of (GB-w, FR-w)");
        Charter charter = SampleCharter.parse(text);
        assertThat(charter.witnesses()).extracting(Charter.Witness::name).containsExactly("GB-w", "FR-w", "NO-w");
        assertThat(charter.witnessed().orElseThrow().parties()).containsExactlyInAnyOrder("GB-w", "FR-w");
    }

    @Test
    void parse_emptyList_ofRightsAndNoDesk_isAPartyThatOnlyAssents() {
        String text = SampleCharter.withoutKeys(1)
                .text()
                .replace(
                        "[[group]]\nname = \"coalition\"",
                        "[[party]]\nid = \"EU\"\nname = \"Union\"\nroot = \""
                                + SampleCharter.nameHash("EU/root").fingerprint()
                                + "\"\nmay = []\n\n[[group]]\nname = \"coalition\"");
        assertThat(SampleCharter.parse(text).party("EU").orElseThrow().desks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "60 % of 18, 11",
        "61.1 % of 18, 11",
        "more than 60 % of 18, 11",
        "50 percent of 18, 9",
        "over 50% of 18, 10",
        "100 % of coalition, 18",
        "60 % of the coalition, 11",
        "66.6667 % of 18, 13",
        "66.6666 % of 18, 12"
    })
    void parse_statedShareThatHolds_isConfirmed(String comment, int count) {
        String text = SampleCharter.withoutKeys(1)
                .text()
                .replace(
                        "\"UA and 11 of coalition\"    # 60 % of 18",
                        "'UA and " + count + " of coalition' #" + comment);
        assertThat(remarks(text))
                .singleElement()
                .asString()
                .startsWith("line 219: quorum: " + count + " of coalition is confirmed as the smallest count for '");
    }

    @Test
    void parse_shareThatStandsElsewhere_isSaidToBeUnchecked() {
        assertThat(remarks(SampleCharter.withoutKeys(1).text().replace("# 15 years", "# 30 % of 50 years")))
                .anySatisfy(r ->
                        assertThat(r).isEqualTo("line 7: '30 % of 50' stands behind no rule; it was not checked."));
    }

    @Test
    void parse_percentageThatCannotBeRead_isSaidToBeUnchecked() {
        assertThat(remarks(SampleCharter.withoutKeys(1).text().replace("# 60 % of 18", "# 60 % des Bundes")))
                .containsExactly(
                        "line 219: a percentage in a comment could not be read; it was not checked. Write '# 60 % of 28'.");
    }

    @Test
    void parse_hashSignsAndCommentsWithinTexts_areNoComments() {
        String text = SampleCharter.withoutKeys(1)
                .text()
                .replace("\"Ceasefire enforcement plan\"", "\"\"\"Plan # 70 % of 18\"\"\"")
                .replace("\"Oslo\"", "'Oslo #1 is 50 % of 2'");
        assertThat(remarks(text)).singleElement().asString().contains("'60 % of 18'");
    }

    @Test
    void parse_planThatNobodyCanBegin_isRemarked() {
        assertThat(remarks(SampleCharter.withoutKeys(1)
                        .text()
                        .replace("\"propose\", ", "")
                        .replace("\"measures\", ", "")))
                .contains(
                        "No desk of any party has the right 'propose', which the plan needs.",
                        "No desk of any party has the right 'measures', which the plan needs.");
    }

    @Test
    void parse_tierOverdueBeforeItsGate_isRemarked() {
        assertThat(remarks(SampleCharter.withoutKeys(1)
                        .text()
                        .replace("not_before   = \"72h\"", "not_before = \"72h\"\nact_within = \"72h\"")))
                .contains("Tier 3 is overdue (act_within) before it can be activated (not_before).");
    }

    @Test
    void parse_ruleOfWitnessesWithinTheLiars_isRemarked() {
        String text = SampleCharter.withoutKeys(1)
                .witnessedBy("GB", "FR", "NO")
                .text()
                .replace("skew      =", "liars = 1\nskew      =");
        assertThat(remarks(text.replace("2 of (GB-w, FR-w, NO-w)", "1 of (GB-w, FR-w)")))
                .anySatisfy(r -> assertThat(r).startsWith("The rule of witnesses can hold with 1 of them"))
                .anySatisfy(r -> assertThat(r).startsWith("The witness NO-w does not stand in the rule"));
        assertThat(remarks(text)).noneSatisfy(r -> assertThat(r).contains("witness"));
    }

    @Test
    void parse_ruleThatOneTimeAuthorityMeets_isRemarked() {
        String text =
                SampleCharter.withoutKeys(1).timestampedBy("alpha", "beta").text();
        assertThat(remarks(text.replace("all of (alpha, beta)", "any of (alpha)")))
                .contains(
                        "The rule of time authorities can hold with one of them; then its word alone dates the log.",
                        "The time authority beta does not stand in the rule of time authorities; its word counts for nothing.");
        assertThat(remarks(text)).noneSatisfy(r -> assertThat(r).contains("authorit"));
    }

    @ParameterizedTest
    @CsvSource({
        "1ms, 1",
        "500ms, 500",
        "5s, 5000",
        "3m, 180000",
        "72h, 259200000",
        "30d, 2592000000",
        "36500d, 3153600000000"
    })
    void millis_everyUnit_isRead(String text, long millis) {
        assertThat(Spans.millis(text)).isEqualTo(OptionalLong.of(millis));
    }

    @ParameterizedTest
    @CsvSource({"''", "5", "0s", "05s", "-5s", "1.5h", "5 s", "5S", "5w", "36501d", "99999999999999999999s", "s", "٣s"})
    void millis_anythingElse_isRefused(String text) {
        assertThat(Spans.millis(text)).isEmpty();
    }

    private static List<String> remarks(String text) {
        CharterParse parse = CharterParser.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(parse).as(parse.toString()).isInstanceOf(CharterParse.Sound.class);
        return ((CharterParse.Sound) parse).remarks();
    }
}
