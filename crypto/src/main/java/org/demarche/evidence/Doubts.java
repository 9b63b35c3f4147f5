package org.demarche.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.escalation.Compromise;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;

/**
 * What the bundle's governance chain says against its own notices: that a party has since declared the key of one compromised. No rule looks back, so the result stands;
 * but whoever reads it is told.
 */
final class Doubts {
    private Doubts() {}

    /** The doubtful notices, in the order of the log. */
    static List<Doubtful> of(Replay replay) {
        List<Doubtful> doubts = new ArrayList<>();
        for (Entry entry : replay.entries()) {
            Optional<Compromise> compromise = replay.governance().doubt(entry);
            if (compromise.isPresent() && entry.content() instanceof Content.Noticed noticed) {
                doubts.add(new Doubtful(
                        entry.index(),
                        "DOUBTFUL: entry " + entry.index() + ", "
                                + ResultReader.kind(noticed.notice().notice()) + " by "
                                + replay.signer(noticed.notice()) + ", is "
                                + compromise.get().sentence()));
            }
        }
        return List.copyOf(doubts);
    }
}
