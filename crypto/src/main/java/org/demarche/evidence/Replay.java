package org.demarche.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.demarche.charter.Charter;
import org.demarche.charter.Gate;
import org.demarche.charter.Tier;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Admission;
import org.demarche.escalation.Clock;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.Milestone;
import org.demarche.escalation.Signer;
import org.demarche.escalation.TierProgress;
import org.demarche.escalation.Tip;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.Notice.BodyCase;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/**
 * The bundle's two chains, applied anew in the order of the log: who may sign (step 3), and whether the rules take every entry (step 9). Ends at the first entry
 * that does not pass; behind it only governance is followed, as far as it passes, so that the charter is the one in force at the end.
 */
final class Replay {
    private final UnverifiedBundle bundle;
    private final SignatureVerifier verifier;
    private final Ledger.Batch batch;
    private final Map<Sha256, Signer> signers = new HashMap<>();
    private final NavigableMap<Long, Charter> charters = new TreeMap<>();
    private final Map<Integer, Set<Clock>> clocks = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Kind, Turn> turns = new HashMap<>();
    private Optional<Stop> stop = Optional.empty();

    /**
     * Where and why it ended.
     *
     * @param check the step that fails
     * @param code with which code
     * @param sentence what is wrong
     */
    record Stop(Check check, Code code, String sentence) {
        /** The outcome of {@code step}, if it is the one that fails. */
        Optional<Step> of(Check step) {
            return step == check ? Optional.of(Step.failed(check, code, sentence)) : Optional.empty();
        }

        /** What a refusal by the ledger comes to. */
        static Stop of(Refusal refusal, String place) {
            if (refusal.reason() == Reason.CHAIN_BROKEN) {
                return new Stop(Check.CHAINS, Code.NOT_INCLUDED, refusal.sentence());
            }
            if (refusal.reason() == Reason.TIME_DECREASES) {
                return new Stop(Check.CHAINS, Code.TIME, refusal.sentence());
            }
            return new Stop(
                    Check.FOLD,
                    Code.FOLD,
                    place + "the rules refuse it: " + refusal.sentence() + " (" + refusal.reason() + ")");
        }
    }

    /**
     * How a tier moved.
     *
     * @param as the incident as it was when the tier had just moved, under the charter that governed it then
     * @param before the index at which the entries begin that had no part in it
     */
    record Turn(Incident as, long before) {}

    /** A tier that was activated, or stood down. */
    private record Kind(int tier, boolean activated) {
        Optional<Milestone> milestone(Incident of) {
            TierProgress progress = of.tier(tier);
            return activated ? progress.activated() : progress.stoodDown();
        }
    }

    private Replay(UnverifiedBundle bundle, SignatureVerifier verifier) {
        this.bundle = bundle;
        this.verifier = verifier;
        this.batch = Ledger.ofChains(hash -> Optional.ofNullable(bundle.texts().get(hash)))
                .batch(new MemoryRegister(), verifier);
    }

    /**
     * Replays a bundle of which every signature is true, every chain is whole, and every text is there. Entry 0 must be sound.
     *
     * @param verifier checks them anew; expected to remember
     */
    static Replay of(UnverifiedBundle bundle, SignatureVerifier verifier) {
        Replay replay = new Replay(bundle, verifier);
        for (ClaimedEntry claimed : Chains.inOrder(bundle)) {
            replay.stop = replay.apply(claimed);
            if (replay.stop.isPresent()) {
                replay.govern(claimed.index());
                break;
            }
        }
        return replay;
    }

    /** Goes on with governance alone, as far as it passes: which keys the log has behind its last entry decides whether it can be held to what was refused. */
    private void govern(long stoppedAt) {
        for (ClaimedEntry claimed : bundle.governance()) {
            if (claimed.index() > stoppedAt && apply(claimed).isPresent()) {
                break;
            }
        }
    }

    /** Why it ended before the last entry; empty: every entry was taken. */
    Optional<Stop> stop() {
        return stop;
    }

    /** What governs behind the entries that were taken, and the governance that was followed from there. */
    Governance governance() {
        return batch.governance();
    }

    /** The charter in force behind the entry at {@code index}, as far as entries were taken. */
    Charter charterAt(long index) {
        Map.Entry<Long, Charter> governing = charters.floorEntry(index);
        return governing == null ? batch.governance().charter() : governing.getValue();
    }

    /** The starts of the clock that a tier's activation rests on: its own if it waited, and those of the tiers that it required. */
    Set<Clock> clocks(int tier) {
        return clocks.getOrDefault(tier, Set.of());
    }

    /** The entries that were taken, in order. */
    List<Entry> entries() {
        return entries;
    }

    /** Whose word a notice is. */
    Signer signer(VerifiedNotice notice) {
        Signer signer = signers.get(notice.id());
        if (signer == null) {
            throw new IllegalStateException("notice " + notice.id() + " was not replayed");
        }
        return signer;
    }

