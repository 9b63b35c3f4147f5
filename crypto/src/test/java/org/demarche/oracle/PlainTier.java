package org.demarche.oracle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.proto.v1.ProposalAct;

/**
 * A tier as the charter writes it.
 *
 * @param number its number
 * @param requires its gates, as written
 * @param notBefore its time gate, as written
 * @param notBeforeMs the same in milliseconds of the log's time; 0 without one
 * @param actWithinMs likewise
 * @param answeredBy the deeds it consists of
 * @param lapsesAfterMs how long a proposal lives
 * @param quorum who must concur to activate
 * @param standDown who must concur to stand down
 * @param desks how many desks of a party must concur
 */
record PlainTier(
        int number,
        List<String> requires,
        Optional<String> notBefore,
        long notBeforeMs,
        Optional<Long> actWithinMs,
        List<String> answeredBy,
        long lapsesAfterMs,
        String quorum,
        String standDown,
        int desks) {

    static PlainTier of(Map<String, Object> table, PlainCharter charter) {
        Optional<String> notBefore = Optional.ofNullable((String) table.get("not_before"));
        return new PlainTier(
                PlainCharter.number(table, "number", 0),
                PlainCharter.texts(table, "requires"),
                notBefore,
                notBefore.map(charter::scaled).orElse(0L),
                Optional.ofNullable((String) table.get("act_within")).map(charter::scaled),
                PlainCharter.texts(table, "answered_by"),
                charter.scaled(PlainCharter.text(table, "lapses_after")),
                PlainCharter.text(table, "quorum"),
                PlainCharter.text(table, "stand_down"),
                PlainCharter.number(table, "desks", 1));
    }

    /** The rule for what is proposed. */
    String rule(ProposalAct act) {
        return act == ProposalAct.PROPOSAL_ACT_ACTIVATE ? quorum : standDown;
    }
}
