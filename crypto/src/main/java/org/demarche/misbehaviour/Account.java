package org.demarche.misbehaviour;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.demarche.charter.Charter;
import org.demarche.escalation.Admission;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.Tip;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.ClaimedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.MisbehaviourFile.LieCase;
import org.demarche.proto.v1.Notice.BodyCase;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/** The entries of a file, applied anew in the order of the log, up to the first that does not pass: what governs, and how an incident stands. */
final class Account {
    private final boolean whole;
    private final SignatureVerifier verifier;
    private final Ledger.Batch batch;
    private final NavigableMap<Long, Charter> charters = new TreeMap<>();
    private Optional<Stop> stop = Optional.empty();
    private long taken;

    /**
     * The entry that does not pass.
     *
     * @param entry the entry
     * @param refusal why
     */
    record Stop(UnverifiedEntry entry, Refusal refusal) {}

    private Account(UnverifiedMisbehaviour file, SignatureVerifier verifier) {
        this.whole = file.whole();
        this.verifier = verifier;
        Ledger ledger = whole
                ? Ledger.empty()
                : Ledger.ofChains(
                        hash -> Optional.ofNullable(file.texts().texts().get(hash)));
        this.batch = ledger.batch(new MemoryRegister(), verifier);
    }

    /** Applies what a file brings of which every text is there; its first entry must be a genesis with a sound charter. */
    static Account of(UnverifiedMisbehaviour file, SignatureVerifier verifier) {
        Account account = new Account(file, verifier);
        Optional<UnverifiedEntry> alone = alone(file);
        for (UnverifiedEntry entry : entries(file)) {
            Optional<Refusal> refusal =
                    account.apply(entry, alone.filter(a -> a == entry).isPresent());
            if (refusal.isPresent()) {
                account.stop = Optional.of(new Stop(entry, refusal.get()));
                break;
            }
        }
        return account;
    }

    /** What is applied: of lies about heads, dates and pointers governance alone. */
    private static List<UnverifiedEntry> entries(UnverifiedMisbehaviour file) {
        if (file.whole()) {
            return file.log();
        }
        List<ClaimedEntry> chains = switch (file.lie()) {
            case REFUSED_ENTRY, UNJUSTIFIED_REFUSAL, FALSE_STATE -> file.brought();
            default -> file.governance();
        };
        return new ArrayList<>(chains.stream().map(ClaimedEntry::entry).toList());
    }

    /** A single notice: what it does may depend on entries that the file does not bring. What assents and key changes do, governance alone decides. */
    private static Optional<UnverifiedEntry> alone(UnverifiedMisbehaviour file) {
        if (file.lie() != LieCase.REFUSED_ENTRY || file.entries().size() != 1) {
            return Optional.empty();
        }
        UnverifiedEntry only = file.entries().get(0).entry();
        BodyCase kind = only.notice().map(n -> n.notice().getBodyCase()).orElse(BodyCase.BODY_NOT_SET);
        return only.notice().isPresent()
                        && !only.opensIncident()
                        && kind != BodyCase.CHARTER_ASSENT
                        && kind != BodyCase.KEY_CHANGE
                ? Optional.of(only)
                : Optional.empty();
    }

    /** Where it ended; empty: every entry passed. */
    Optional<Stop> stop() {
        return stop;
    }

    /** How many entries passed. */
    long taken() {
        return taken;
    }

    /** The state behind the entries that passed. */
    Ledger.Batch state() {
        return batch;
    }

    /** The charter that governs behind the last entry of a head of this size, as far as the file tells. */
    Charter charterBehind(long size) {
        return charters.floorEntry(size - 1).getValue();
    }

    private Optional<Refusal> apply(UnverifiedEntry unverified, boolean alone) {
        Entry entry;
        try {
            requireGoverned(unverified);
            entry = unverified.notice().isPresent()
                    ? unverified.verify(batch.governance(), verifier)
                    : unverified.fromOwnStore();
        } catch (RefusedException e) {
            return Optional.of(e.refusal());
        }
        Optional<Refusal> refusal = alone ? Admission.refusal(batch.governance(), entry) : batch.replay(entry);
        if (refusal.isEmpty()) {
            taken++;
            charters.put(entry.index(), batch.governance().charter());
        }
        return refusal;
    }

    /** Before anybody's signature is held against the log: that it is told by the keys that the log itself says are in force. */
    private void requireGoverned(UnverifiedEntry entry) throws RefusedException {
        boolean governed = entry.message()
                .getGovernance()
                .equals(batch.governanceTip().map(t -> t.leaf().byteString()).orElse(ByteString.EMPTY));
        if (!governed || (entry.notice().isPresent() && batch.governanceTip().isEmpty())) {
            throw new RefusedException(
                    Reason.CHAIN_BROKEN,
                    "entry " + entry.index() + ": governance is not the leaf hash of the newest governance entry"
                            + (whole ? "" : " that the file brings before it"));
        }
    }

    /** Leaf hash of the newest governance entry that passed. */
    Optional<Sha256> governanceTip() {
        return batch.governanceTip().map(Tip::leaf);
    }
}