    /** The incident behind the entries that were taken. */
    Optional<Incident> incident(Sha256 id) {
        return batch.incident(id);
    }

    /** How a tier of the bundle's incident was activated or stood down; it must have been. */
    Turn turn(int tier, boolean activated) {
        Turn turn = turns.get(new Kind(tier, activated));
        if (turn == null) {
            throw new IllegalStateException("tier " + tier + " did not move");
        }
        return turn;
    }

    private Optional<Stop> apply(ClaimedEntry claimed) {
        String place = "entry " + claimed.index() + ": ";
        Entry entry;
        try {
            entry = claimed.entry().notice().isPresent()
                    ? claimed.entry().verify(batch.governance(), verifier)
                    : claimed.entry().fromOwnStore();
        } catch (RefusedException e) {
            return Optional.of(
                    new Stop(Check.SIGNATURES, Code.SIGNATURE, e.refusal().sentence()));
        }
        if (entry.content() instanceof Content.Noticed noticed) {
            Optional<Stop> notEntitled = identify(noticed.notice(), place);
            if (notEntitled.isPresent()) {
                return notEntitled;
            }
        }
        Optional<Incident> before = ofBundle();
        Optional<Refusal> refusal = standsAlone(claimed, entry) ? admit(entry) : batch.replay(entry);
        if (refusal.isPresent()) {
            return Optional.of(Stop.of(refusal.get(), place));
        }
        entries.add(entry);
        if (charters.isEmpty()
                || !charters.lastEntry().getValue().equals(batch.governance().charter())) {
            charters.put(entry.index(), batch.governance().charter());
        }
        before.ifPresent(b -> noteTurns(b, entry.index()));
        return Optional.empty();
    }

    /** The one incident of which the bundle brings more than a notice. */
    private Optional<Incident> ofBundle() {
        return Chains.incident(bundle.last()).flatMap(this::incident);
    }

    /**
     * Notes how the tiers moved that an entry has moved. What fell due before the entry was decided without it, under the charter of then: a DECLINE that comes a
     * second too late is not part of the quorum, and a later entry may stop the clock.
     */
    private void noteTurns(Incident before, long index) {
        Incident after = ofBundle().orElseThrow();
        for (Tier tier : after.charter().tiers()) {
            for (Kind kind : List.of(new Kind(tier.number(), true), new Kind(tier.number(), false))) {
                Optional<Milestone> milestone = kind.milestone(after);
                if (milestone.isPresent() && kind.milestone(before).isEmpty()) {
                    Incident due = before.at(milestone.get().instantMs(), index);
                    Turn turn = kind.milestone(due).isPresent() ? new Turn(due, index) : new Turn(after, index + 1);
                    turns.put(kind, turn);
                    if (kind.activated()) {
                        clocks.put(tier.number(), clocks(turn.as(), tier.number()));
                    }
                }
            }
        }
    }

    private Set<Clock> clocks(Incident of, int number) {
        Tier tier = of.charter().tier(number).orElseThrow();
        Set<Clock> all = new LinkedHashSet<>();
        for (Gate gate : tier.requires()) {
            if (gate instanceof Gate.OfTier lower) {
                all.addAll(clocks(lower.number()));
            }
        }
        tier.notBefore().flatMap(span -> of.clock()).ifPresent(all::add);
        return all;
    }

    private Optional<Stop> identify(VerifiedNotice notice, String place) {
        try {
            signers.put(notice.id(), signer(batch, notice));
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(new Stop(
                    Check.SIGNATURES, Code.NOT_ENTITLED, place + e.refusal().sentence()));
        }
    }

    /**
     * Whose word a notice is that comes next.
     *
     * @throws RefusedException if its key is not entitled to it
     */
    static Signer signer(Ledger.Batch batch, VerifiedNotice notice) throws RefusedException {
        Governance governance;
        try {
            governance = batch.governing(notice);
        } catch (RefusedException e) {
            // That text may not follow: the rules refuse the assent to it, later.
            governance = batch.governance();
        }
        return Admission.signer(governance, notice);
    }

    /** Whether the entry's effect depends on entries that a notice's bundle does not bring. What assents and key changes do, governance alone decides. */
    private boolean standsAlone(ClaimedEntry claimed, Entry entry) {
        if (!bundle.ofNotice() || claimed != bundle.last()) {
            return false;
        }
        BodyCase kind = entry.known().orElseThrow().notice().getBodyCase();
        return kind != BodyCase.CHARTER_ASSENT && kind != BodyCase.KEY_CHANGE;
    }

    private Optional<Refusal> admit(Entry entry) {
        // The same that a full replay looks at: whether what the entry names as governance is what governs.
        if (!entry.governance().equals(batch.governanceTip().map(Tip::leaf))) {
            return Optional.of(new Refusal(
                    Reason.CHAIN_BROKEN,
                    "entry " + entry.index() + ": governance is not the leaf hash of the newest governance entry"));
        }
        return Admission.refusal(batch.governance(), entry);
    }
}
