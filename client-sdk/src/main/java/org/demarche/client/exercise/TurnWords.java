package org.demarche.client.exercise;

import java.util.Locale;
import org.demarche.charter.Words;

/** What followed, in words. */
public final class TurnWords {
    private TurnWords() {}

    /** What a closed gate waits for. {@code gate} is as the charter writes it, or {@code not before 72h}. */
    public static String awaited(String gate) {
        String timeGate = "not before ";
        return gate.startsWith(timeGate) ? "the " + gate.substring(timeGate.length()) + " to pass" : gate;
    }

    /** One sentence, without a full stop. */
    public static String of(Turn turn, PlanClock clock) {
        if (turn instanceof Turn.InForce) {
            return "THE CHARTER IS IN FORCE";
        }
        if (turn instanceof Turn.Established established) {
            return Words.of(established.finding()).toUpperCase(Locale.ROOT) + " ESTABLISHED by "
                    + String.join(", ", established.by());
        }
        if (turn instanceof Turn.Lost lost) {
            return Words.of(lost.finding()) + " no longer established";
        }
        if (turn instanceof Turn.ClockStarted started) {
            return "the clock runs, from entry " + started.index();
        }
        if (turn instanceof Turn.Answered answered) {
            return "tier " + answered.tier() + " is answered: its deeds have been reported";
        }
        if (turn instanceof Turn.Attested attested) {
            return (attested.tier() == 0 ? "the start of the clock" : "the activation of tier " + attested.tier())
                    + " is " + attested.vouched().words();
        }
        if (turn instanceof Turn.WindingDown) {
            return "the incident winds down: no new activation";
        }
        return turn instanceof Turn.Closed ? "THE INCIDENT IS CLOSED" : ofTier(turn, clock);
    }

    private static String ofTier(Turn turn, PlanClock clock) {
        if (turn instanceof Turn.Proposed proposed) {
            String what = proposed.activate()
                    ? "tier " + proposed.tier() + " is proposed"
                    : "to stand tier " + proposed.tier() + " down is proposed";
            return what + "; it lapses at " + clock.label(proposed.deadlineMs());
        }
        if (turn instanceof Turn.QuorumMet met) {
            String waits = met.waitsFor().isEmpty()
                    ? ""
                    : " · waits for: "
                            + String.join(
                                    " and ",
                                    met.waitsFor().stream()
                                            .map(TurnWords::awaited)
                                            .toList());
            return (met.activate()
                            ? "tier " + met.tier() + " quorum MET"
                            : "stand-down of tier " + met.tier() + " quorum MET")
                    + waits;
        }
        if (turn instanceof Turn.GateOpened gate) {
            return "gate of tier " + gate.tier() + " opens: " + gate.gate();
        }
        if (turn instanceof Turn.Activated activated) {
            return "TIER " + activated.tier() + " ACTIVE, visible from entry " + activated.index();
        }
        if (turn instanceof Turn.Overdue overdue) {
            return "tier " + overdue.tier() + " is OVERDUE";
        }
        if (turn instanceof Turn.Lapsed lapsed) {
            return "the proposal for tier " + lapsed.tier() + " has lapsed";
        }
        if (turn instanceof Turn.StoodDown stoodDown) {
            return "TIER " + stoodDown.tier() + " STOOD DOWN";
        }
        throw new IllegalArgumentException("turn: " + turn + " (expected: one that has words)");
    }
}
