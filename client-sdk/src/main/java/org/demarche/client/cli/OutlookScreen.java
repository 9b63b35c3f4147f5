package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Difference;
import org.demarche.charter.Problem;
import org.demarche.escalation.Outlook;

/** A draft for those who are to assent to it: what it changes, and what follows. The rule in force and the draft's own are never put together into one number. */
final class OutlookScreen {
    private OutlookScreen() {}

    /** All of it. */
    static void write(Outlook outlook, Page page) {
        changes(outlook.differences(), page);
        page.blank();
        consequences(outlook, page);
    }

    /** What differs, area by area. */
    static void changes(List<Difference> differences, Page page) {
        if (differences.isEmpty()) {
            page.line("It changes nothing: the two say the same.");
        }
        Optional<Difference.Area> area = Optional.empty();
        for (Difference difference : differences) {
            if (!area.equals(Optional.of(difference.area()))) {
                page.line(difference.area().name());
                area = Optional.of(difference.area());
            }
            change(difference, page);
        }
    }

    private static void change(Difference difference, Page page) {
        boolean keyItself = difference
                .before()
                .or(difference::after)
                .filter(v -> difference.subject().endsWith(v))
                .isPresent();
        page.line("  " + difference.kind() + ": " + difference.subject(), 4);
        if (!keyItself) {
            difference.before().ifPresent(v -> page.line("    before: " + v, 12));
            difference.after().ifPresent(v -> page.line("    after:  " + v, 12));
        }
        difference.notes().forEach(n -> page.line("    " + n, 6));
    }

    /** Whether it may follow, who has assented under which rule, and what lapses. */
    static void consequences(Outlook outlook, Page page) {
        outlook.refused().forEach(p -> page.line("REFUSED, it cannot follow: " + p, 2));
        if (!outlook.refused().isEmpty()) {
            return;
        }
        outlook.current().ifPresent(s -> page.field("old rule", s.sentence()));
        page.field(
                outlook.current().isPresent() ? "new rule" : "rule",
                outlook.own().sentence());
        if (outlook.current().isPresent()) {
            page.line("It comes into force once both rules hold, each by itself.");
        }
        if (!outlook.twice().isEmpty()) {
            page.line(
                    "A party that gets another root assents twice, with the old one and with the new one: "
                            + String.join(" ", outlook.twice()) + ".",
                    2);
        }
        outlook.lapsing()
                .forEach(l -> page.line(
                        "Its adoption ends the open proposal " + l.proposal().brief() + " of " + l.by() + " for tier "
                                + l.tier() + " in incident " + l.incident().brief() + ".",
                        2));
        if (outlook.draft().closes()) {
            page.line("WITH ITS ADOPTION THE LOG IS CLOSED, FOR GOOD.");
        }
    }

    /** The same for programs. */
    static void json(Outlook outlook, ObjectNode node) {
        node.put("hash", outlook.draft().hash().hex())
                .put("version", outlook.draft().version())
                .put("title", outlook.draft().title())
                .put("final", outlook.draft().closes())
                .put("posted", outlook.posted());
        problems(outlook.refused(), node.putArray("refused"));
        differences(outlook.differences(), node.putArray("differences"));
        outlook.current().ifPresent(s -> standing(s, node.putObject("rule_in_force")));
        standing(outlook.own(), node.putObject("own_rule"));
        ArrayNode twice = node.putArray("assent_twice");
        outlook.twice().forEach(twice::add);
        ArrayNode lapsing = node.putArray("lapsing");
        outlook.lapsing()
                .forEach(l -> lapsing.addObject()
                        .put("incident", l.incident().hex())
                        .put("proposal", l.proposal().hex())
                        .put("tier", l.tier())
                        .put("by", l.by()));
    }

    static void problems(List<Problem> problems, ArrayNode array) {
        problems.forEach(p -> array.addObject().put("place", p.place()).put("sentence", p.sentence()));
    }

    static void differences(List<Difference> differences, ArrayNode array) {
        for (Difference difference : differences) {
            ObjectNode node = array.addObject()
                    .put("area", difference.area().word())
                    .put("subject", difference.subject())
                    .put("kind", difference.kind());
            difference.before().ifPresent(v -> node.put("before", v));
            difference.after().ifPresent(v -> node.put("after", v));
            ArrayNode notes = node.putArray("notes");
            difference.notes().forEach(notes::add);
        }
    }

    private static void standing(Outlook.Standing standing, ObjectNode node) {
        node.put("rule", standing.rule()).put("holds", standing.holds()).put("missing", standing.missing());
        ArrayNode asked = node.putArray("asked");
        standing.asked().forEach(asked::add);
        ArrayNode assented = node.putArray("assented");
        standing.assented().forEach(assented::add);
    }
}
