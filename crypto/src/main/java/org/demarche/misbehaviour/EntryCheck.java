package org.demarche.misbehaviour;

import java.util.Optional;
import org.demarche.evidence.ClaimedEntry;
import org.demarche.evidence.Code;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/** An entry of the log that the rules refuse: the last of an incident's whole chain, a single notice, or any of a whole log. */
final class EntryCheck {
    private EntryCheck() {}

    static Finding of(UnverifiedMisbehaviour file, Account account) {
        Optional<Account.Stop> stop = account.stop();
        if (stop.isEmpty()) {
            return new Finding.NotShown("the rules take every entry that the file brings");
        }
        Refusal refusal = stop.get().refusal();
        if (!file.whole() && refusal.reason() == Reason.CHAIN_BROKEN) {
            // What is chained to what the file leaves out says nothing against the log.
            return new Finding.NotShown(refusal.sentence());
        }
        long index = file.whole() ? account.taken() : stop.get().entry().index();
        return new Finding.Shown(
                code(refusal.reason()),
                "holds entry " + index + ", which its rules refuse: " + refusal.sentence() + " (" + refusal.reason()
                        + ")",
                index);
    }

    private static Code code(Reason reason) {
        return switch (reason) {
            case TIME_DECREASES, ISSUED_IN_FUTURE, VALIDITY_PASSED -> Code.TIME;
            default -> Code.FOLD;
        };
    }

    /** What keeps the entries from being the chain of one incident from the report on, or a single notice; empty: they are one of these. */
    static Optional<String> notOneChain(UnverifiedMisbehaviour file) {
        if (file.whole() || file.entries().isEmpty()) {
            return Optional.empty();
        }
        ClaimedEntry first = file.entries().get(0);
        Optional<Sha256> incident = first.entry().incident();
        boolean single = file.entries().size() == 1 && first.entry().notice().isPresent();
        boolean chain = first.entry().opensIncident()
                && file.entries().stream().allMatch(e -> e.entry().incident().equals(incident));
        return single || chain
                ? Optional.empty()
                : Optional.of("the entries are not those of one incident, from the report that opens it on");
    }
}
