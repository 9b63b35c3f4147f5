package org.demarche.evidence;

import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Position;
import org.demarche.rule.Tally;

/** What the last entry of a bundle brings, or a whole log. */
public sealed interface Result {
    /** The result in one sentence, without a full stop. */
    String sentence();

    /** The entry that brings it. */
    Place place();

    /**
     * Where in the log.
     *
     * @param index the entry's index
     * @param acceptedAt the log's time
     */
    record Place(long index, Moment acceptedAt) {}

    /**
     * Tiers were activated or stood down.
     *
     * @param incident identity of the report that opened the incident
     * @param place the entry at which it became visible
     * @param moves at least one, ascending by tier
     */
    record Tiers(Sha256 incident, Place place, List<Move> moves) implements Result {
        public Tiers {
            moves = List.copyOf(moves);
        }

        @Override
        public String sentence() {
            return String.join(", ", moves.stream().map(Move::sentence).toList());
        }
    }

    /**
     * A notice was sent, and moved no tier.
     *
     * @param id its identity
     * @param kind such as {@code violation report}
     * @param author the party
     * @param desk its desk, or {@code root}
     * @param place its entry
     * @param issuedAt the author's time
     * @param incident identity of the incident that it belongs to, if any
     */
    record Notice(
            Sha256 id, String kind, String author, String desk, Place place, Moment issuedAt, Optional<Sha256> incident)
            implements Result {
        @Override
        public String sentence() {
            return author + "/" + desk + " sent the " + kind + " " + id.brief() + "…, which the log took as entry "
                    + place.index() + " at " + place.acceptedAt();
        }
    }

    /**
     * Time or governance moved the incident, but no tier.
     *
     * @param incident identity of the report that opened it
     * @param place the hub's own entry
     */
    record Mark(Sha256 incident, Place place) implements Result {
        @Override
        public String sentence() {
            return "entry " + place.index() + " is the hub's own; at " + place.acceptedAt()
                    + " it activated no tier and stood none down";
        }
    }

    /**
     * A whole log.
     *
     * @param origin its name
     * @param place its last entry
     * @param incidents in the order in which they were opened
     */
    record Log(String origin, Place place, List<Case> incidents) implements Result {
        public Log {
            incidents = List.copyOf(incidents);
        }

        @Override
        public String sentence() {
            return "the log " + origin + " holds these " + (place.index() + 1) + " entries, the last of "
                    + place.acceptedAt() + ", with " + incidents.size()
                    + (incidents.size() == 1 ? " incident" : " incidents");
        }
    }

    /**
     * An incident, as it stands behind the last entry of a log.
     *
     * @param incident identity of the report that opened it
     * @param opened that report's entry
     * @param phase such as {@code winding down}
     * @param tiers how its tiers moved, ascending by tier
     */
    record Case(Sha256 incident, Place opened, String phase, List<Came> tiers) {
        public Case {
            tiers = List.copyOf(tiers);
        }
    }

    /**
     * That a tier came to be active, or ceased to be.
     *
     * @param tier its number
     * @param activated whether it was activated, else stood down
     * @param at the instant from which on all that it needs held
     * @param visibleAt index of the entry at which it became visible
     */
    record Came(int tier, boolean activated, Moment at, long visibleAt) {}

    /**
     * A tier that moved.
     *
     * @param tier its number
     * @param title what it is
     * @param activated whether it was activated, else stood down
     * @param at the instant from which on all that it needs held
     * @param visibleAt index of the entry at which it became visible
     * @param proposedBy the party that proposed it
     * @param proposedAt index of the proposal's entry
     * @param tally its rule, clause by clause
     * @param words positions on the proposal, in the order of the log; of a desk that spoke twice, the later one
     * @param declining parties of which a desk declines
     * @param partial parties of which too few desks concur
     * @param gates what else it needed, each as one sentence
     */
    record Move(
            int tier,
            String title,
            boolean activated,
            Moment at,
            long visibleAt,
            String proposedBy,
            long proposedAt,
            Tally tally,
            List<Word> words,
            List<String> declining,
            List<String> partial,
            List<String> gates) {
        public Move {
            words = List.copyOf(words);
            declining = List.copyOf(declining);
            partial = List.copyOf(partial);
            gates = List.copyOf(gates);
        }

        String sentence() {
            return "tier " + tier + " (" + title + ") is " + (activated ? "active since " : "stood down since ") + at;
        }
    }

    /**
     * A desk's position on the proposal.
     *
     * @param party the party
     * @param desk the desk
     * @param position CONCUR or DECLINE
     * @param index index of its entry
     * @param reservation in words, shown without effect; may be empty
     */
    record Word(String party, String desk, Position position, long index, String reservation) {}
}
