package org.demarche.client.exercise.scenario;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.charter.Desk;
import org.demarche.charter.Party;
import org.demarche.refusal.Reason;

/**
 * A step of a scenario.
 *
 * @param number from 1
 * @param name by which a later step refers to it
 * @param say a line for the reader, before it
 * @param when what must hold first
 * @param by plan time by which it must have begun
 * @param who who takes part, as the scenario writes it
 * @param except who of them does not
 * @param act what they do
 * @param expect the reason for which the hub must refuse it
 */
public record Step(
        int number,
        Optional<String> name,
        Optional<String> say,
        List<Condition> when,
        Optional<Condition.Since> by,
        List<String> who,
        List<String> except,
        Act act,
        Optional<Reason> expect) {
    public Step {
        when = List.copyOf(when);
        who = List.copyOf(who);
        except = List.copyOf(except);
    }

    /** The desks that take part, in the charter's order. What names nothing in the charter is passed over; {@link Scenario#check} finds it. */
    public List<Actor> actors(Charter charter) {
        Set<Actor> some = new LinkedHashSet<>();
        who.forEach(word -> some.addAll(named(word, charter, false)));
        except.forEach(word -> some.removeAll(named(word, charter, true)));
        return charter.parties().stream()
                .flatMap(party -> party.desks().stream().map(desk -> new Actor(party.id(), desk.name())))
                .filter(some::contains)
                .toList();
    }

    /** The desks that one word names: {@code NO} is its first desk, or all of them when {@code every}. */
    static List<Actor> named(String word, Charter charter, boolean every) {
        int slash = word.indexOf('/');
        String parties = slash < 0 ? word : word.substring(0, slash);
        String desk = slash < 0 ? (every ? "*" : "") : word.substring(slash + 1);
        return charter.parties().stream()
                .filter(p -> parties.equals("all")
                        || parties.equals(p.id())
                        || charter.groups().getOrDefault(parties, List.of()).contains(p.id()))
                .flatMap(p -> desks(p, desk).stream().map(d -> new Actor(p.id(), d.name())))
                .toList();
    }

    private static List<Desk> desks(Party party, String desk) {
        return switch (desk) {
            case "" -> party.desks().subList(0, Math.min(1, party.desks().size()));
            case "*" -> party.desks();
            default -> party.desk(desk).map(List::of).orElse(List.of());
        };
    }
}
