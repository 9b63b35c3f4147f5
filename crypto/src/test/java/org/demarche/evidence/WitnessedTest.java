package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_EXPANDED_ATTACK;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.proto.v1.ClockStart;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Pledge;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Steps 6 and 7 under a charter that asks for two of three witnesses, none of whom may lie. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WitnessedTest {
    private static final long HOUR = 3_600_000L;
    private static final String[] ELEVEN = {"GB", "FR", "DE", "PL", "NO", "TR", "IS", "SE", "FI", "DK", "NL"};
    private static final Map<String, LogSigningKey> WITNESSES = Stream.of("GB-w", "FR-w", "NO-w")
            .collect(Collectors.toMap(n -> n, n -> LogSigningKey.generate(new SecureRandom())));

    private Story story;
    private Story timed;

    @BeforeAll
    void tellTheStories() {
        story = Story.of(inForce());
        timed = Story.of(inForce());
        Scene scene = timed.scene();
        Scene.entry(scene.at(3)
                .offer(
                        "US/principal",
                        Notice.newBuilder()
                                .setPledge(Pledge.newBuilder()
                                        .setComponent(Component.COMPONENT_BINDING_COMMITMENT)
                                        .setText("As the Senate consented")
                                        .setFromMs(Scene.START))));
        scene.at(40)
                .confirm(
                        timed.incident(), FINDING_KIND_EXPANDED_ATTACK, "US/watch", "GB/watch", "FR/watch", "NO/watch");
        Sha256 proposal = Scene.id(scene.propose(timed.incident(), 3, "UA/watch"));
        scene.concur(timed.incident(), proposal, "UA/watch", "UA/minister", "US/watch", "US/principal");
        for (String party : ELEVEN) {
            scene.concur(timed.incident(), proposal, party + "/watch", party + "/minister");
        }
        Scene.entry(scene.at(73).mark(timed.incident()));
    }

    private static Scene inForce() {
        Scene scene =
                Scene.draft(SampleCharter.actual(WitnessedTest::fingerprint).witnessedBy("GB", "FR", "NO"));
        SampleCharter.PARTIES.keySet().forEach(p -> scene.assent(p, scene.charter()));
        return scene;
    }

    private static Sha256 fingerprint(String name) {
        int slash = name.indexOf('/');
        LogSigningKey witness = WITNESSES.get(name.substring(0, slash));
        if (witness == null) {
            return TestKeys.fingerprint(name);
        }
        return name.endsWith("/ed25519")
                ? witness.publicKey().ed25519Id()
                : witness.publicKey().mlDsa44Id();
    }

    private static MemoryLog log(Story of) {
        MemoryLog log = of.log();
        Stream.of("GB-w", "FR-w", "NO-w").forEach(w -> log.witness(w, WITNESSES.get(w)));
        return log;
    }

    private static void assertCode(Story of, MemoryLog log, Check check, Code code) {
        Report report = of.judge(log.incidentBundle(of.incident()));
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(code);
        if (code != Code.PROVEN) {
            assertThat(report.step(check).code()).as(ReportText.of(report)).contains(code);
        }
    }

    @Test
    void head_cosignedByTwo_isProvenWithoutTheCaveat() {
        MemoryLog log = log(story).cosigned(Scene.START + 2 * HOUR, "GB-w", "NO-w");
        assertCode(story, log, Check.WITNESSES, Code.PROVEN);
        assertThat(story.judge(log.incidentBundle(story.incident())).verdict().sentence())
                .doesNotContain("hub's word");
    }

    @Test
    void head_cosignedByOneOrNobody_isUndecided() {
        assertCode(story, log(story).cosigned(Scene.START + 2 * HOUR, "GB-w"), Check.WITNESSES, Code.TOO_FEW_WITNESSES);
        assertCode(story, log(story), Check.WITNESSES, Code.TOO_FEW_WITNESSES);
        assertCode(story, story.log(), Check.WITNESSES, Code.TOO_FEW_WITNESSES);
    }

    @Test
    void wholeLog_cosignedByTwo_isProvenToWhoeverHasTheirKeys() {
        Map<String, LogSigningKey> keys = new HashMap<>(WITNESSES);
        keys.put(MemoryLog.ORIGIN, TestKeys.log());
        MemoryLog log = log(story).cosigned(Scene.START + 2 * HOUR, "GB-w", "NO-w");
        assertThat(codeOfAll(log, keys)).isEqualTo(Code.PROVEN);
        assertThat(codeOfAll(log, Map.of(MemoryLog.ORIGIN, TestKeys.log()))).isEqualTo(Code.TOO_FEW_WITNESSES);
        assertThat(codeOfAll(log(story).cosigned(Scene.START + 2 * HOUR, "GB-w"), keys))
                .isEqualTo(Code.TOO_FEW_WITNESSES);
        assertThat(codeOfAll(log(story).cosigned(Scene.START, "GB-w", "NO-w"), keys))
                .isEqualTo(Code.TIME);
        keys.put("GB-w", WITNESSES.get("FR-w"));
        assertThat(codeOfAll(log, keys)).isEqualTo(Code.TOO_FEW_WITNESSES);
    }

    private Code codeOfAll(MemoryLog log, Map<String, LogSigningKey> keys) {
        return Copies.judge(Copies.entries(log), log.checkpoint(), Copies.keys(keys), story.genesis())
                .verdict()
                .code();
    }

    @Test
    void head_withTheCosignatureOfAnother_isInvalid() {
        MemoryLog log = log(story).cosigned(Scene.START + 2 * HOUR, "GB-w", "NO-w");
        String note = new String(log.checkpoint(), StandardCharsets.UTF_8);
        String older = new String(
                log(story)
                        .atSize(story.lastConcur())
                        .cosigned(Scene.START + 2 * HOUR, "GB-w", "NO-w")
                        .checkpoint(),
                StandardCharsets.UTF_8);
        String line = lineOf(note, 2);
        assertThat(line).startsWith("\u2014 GB-w ");
        String mixed = note.replace(line, lineOf(older, 2));
        assertCode(story, log.withCheckpoint(mixed.getBytes(StandardCharsets.UTF_8)), Check.WITNESSES, Code.SIGNATURE);
    }

    private static String lineOf(String note, int number) {
        return note.substring(note.lastIndexOf("\n\n") + 2)
                .lines()
                .skip(number)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lastEntry_datedBehindTheCosignatures_convictsTheLog() {
        assertCode(story, log(story).cosigned(Scene.START + HOUR, "GB-w", "NO-w"), Check.TIME, Code.TIME);
    }

    @Test
    void timeGate_startCosignedAtOnce_isProven() {
        MemoryLog log = log(timed)
                .cosigned(Scene.START + 73 * HOUR, "GB-w", "NO-w")
                .clockStart(timed.proposal(), Scene.START + HOUR, "GB-w", "NO-w");
        assertCode(timed, log, Check.TIME, Code.PROVEN);
    }

    @Test
    void timeGate_startCosignedLateOrNotAtAll_isUndecided() {
        assertCode(timed, seenAtTheEnd(), Check.TIME, Code.TOO_FEW_WITNESSES);
        assertCode(
                timed,
                seenAtTheEnd().clockStart(timed.proposal(), Scene.START + HOUR + 6_000, "GB-w", "NO-w"),
                Check.TIME,
                Code.TOO_FEW_WITNESSES);
        assertCode(
                timed,
                seenAtTheEnd().clockStart(timed.proposal(), Scene.START + HOUR, "GB-w"),
                Check.TIME,
                Code.TOO_FEW_WITNESSES);
        assertCode(
                timed,
                seenAtTheEnd().clockStart(timed.report(), Scene.START + HOUR, "GB-w", "NO-w"),
                Check.TIME,
                Code.TOO_FEW_WITNESSES);
    }

    private MemoryLog seenAtTheEnd() {
        return log(timed).cosigned(Scene.START + 73 * HOUR, "GB-w", "NO-w");
    }

    @Test
    void writer_moreHeadsThanNeeded_bringsTheFirstThatCoversTheStart() {
        MemoryLog log = seenAtTheEnd();
        for (long size = 1; size < timed.proposal(); size++) {
            log.clockStart(size, Scene.START, "GB-w", "NO-w");
        }
        log.clockStart(timed.proposal(), Scene.START + HOUR, "GB-w", "NO-w")
                .clockStart(timed.proposal() + 1, Scene.START + 2 * HOUR, "GB-w", "NO-w");
        byte[] bundle = log.incidentBundle(timed.incident());
        assertThat(Bundles.read(bundle).getClockStartsList())
                .singleElement()
                .satisfies(s -> assertThat(s.getCheckpoint().toStringUtf8()).contains("\n" + timed.proposal() + "\n"));
        assertCode(timed, log, Check.TIME, Code.PROVEN);
    }

    @Test
    void writer_resultThatRestsOnNoClock_bringsNoFurtherHead() {
        MemoryLog log = log(story)
                .cosigned(Scene.START + 2 * HOUR, "GB-w", "NO-w")
                .clockStart(story.proposal(), Scene.START + HOUR, "GB-w", "NO-w");
        assertThat(Bundles.read(log.incidentBundle(story.incident())).getClockStartsList())
                .isEmpty();
        assertCode(story, log, Check.TIME, Code.PROVEN);
    }

    @Test
    void timeGate_startDatedBehindItsCosignatures_convictsTheLog() {
        MemoryLog log = log(timed)
                .cosigned(Scene.START + 73 * HOUR, "GB-w", "NO-w")
                .clockStart(timed.proposal(), Scene.START + HOUR - 6_000, "GB-w", "NO-w");
        assertCode(timed, log, Check.TIME, Code.TIME);
    }

    @Test
    void clockStart_ofAnotherHistoryOfThatSize_convictsTheLog() {
        MemoryLog log = log(timed)
                .cosigned(Scene.START + 73 * HOUR, "GB-w", "NO-w")
                .clockStart(timed.proposal(), Scene.START + HOUR, "GB-w", "NO-w");
        LogForge forge = timed.forge();
        byte[] forked = forge.edit(forge.last(), e -> e.setAcceptedAtMs(e.getAcceptedAtMs() + 1))
                .sealed()
                .checkpoint();
        byte[] bundle = Bundles.edit(
                log.incidentBundle(timed.incident()),
                b -> b.getClockStartsBuilder(0)
                        .setCheckpoint(ByteString.copyFrom(forked))
                        .clearConsistency());
        Report report = timed.judge(bundle);
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(Code.SPLIT_HISTORY);
    }

    @Test
    void clockStart_proofBroken_isInvalid() {
        MemoryLog log = log(timed)
                .cosigned(Scene.START + 73 * HOUR, "GB-w", "NO-w")
                .clockStart(timed.proposal(), Scene.START + HOUR, "GB-w", "NO-w");
        byte[] bundle = Bundles.edit(
                log.incidentBundle(timed.incident()),
                b -> b.getClockStartsBuilder(0).clearConsistency());
        assertThat(timed.judge(bundle).verdict().code()).isEqualTo(Code.NOT_INCLUDED);
    }

    @Test
    void clockStart_coversAnEntryDatedLater_convictsTheLog() {
        MemoryLog log = seenAtTheEnd().clockStart(timed.proposal(), Scene.START + HOUR, "GB-w", "NO-w");
        byte[] proven = log.incidentBundle(timed.incident());
        long end = log.size() - 1;
        MemoryLog lying = seenAtTheEnd().clockStart(end, Scene.START + HOUR, "GB-w", "NO-w");
        byte[] bundle = lying.incidentBundle(timed.incident());
        assertThat(timed.judge(proven).verdict().code()).isEqualTo(Code.PROVEN);
        assertThat(timed.judge(bundle).step(Check.TIME).code()).contains(Code.TIME);
    }

    @Test
    void clockStart_underACharterWithoutWitnesses_isNotWrittenAndIsRefused() {
        Story plain = Story.ofTierOne();
        MemoryLog log = plain.log().clockStart(plain.proposal(), Scene.START + HOUR);
        byte[] bundle = log.incidentBundle(plain.incident());
        assertThat(plain.judge(bundle).verdict().code()).isEqualTo(Code.PROVEN);
        byte[] added = Bundles.edit(
                bundle, b -> b.addClockStarts(ClockStart.newBuilder().setCheckpoint(b.getCheckpoint())));
        assertThat(plain.judge(added).verdict().code()).isEqualTo(Code.SIGNATURE);
    }
}
