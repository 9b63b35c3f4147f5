package org.demarche.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.envelope.Strict;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.IncidentState;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/** Whole logs, entry by entry: PROTOCOL.md sections 3, 4, 7 and 8. */
final class FoldAnswers {
    static final Map<String, Respondent> ALL = Map.of("replay", FoldAnswers::replay, "doubtful", FoldAnswers::doubtful);

    private final SignatureVerifier verifier = SignatureVerifier.bouncyCastle();
    private final Ledger ledger = Ledger.empty();
    private final MemoryRegister register = new MemoryRegister();
    private final List<Entry> taken = new ArrayList<>();
    private final List<List<String>> states = new ArrayList<>();

    private FoldAnswers() {}

    private static Answer replay(Input in) throws QuestionException {
        FoldAnswers fold = new FoldAnswers();
        return fold.refused(in.list("entries")).orElseGet(() -> Answer.accept().withLists("states", fold.states));
    }

    private static Answer doubtful(Input in) throws QuestionException {
        FoldAnswers fold = new FoldAnswers();
        return fold.refused(in.list("entries"))
                .orElseGet(() -> Answer.accept()
                        .with(
                                "doubtful",
                                fold.taken.stream()
                                        .filter(e -> fold.governance().doubt(e).isPresent())
                                        .map(e -> Long.toString(e.index()))
                                        .toList()));
    }

    /** Takes entries; the answer if one of them may not stand where it does. */
    private Optional<Answer> refused(List<byte[]> entries) {
        for (int i = 0; i < entries.size(); i++) {
            Optional<Refusal> refusal = take(entries.get(i));
            if (refusal.isPresent()) {
                return Optional.of(Answer.refuse(refusal.get()).withNumber("index", i));
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> take(byte[] bytes) {
        Entry entry;
        try {
            entry = verified(UnverifiedEntry.parse(bytes));
        } catch (RefusedException e) {
            return Optional.of(e.refusal());
        }
        Ledger.Batch batch = ledger.batch(register, verifier);
        Optional<Refusal> refusal = batch.replay(entry);
        if (refusal.isEmpty()) {
            batch.adopt();
            register.add(entry);
            taken.add(entry);
            states.add(all());
        }
        return refusal;
    }

    private Entry verified(UnverifiedEntry entry) throws RefusedException {
        // The genesis is what there is to govern by: nobody has signed it.
        return ledger.size() == 0 ? entry.fromOwnStore() : entry.verify(governance(), verifier);
    }

    private Governance governance() {
        return ledger.governance();
    }

    private List<String> all() {
        return ledger.incidents().stream()
                .map(incident -> incident.state())
                .sorted(Comparator.comparingLong(IncidentState::getOpenedIndex))
                .map(state -> HexFormat.of().formatHex(Strict.encode(state)))
                .toList();
    }
}
