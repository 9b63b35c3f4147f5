package org.demarche.client.exercise;

import java.util.List;
import java.util.Optional;
import org.demarche.evidence.Check;
import org.demarche.evidence.Report;
import org.demarche.evidence.Status;
import org.demarche.evidence.TimeBounds;

/**
 * Who vouches for history and time of what evidence proves: nobody of the hub's.
 *
 * @param witnesses that have cosigned, and count; none if the charter asks for none
 * @param authorities that have stamped; none if the charter asks for none
 */
public record Vouched(List<String> witnesses, List<String> authorities) {
    public Vouched {
        witnesses = List.copyOf(witnesses);
        authorities = List.copyOf(authorities);
    }

    /** What a verification has found; empty unless everything is proven and all have spoken that the charter asks. */
    public static Optional<Vouched> in(Report report) {
        boolean proven = report.verdict().code().exit() == 0;
        Optional<TimeBounds> time = report.time();
        boolean attested = time.flatMap(TimeBounds::authorities)
                .map(a -> a.existedBy().isPresent())
                .orElse(true);
        return proven && attested
                ? Optional.of(new Vouched(
                        report.step(Check.WITNESSES).status() == Status.OK
                                ? time.flatMap(TimeBounds::witnesses)
                                        .map(w -> names(w.times()))
                                        .orElse(List.of())
                                : List.of(),
                        time.flatMap(TimeBounds::authorities)
                                .map(a -> names(a.times()))
                                .orElse(List.of())))
                : Optional.empty();
    }

    private static List<String> names(List<TimeBounds.Said> said) {
        return said.stream().map(TimeBounds.Said::name).toList();
    }

    /** In words, such as {@code witnessed by NO-w and GB-w, and stamped by alpha and bravo}. */
    public String words() {
        String witnessed = witnesses.isEmpty() ? "" : "witnessed by " + Phrase.and(witnesses);
        String stamped = authorities.isEmpty() ? "" : "stamped by " + Phrase.and(authorities);
        return witnessed.isEmpty() || stamped.isEmpty()
                ? witnessed + (stamped.isEmpty() && witnessed.isEmpty() ? "the hub's word alone" : stamped)
                : witnessed + ", " + stamped;
    }
}
