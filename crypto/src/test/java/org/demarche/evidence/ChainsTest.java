package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/** Each check of the chains' form says itself what is wrong, though a later one would refuse the same file. */
class ChainsTest {
    private static final Story STORY = Story.ofTierOne();
    private static final byte[] HONEST = STORY.bundle();

    private static String brokenAt(byte[] file) {
        try {
            return Chains.brokenAt(UnverifiedBundle.parse(file)).orElse("");
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static String brokenBy(Consumer<EvidenceBundle.Builder> change) {
        return brokenAt(Bundles.edit(HONEST, change));
    }

    @Test
    void chains_ofAnHonestFile_areWhole() {
        assertThat(brokenAt(HONEST)).isEmpty();
    }

    @Test
    void entries_exchanged_areOutOfOrder() {
        assertThat(brokenBy(b -> {
                    var second = b.getEntries(1);
                    b.setEntries(1, b.getEntries(2)).setEntries(2, second);
                }))
                .isEqualTo("entries: entry " + (STORY.report() + 1) + " stands behind entry " + (STORY.report() + 2));
    }

    @Test
    void entries_oneTwice_areOutOfOrder() {
        assertThat(brokenBy(b -> b.addEntries(b.getEntries(b.getEntriesCount() - 1))))
                .startsWith("entries: entry ");
    }

    @Test
    void governance_exchanged_isOutOfOrder() {
        assertThat(brokenBy(b -> {
                    var second = b.getGovernance(1);
                    b.setGovernance(1, b.getGovernance(2)).setGovernance(2, second);
                }))
                .isEqualTo("governance: entry 1 stands behind entry 2");
    }

    @Test
    void governance_withoutItsSecondEntry_doesNotFollow() {
        assertThat(brokenBy(b -> b.removeGovernance(1)))
                .isEqualTo("entry 2 does not follow the governance entry that stands before it");
    }

    @Test
    void governance_chainedToAnIncident_isRefused() {
        byte[] file = LogForge.of(STORY.scene())
                .edit(1, e -> e.setIncidentPrevious(Sha256.of().byteString()))
                .sealed()
                .incidentBundle(STORY.incident());
        assertThat(brokenAt(file)).isEqualTo("entry 1, of governance, is chained to an incident");
    }

    @Test
    void incident_withoutOneOfItsEntries_doesNotFollow() {
        assertThat(brokenBy(b -> b.removeEntries(2)))
                .isEqualTo("entry " + (STORY.report() + 3)
                        + " does not follow the entry of the incident that stands before it");
    }

    @Test
    void incident_withoutItsReport_doesNotBegin() {
        assertThat(brokenBy(b -> b.removeEntries(0)))
                .isEqualTo("the incident's chain does not begin with the report that opens it");
    }

    @Test
    void notice_chainedToNothing_thoughOfAnIncident_isRefused() {
        MemoryLog log = LogForge.of(STORY.scene())
                .edit(STORY.decline(), e -> e.clearIncidentPrevious())
                .sealed();
        assertThat(brokenAt(log.noticeBundle(STORY.decline())))
                .isEqualTo("entry " + STORY.decline()
                        + " is chained to an incident that it does not belong to, or not to its own");
    }

    @Test
    void bundle_ofAnEntryThatTheCheckpointDoesNotCover_isNotWritten() {
        MemoryLog log = STORY.log();
        long size = STORY.scene().entries().size();
        assertThatThrownBy(() -> BundleWriter.notice(log, size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("index: " + size + " (expected: 1 to " + (size - 1)
                        + ", the entries that the checkpoint covers)");
        assertThatThrownBy(() -> BundleWriter.incident(log, STORY.incident(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("index: 0 (expected: 1 to ");
    }
}
