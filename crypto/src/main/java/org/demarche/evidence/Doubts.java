package org.demarche.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.escalation.Compromise;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;
import org.demarche.proto.v1.Notice;

/**
 * What the bundle's governance chain says against its own notices: that a party has since declared the key of one compromised. No rule looks back, so the result stands;
 * but whoever reads it is told.
 */
final class Doubts {
    private Doubts() {}

    /** One sentence for each doubtful notice, in the order of the log. */
    static List<String> of(Replay replay) {
        List<String> doubts = new ArrayList<>();
        for (Entry entry : replay.entries()) {
            if (entry.content() instanceof Content.Noticed noticed) {
                Notice notice = noticed.notice().notice();
                Optional<Compromise> compromise = replay.governance()
                        .compromise(notice.getAuthor(), noticed.notice().keyId())
                        .filter(c -> c.covers(entry.index()));
                compromise.ifPresent(
                        c -> doubts.add("DOUBTFUL: entry " + entry.index() + ", " + ResultReader.kind(notice) + " by "
                                + replay.signer(noticed.notice()) + ", is " + c.sentence()));
            }
        }
        return List.copyOf(doubts);
    }
}
