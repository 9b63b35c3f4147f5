package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_VIOLATION;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.FindingWord;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/** A reader's ledger takes the entries of a log one by one, and nothing that isn't the next link of its chains. */
class LedgerTest {
    private static final Sha256 ANOTHER = Sha256.of(new byte[] {1});

    private final Scene scene = Scene.inForce();
    private final Ledger ledger = Ledger.empty();
    private final MemoryRegister register = new MemoryRegister();

    /** The newest entry of a log that holds an incident, replayed up to the one before it. */
    private Entry newest() {
        Sha256 incident = scene.at(1).report("UA/watch");
        scene.at(2).confirm(incident, FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "FR/watch");
        List<Entry> entries = scene.entries();
        entries.subList(0, entries.size() - 1).forEach(this::replayed);
        return entries.get(entries.size() - 1);
    }

    private void replayed(Entry entry) {
        Ledger.Batch batch = batch();
        assertThat(batch.replay(entry)).isEmpty();
        batch.adopt();
        register.add(entry);
    }

    private Ledger.Batch batch() {
        return ledger.batch(register, SignatureVerifier.bouncyCastle());
    }

    private Refusal refused(Entry entry) {
        Ledger.Batch batch = batch();
        Refusal refusal = batch.replay(entry).orElseThrow();
        assertThat(batch.entries()).isEmpty();
        return refusal;
    }

    private static Refusal broken(String sentence) {
        return new Refusal(Reason.CHAIN_BROKEN, sentence);
    }

    private static Entry with(
            Entry entry, long index, long acceptedAtMs, Optional<Sha256> previous, Optional<Sha256> governance)
            throws RefusedException {
        return Entry.make(index, acceptedAtMs, previous, governance, entry.content());
    }

    @Test
    void replay_theNextEntry_isTaken() {
        Entry entry = newest();
        replayed(entry);
        assertThat(ledger.incidents()).isEqualTo(scene.ledger().incidents());
        assertThat(ledger.size()).isEqualTo(entry.index() + 1);
        assertThat(ledger.lastAcceptedAtMs()).isEqualTo(entry.acceptedAtMs());
    }

    @Test
    void clockStarts_areTheEntriesThatEstablishedTheFinding() {
        Entry entry = newest();
        assertThat(ledger.clockStartsFrom(0)).isEmpty();
        replayed(entry);
        Sha256 incident = ledger.incidents().iterator().next().id();
        assertThat(ledger.clockStartsFrom(0)).isEqualTo(Map.of(entry.index(), Set.of(incident)));
        assertThat(ledger.clockStartsFrom(entry.index())).hasSize(1);
        assertThat(ledger.clockStartsFrom(entry.index() + 1)).isEmpty();
    }

    @Test
    void clockStarts_ofAClockThatStartedAnew_areBoth() {
        replayed(newest());
        Sha256 incident = ledger.incidents().iterator().next().id();
        int before = scene.entries().size();
        scene.at(3).find(incident, FINDING_KIND_VIOLATION, FindingWord.FINDING_WORD_REFUTED, "US/watch");
        scene.at(4).confirm(incident, FINDING_KIND_VIOLATION, "US/watch");
        List<Entry> entries = scene.entries();
        entries.subList(before, entries.size()).forEach(this::replayed);
        assertThat(ledger.clockStartsFrom(0).keySet()).containsExactly(before - 1L, entries.size() - 1L);
    }

    @Test
    void replay_anotherIndex_isBroken() throws RefusedException {
        Entry e = newest();
        for (long index : new long[] {e.index() - 1, e.index() + 1}) {
            assertThat(refused(with(e, index, e.acceptedAtMs(), e.incidentPrevious(), e.governance())))
                    .isEqualTo(broken("entry " + index + " (expected: " + e.index() + ")"));
        }
    }

    @Test
    void replay_anotherLink_isBroken() throws RefusedException {
        Entry e = newest();
        for (Optional<Sha256> wrong : List.of(Optional.<Sha256>empty(), Optional.of(ANOTHER))) {
            assertThat(refused(with(e, e.index(), e.acceptedAtMs(), e.incidentPrevious(), wrong)))
                    .isEqualTo(broken(
                            "entry " + e.index() + ": governance is not the leaf hash of the newest governance entry"));
            assertThat(refused(with(e, e.index(), e.acceptedAtMs(), wrong, e.governance())))
                    .isEqualTo(broken("entry " + e.index()
                            + ": incident_previous is not the leaf hash of the incident's newest entry"));
        }
    }

    @Test
    void replay_earlierThanItsPredecessor_saysByHowMuch() throws RefusedException {
        Entry e = newest();
        assertThat(refused(with(e, e.index(), e.acceptedAtMs() - 5, e.incidentPrevious(), e.governance())))
                .isEqualTo(new Refusal(
                        Reason.TIME_DECREASES, "entry " + e.index() + " is dated 5 ms before its predecessor"));
    }

    @Test
    void replay_genesisAndTheRest_haveTheirPlace() throws RefusedException {
        Entry e = newest();
        Entry genesis = scene.entries().get(0);
        assertThat(refused(with(genesis, e.index(), e.acceptedAtMs(), Optional.empty(), e.governance())))
                .isEqualTo(broken("entry " + e.index() + " is a genesis (expected: entry 0 alone)"));
        Ledger fresh = Ledger.empty();
        assertThat(fresh.batch(register, SignatureVerifier.bouncyCastle())
                        .replay(with(e, 0, e.acceptedAtMs(), Optional.empty(), Optional.empty())))
                .contains(broken("entry 0 comes before the genesis"));
    }

    @Test
    void replay_chainsOfABundle_maySkipIndexesButNotGoBack() throws RefusedException {
        Ledger chains = Ledger.ofChains(CharterTexts.NONE);
        Entry genesis = scene.entries().get(0);
        Ledger.Batch batch = chains.batch(register, SignatureVerifier.bouncyCastle());
        assertThat(batch.replay(genesis)).isEmpty();
        Entry first = scene.entries().get(1);
        Entry later = with(first, 7, first.acceptedAtMs(), Optional.empty(), first.governance());
        assertThat(batch.replay(later)).isEmpty();
        Entry second = scene.entries().get(2);
        assertThat(batch.replay(with(second, 7, second.acceptedAtMs(), Optional.empty(), Optional.of(later.leaf()))))
                .contains(broken("entry 7 (expected: 8 or later)"));
    }

    @Test
    void adopt_afterAnotherBatch_isADefect() {
        Entry entry = newest();
        Ledger.Batch late = batch();
        assertThat(late.replay(entry)).isEmpty();
        replayed(entry);
        assertThatThrownBy(late::adopt).isInstanceOf(IllegalStateException.class);
    }
}
