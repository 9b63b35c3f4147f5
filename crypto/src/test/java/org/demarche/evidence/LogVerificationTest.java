package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Map;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.LogKeys;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Message;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A whole log, offline: the honest one, and lies of its operator and of its desks' disks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogVerificationTest {
    private static final long HOUR = 3_600_000L;
    private static final LogKeys KEYS = Copies.keys(Map.of(MemoryLog.ORIGIN, TestKeys.log()));

    private Story story;

    @BeforeAll
    void tellTheStory() {
        story = Story.ofTierOne();
    }

    private Report judge(MemoryLog log) {
        return Copies.judge(Copies.entries(log), log.checkpoint(), KEYS, story.genesis());
    }

    private static void assertCode(Report report, Check check, Code code) {
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(code);
        assertThat(report.step(check).code()).as(ReportText.of(report)).contains(code);
        assertThat(report.result().isPresent() && code.verdictClass() != VerdictClass.UNDECIDED)
                .isFalse();
    }

    @Test
    void log_honest_isProvenWithItsIncidents() {
        MemoryLog log = story.log();
        Report report = judge(log);
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(Code.PROVEN);
        Result.Log proven = (Result.Log) report.result().orElseThrow();
        assertThat(proven.place().index()).isEqualTo(log.size() - 1);
        assertThat(proven.incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.incident()).isEqualTo(story.incident());
            assertThat(incident.opened().index()).isEqualTo(story.report());
            assertThat(incident.phase()).isEqualTo("open");
            assertThat(incident.tiers()).singleElement().satisfies(tier -> {
                assertThat(tier.tier()).isEqualTo(1);
                assertThat(tier.visibleAt()).isEqualTo(story.lastConcur());
            });
        });
        assertThat(ReportText.of(report))
                .contains("incident " + story.incident().hex() + ", opened in entry " + story.report())
                .contains("  tier 1 active since ")
                .contains("PROVEN: the log " + MemoryLog.ORIGIN + " holds these " + log.size() + " entries");
        assertThat(ReportJson.of(report)).contains("\"kind\" : \"log\"", "\"act\" : \"activate\"");
    }

    @Test
    void head_ofAnEarlierSize_saysHowManyEntriesCount() {
        MemoryLog log = story.log().atSize(story.proposal());
        Report report = judge(log);
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(Code.PROVEN);
        assertThat(((Result.Log) report.result().orElseThrow()).place().index()).isEqualTo(story.proposal() - 1);
    }

    @Test
    void charter_another_isUndecided() {
        MemoryLog log = story.log();
        Report other = Copies.judge(
                Copies.entries(log),
                log.checkpoint(),
                KEYS,
                SampleCharter.exercise(TestKeys::fingerprint, 7).charter());
        assertCode(other, Check.CHARTER, Code.OTHER_CHARTER);
        assertThat(other.step(Check.CHECKPOINT).status()).isEqualTo(Status.NOT_ASKED);
    }

    @Test
    void head_underOtherKeysOrWithoutThem_isNotSigned() {
        MemoryLog log = story.log();
        LogKeys none = Copies.keys(Map.of());
        assertCode(
                Copies.judge(Copies.entries(log), log.checkpoint(), none, story.genesis()),
                Check.CHECKPOINT,
                Code.SIGNATURE);
        byte[] half = log.checkpoint();
        half[half.length - 10] ^= 1;
        Report report = Copies.judge(Copies.entries(log), half, KEYS, story.genesis());
        assertThat(report.verdict().code().verdictClass()).isEqualTo(VerdictClass.INVALID);
    }

    @Test
    void file_cutOrOfNoHead_isUnreadable() {
        MemoryLog log = story.log();
        byte[] entries = Copies.entries(log);
        for (int length : new int[] {8, 9, 12, entries.length / 2, entries.length - 1}) {
            Report report = Copies.judge(Arrays.copyOf(entries, length), log.checkpoint(), KEYS, story.genesis());
            assertCode(report, Check.READABLE, Code.UNREADABLE);
        }
        assertCode(Copies.judge(entries, new byte[10], KEYS, story.genesis()), Check.READABLE, Code.UNREADABLE);
    }

    @Test
    void file_withAByteChanged_isNeverProven() {
        MemoryLog log = story.log();
        byte[] entries = Copies.entries(log);
        for (int i = 8; i < entries.length; i += entries.length / 12) {
            byte[] changed = entries.clone();
            changed[i] ^= 1;
            Report report = Copies.judge(changed, log.checkpoint(), KEYS, story.genesis());
            assertThat(report.verdict().code().verdictClass())
                    .as("byte %d: %s", i, report.verdict().sentence())
                    .isIn(VerdictClass.INVALID, VerdictClass.UNDECIDED);
            assertThat(report.step(Check.INCLUSION).ok()).isFalse();
        }
    }

    @Test
    void entry_droppedAfterwards_leavesAnAnchorOverTheFuture() {
        assertCode(judge(story.forge().drop(story.decline()).rechained()), Check.INCLUSION, Code.NOT_INCLUDED);
    }

    @Test
    void entry_dateChangedAfterwards_theAnchorsTell() {
        assertCode(
                judge(story.forge()
                        .edit(story.report(), e -> e.setAcceptedAtMs(e.getAcceptedAtMs() + 1))
                        .rechained()),
                Check.INCLUSION,
                Code.NOT_INCLUDED);
    }

    @Test
    void entries_exchanged_breakTheChains() {
        assertCode(
                judge(story.forge()
                        .swap(story.confirmed(), story.confirmed() + 1)
                        .sealed()),
                Check.INCLUSION,
                Code.NOT_INCLUDED);
    }

    @Test
    void genesis_thatNamesAnEntryBeforeIt_breaksTheChains() {
        Report report = judge(story.forge()
                .edit(0, e -> e.setGovernance(ByteString.copyFrom(new byte[32])))
                .sealed());
        assertCode(report, Check.CHAINS, Code.NOT_INCLUDED);
        assertThat(report.step(Check.CHECKPOINT).status()).isEqualTo(Status.OK);
        assertThat(report.step(Check.FOLD).status()).isEqualTo(Status.NOT_ASKED);
    }

    @Test
    void signature_ofAnotherNotice_isFalse() {
        assertCode(
                judge(story.forge()
                        .reseal(story.lastConcur(), n -> n.setEd25519(ByteString.copyFrom(new byte[64])))
                        .rechained()),
                Check.SIGNATURES,
                Code.SIGNATURE);
    }

    @Test
    void lastEntry_datedBack_convictsTheLog() {
        assertCode(judge(story.forge().append(note(), Scene.START + HOUR).rechained()), Check.CHAINS, Code.TIME);
    }

    @Test
    void lastEntry_againstTheRules_convictsTheLog() {
        assertCode(
                judge(story.forge().append(note(), Scene.START + 2_000 * HOUR).rechained()), Check.FOLD, Code.FOLD);
    }

    @Test
    void lastEntry_againstTheRulesUnderAHeadOfSomebody_convictsNobody() {
        MemoryLog log = story.forge().append(note(), Scene.START + 2_000 * HOUR).rechained();
        Report report = Copies.judge(Copies.entries(log), log.checkpoint(), Copies.keys(Map.of()), story.genesis());
        assertCode(report, Check.CHECKPOINT, Code.SIGNATURE);
        assertThat(report.step(Check.FOLD).status()).isEqualTo(Status.NOT_ASKED);
    }

    private byte[] note() {
        story.scene().at(3);
        return story.scene()
                .signed(
                        "GB/watch",
                        Scene.in(story.incident())
                                .setMessage(Message.newBuilder().setText("Noted")));
    }

    @Test
    void head_ofAnotherHistory_doesNotFitTheEntries() {
        MemoryLog log = story.log();
        byte[] other = story.forge()
                .drop(story.lastConcur())
                .append(note(), Scene.START + 3 * HOUR)
                .rechained()
                .checkpoint();
        assertThat(Sha256.of(other)).isNotEqualTo(Sha256.of(log.checkpoint()));
        assertCode(Copies.judge(Copies.entries(log), other, KEYS, story.genesis()), Check.INCLUSION, Code.NOT_INCLUDED);
    }
}
