package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Neither damage nor an outsider who cuts, mixes and reorders true bundles gets a file PROVEN that says something else, or the log convicted. What is damaged goes through the
 * command's own main. {@code -Ddemarche.damage} sets how many bytes are changed, one at a time; a tenth as many files are cut. The seed is printed with a failure;
 * {@code -Ddemarche.seed} repeats it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamageTest {
    private static final Set<Code> HARMLESS = EnumSet.of(
            Code.UNREADABLE,
            Code.UNKNOWN_VERSION,
            Code.SIGNATURE,
            Code.NOT_ENTITLED,
            Code.NOT_INCLUDED,
            Code.OTHER_CHARTER);

    private static final Set<Integer> HARMLESS_EXITS =
            HARMLESS.stream().map(Code::exit).collect(Collectors.toSet());
    private static final long MAX_NS = 5_000_000_000L;

    private final int times = Integer.getInteger("demarche.damage", 200);
    private final long seed = Long.getLong("demarche.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private Story story;
    private List<EvidenceBundle> parts;

    @BeforeAll
    void tellTheStory() {
        story = Story.ofTierOne();
        Scene scene = story.scene();
        Sha256 second = scene.at(3).report("GB/watch");
        Scene.entry(scene.offer(
                "FR/watch", Scene.in(second).setMessage(Message.newBuilder().setText("Noted"))));
        MemoryLog log = LogForge.honest(scene);
        parts = List.of(
                Bundles.read(log.incidentBundle(story.incident())),
                Bundles.read(log.incidentBundle(story.incident(), story.proposal())),
                Bundles.read(log.incidentBundle(second)),
                Bundles.read(log.noticeBundle(20)),
                Bundles.read(log.noticeBundle(story.decline())),
                Bundles.read(
                        LogForge.honest(scene).atSize(story.lastConcur() + 1).incidentBundle(story.incident())));
    }

    private void assertHarmless(byte[] file) {
        long start = System.nanoTime();
        VerifyRun run =
                VerifyRun.onFile(file, "--charter", story.genesis().hash().hex());
        assertThat(System.nanoTime() - start).as("seed %d, nanoseconds", seed).isLessThan(MAX_NS);
        assertThat(run.exit()).as("seed %d: %s", seed, run).isIn(HARMLESS_EXITS);
        assertThat(run.out().lines().reduce((first, last) -> last).orElseThrow())
                .as("seed %d: %s", seed, run)
                .matches("(INVALID|UNDECIDED): .+");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).as("seed %d: %s", seed, run).doesNotContain("\tat ", "Exception");
    }

    @Test
    void byte_anyOneChanged_isNeverProven() {
        byte[] bundle = story.bundle();
        for (int i = 0; i < times; i++) {
            byte[] damaged = bundle.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            assertHarmless(damaged);
        }
    }

    @Test
    void byte_anyOneOfTheFirstAndLast_isNeverProven() {
        byte[] bundle = story.log().noticeBundle(1);
        for (int i = 0; i < 64; i++) {
            for (int place : new int[] {i, bundle.length - 1 - i}) {
                byte[] damaged = bundle.clone();
                damaged[place] ^= (byte) (1 << random.nextInt(8));
                assertHarmless(damaged);
            }
        }
    }

    @Test
    void file_cutOrLengthened_isNeverProven() {
        byte[] bundle = story.bundle();
        for (int i = 0; i < times / 10; i++) {
            assertHarmless(Arrays.copyOf(bundle, random.nextInt(bundle.length)));
        }
        assertHarmless(Arrays.copyOf(bundle, bundle.length + 1));
        assertHarmless(new byte[0]);
    }

    @Test
    void bundle_cutMixedAndReordered_provesATruthOrNothing() {
        Set<String> truths = new HashSet<>();
        parts.forEach(p -> truths.add(story.judge(p.toByteArray()).verdict().sentence()));
        assertThat(truths).allMatch(t -> t.startsWith("PROVEN"));
        for (int i = 0; i < Math.max(40, times / 10); i++) {
            EvidenceBundle.Builder mixed = parts.get(random.nextInt(parts.size())).toBuilder();
            int changes = 1 + random.nextInt(3);
            for (int j = 0; j < changes; j++) {
                mix(mixed, parts.get(random.nextInt(parts.size())));
            }
            Report report = story.judge(mixed.build().toByteArray());
            boolean truth = report.verdict().code() == Code.PROVEN;
            assertThat(truth || HARMLESS.contains(report.verdict().code()))
                    .as("seed %d: %s", seed, ReportText.of(report))
                    .isTrue();
            // Cut short, a chain proves what its last entry brings: a notice, never the tier.
            assertThat(truth
                            && report.result().orElseThrow() instanceof Result.Tiers
                            && !truths.contains(report.verdict().sentence()))
                    .as("seed %d: %s", seed, ReportText.of(report))
                    .isFalse();
        }
    }

    private void mix(EvidenceBundle.Builder bundle, EvidenceBundle other) {
        switch (random.nextInt(9)) {
            case 0 -> bundle.clearGovernance().addAllGovernance(other.getGovernanceList());
            case 1 -> bundle.clearEntries().addAllEntries(other.getEntriesList());
            case 2 -> bundle.setCheckpoint(other.getCheckpoint()).clearAnchors().addAllAnchors(other.getAnchorsList());
            case 3 -> bundle.removeGovernance(random.nextInt(bundle.getGovernanceCount()));
            case 4 ->
                bundle.addEntries(
                        random.nextInt(bundle.getEntriesCount()),
                        other.getEntries(random.nextInt(other.getEntriesCount())));
            case 5 ->
                bundle.addGovernance(
                        random.nextInt(bundle.getGovernanceCount()),
                        other.getEntries(random.nextInt(other.getEntriesCount())));
            case 6 -> {
                List<ProvenEntry> shuffled = new ArrayList<>(bundle.getEntriesList());
                Collections.shuffle(shuffled, random);
                bundle.clearEntries().addAllEntries(shuffled);
            }
            case 7 -> bundle.setEntries(bundle.getEntriesCount() - 1, other.getEntries(other.getEntriesCount() - 1));
            default -> bundle.clearAnchors().addAllAnchors(other.getAnchorsList());
        }
        if (bundle.getEntriesCount() > 1 && random.nextInt(4) == 0) {
            bundle.removeEntries(bundle.getEntriesCount() - 1);
        }
    }
}
