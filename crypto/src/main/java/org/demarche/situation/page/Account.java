package org.demarche.situation.page;

import java.util.List;
import org.demarche.charter.Party;
import org.demarche.situation.Drawing;
import org.demarche.situation.Question;

/**
 * What an exercise leaves for people: how it ended, who took which position, what it proves, and what happened.
 *
 * @param title of the scenario
 * @param facts the head of the page
 * @param tiers how each ended
 * @param line the line of the plan
 * @param parties in the charter's order
 * @param questions on which parties' words counted
 * @param proof what the evidence proves
 * @param rows what happened, in order
 */
public record Account(
        String title,
        List<Fact> facts,
        List<TierEnd> tiers,
        Drawing line,
        List<Party> parties,
        List<Question> questions,
        Proof proof,
        List<Row> rows) {
    public Account {
        facts = List.copyOf(facts);
        tiers = List.copyOf(tiers);
        parties = List.copyOf(parties);
        questions = List.copyOf(questions);
        rows = List.copyOf(rows);
    }

    /** A name and what it is. */
    public record Fact(String name, String value) {}

    /**
     * How a tier ended.
     *
     * @param steps what came of it, in order
     * @param rule who had to concur, in words
     */
    public record TierEnd(int number, String title, boolean active, String outcome, List<Step> steps, String rule) {
        public TierEnd {
            steps = List.copyOf(steps);
        }
    }

    /** When something was, such as {@code T+26:02}, and what. */
    public record Step(String time, String what) {}

    /**
     * What the evidence proves.
     *
     * @param command the command that verifies a file
     * @param files every file
     * @param stepsOf the file whose steps are told; empty: there is no file
     * @param steps of its verification
     * @param attempts what a dishonest operator tried
     */
    public record Proof(String command, List<Proven> files, String stepsOf, List<Check> steps, List<Attempt> attempts) {
        public Proof {
            files = List.copyOf(files);
            steps = List.copyOf(steps);
            attempts = List.copyOf(attempts);
        }
    }

    /** A file of evidence, its verdict, and who vouches for history and time. */
    public record Proven(
            String file, boolean good, String verdict, String words, String witnesses, String authorities) {}

    /** A step of a verification. */
    public record Check(int number, boolean good, String status, String title, String sentence, List<String> details) {
        public Check {
            details = List.copyOf(details);
        }
    }

    /** What an operator tried, the steps against it, what came of it, and what is to be said besides; the last may be empty. */
    public record Attempt(String what, List<Against> against, boolean refused, String outcome, String note) {
        public Attempt {
            against = List.copyOf(against);
        }
    }

    /** A step that stands against an attempt. */
    public record Against(String step, String words) {}

    /**
     * A line of what happened.
     *
     * @param kind {@code told}, {@code said}, {@code refused}, {@code silent} or {@code followed}
     * @param time in the plan
     * @param dtg in the log
     * @param entry the entries of the log, or a sign
     * @param who who speaks
     * @param what in words
     * @param reason of a refusal, by its name; may be empty
     * @param details further lines
     */
    public record Row(
            String kind,
            String time,
            String dtg,
            String entry,
            String who,
            String what,
            String reason,
            List<String> details) {
        public Row {
            details = List.copyOf(details);
        }
    }
}
