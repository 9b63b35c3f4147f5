package org.demarche.situation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.demarche.charter.Gate;
import org.demarche.charter.Party;
import org.demarche.charter.Words;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.Pledge;
import org.demarche.time.Dtg;

/**
 * The register: who contributes what to the security guarantees, under which conditions.
 *
 * @param components of the guarantees, in their order
 * @param rows one for each party of the charter, in its order
 * @param pledges every pledge, in the order of the log
 * @param declarations every declaration, in the order of the log
 */
public record RegisterView(
        List<String> components, List<Row> rows, List<PledgeView> pledges, List<DeclarationView> declarations) {
    public RegisterView {
        components = List.copyOf(components);
        rows = List.copyOf(rows);
        pledges = List.copyOf(pledges);
        declarations = List.copyOf(declarations);
    }

    /** Where a pledge stands. */
    public enum State {
        /** It is in force. */
        IN_FORCE(Sign.YES, "in force"),
        /** A condition is still open. */
        CONDITIONAL(Sign.PARTLY, "waits for a condition"),
        /** It begins later. */
        LATER(Sign.PARTLY, "begins later"),
        /** It is over. */
        OVER(Sign.NO, "over"),
        /** There is none. */
        NONE(Sign.NOTHING, "no pledge");

        private final Sign sign;
        private final String words;

        State(Sign sign, String words) {
            this.sign = sign;
            this.words = words;
        }

        /** Its sign. */
        public Sign sign() {
            return sign;
        }

        /** In words. */
        public String words() {
            return words;
        }
    }

    /**
     * A party and the components.
     *
     * @param party the party
     * @param cells one for each component
     * @param declares how many declarations it has made
     */
    public record Row(Party party, List<Cell> cells, long declares) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A party and a component.
     *
     * @param state the best that one of its pledges has come to
     * @param words the whole in words
     * @param required whether a tier's gate asks for it
     * @param note such as {@code 1 of 2 conditions met}; may be empty
     */
    public record Cell(State state, String words, boolean required, String note) {}

    /**
     * A pledge.
     *
     * @param entry the entry that brought it
     * @param party who pledges
     * @param component to what
     * @param state where it stands
     * @param text what is pledged
     * @param from in force from, once all conditions are met
     * @param until in force until; empty: without end
     * @param conditions in their order
     * @param ended in words; empty: the party has not ended it
     */
    public record PledgeView(
            Spoken entry,
            String party,
            String component,
            State state,
            String text,
            String from,
            String until,
            List<Condition> conditions,
            String ended) {
        public PledgeView {
            conditions = List.copyOf(conditions);
        }

        /** How many conditions are met. */
        public long met() {
            return conditions.stream().filter(Condition::met).count();
        }
    }

    /** A condition; {@code by}: the entry by which it was met, in words. */
    public record Condition(int number, String text, boolean met, String by) {}

    /**
     * A declaration.
     *
     * @param entry the entry that brought it
     * @param party who declares support
     * @param title of the document
     * @param document SHA-256 of the document
     * @param text in words; may be empty
     */
    public record DeclarationView(Spoken entry, String party, String title, Sha256 document, String text) {}

    /** The register at the instant of a situation. */
    public static RegisterView of(Situation situation) {
        List<Component> components = Arrays.stream(Component.values())
                .filter(c -> c != Component.COMPONENT_UNSPECIFIED && c != Component.UNRECOGNIZED)
                .toList();
        List<PledgeView> pledges = situation.journal().pledges().stream()
                .map(p -> pledge(p, situation.nowMs()))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (Party party : situation.charter().parties()) {
            rows.add(new Row(
                    party,
                    components.stream()
                            .map(c -> cell(situation, party, c, pledges))
                            .toList(),
                    situation.journal().declarations().stream()
                            .filter(d -> d.party().equals(party.id()))
                            .count()));
        }
        return new RegisterView(
                components.stream().map(Words::of).toList(),
                rows,
                pledges,
                situation.journal().declarations().stream()
                        .map(d -> new DeclarationView(
                                d.entry(),
                                d.party(),
                                d.declaration().getTitle(),
                                Sha256.copyOf(d.declaration().getSha256()),
                                d.declaration().getText()))
                        .toList());
    }

    private static Cell cell(Situation situation, Party party, Component component, List<PledgeView> pledges) {
        String word = Words.of(component);
        PledgeView best = pledges.stream()
                .filter(p -> p.party().equals(party.id()) && p.component().equals(word))
                .min(Comparator.comparing(PledgeView::state))
                .orElse(null);
        boolean required = situation.charter().tiers().stream()
                .anyMatch(t -> t.requires().contains(new Gate.OfPledge(party.id(), component)));
        State state = best == null ? State.NONE : best.state();
        String note = best != null && state == State.CONDITIONAL
                ? best.met() + " of " + best.conditions().size() + " conditions met"
                : "";
        return new Cell(
                state,
                party.name() + ", " + word + ": " + state.words() + (note.isEmpty() ? "" : ", " + note)
                        + (required ? "; a tier requires it" : ""),
                required,
                note);
    }

    private static PledgeView pledge(Journal.Pledged pledged, long nowMs) {
        Pledge pledge = pledged.pledge();
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < pledge.getConditionsCount(); i++) {
            Long by = pledged.met().get(i + 1);
            conditions.add(new Condition(
                    i + 1, pledge.getConditions(i), by != null, by == null ? "open" : "met by entry " + by));
        }
        return new PledgeView(
                pledged.entry(),
                pledged.party(),
                Words.of(pledge.getComponent()),
                state(pledged, nowMs),
                Phrases.cut(pledge.getText(), Spoken.MOST),
                Dtg.of(pledge.getFromMs()),
                pledge.getUntilMs() == 0 ? "" : Dtg.of(pledge.getUntilMs()),
                conditions,
                pledged.ended().map(i -> "ended by entry " + i).orElse(""));
    }

    private static State state(Journal.Pledged pledged, long nowMs) {
        Pledge pledge = pledged.pledge();
        if (pledged.ended().isPresent() || (pledge.getUntilMs() != 0 && nowMs >= pledge.getUntilMs())) {
            return State.OVER;
        }
        if (pledged.met().size() < pledge.getConditionsCount()) {
            return State.CONDITIONAL;
        }
        return nowMs < pledge.getFromMs() ? State.LATER : State.IN_FORCE;
    }
}
