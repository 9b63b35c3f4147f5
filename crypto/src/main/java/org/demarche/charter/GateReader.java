package org.demarche.charter;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.FindingKind;

/** Reads what a tier requires. */
final class GateReader {
    private static final Pattern TIER = Pattern.compile("tier ([1-9][0-9]?)");
    private static final Pattern PLEDGE = Pattern.compile("pledge ([A-Z0-9-]{2,16}) ([a-z-]{1,32})");
    private static final String EXPECTED =
            "a finding of the charter, 'tier' and a lower number, or 'pledge', a party and a component";

    private final Table table;
    private final Roster roster;
    private final Set<FindingKind> findings;
    private final Set<Integer> tiers;

    GateReader(Table table, Roster roster, Set<FindingKind> findings, Set<Integer> tiers) {
        this.table = table;
        this.roster = roster;
        this.findings = findings;
        this.tiers = tiers;
    }

    List<Gate> read(int ownNumber, int most) {
        Set<Gate> gates = new LinkedHashSet<>();
        for (Placed<String> text : table.texts("requires", 0, most)) {
            Optional<Gate> gate = gate(text, ownNumber);
            gate.filter(g -> !gates.add(g))
                    .ifPresent(g -> table.problem(text.place(), "'" + g + "' stands twice (expected: once)"));
        }
        return List.copyOf(gates);
    }

    private Optional<Gate> gate(Placed<String> text, int ownNumber) {
        Optional<FindingKind> finding = Words.finding(text.value());
        if (finding.isPresent()) {
            return finding(text, finding.get());
        }
        Matcher tier = TIER.matcher(text.value());
        if (tier.matches()) {
            return tier(text, Integer.parseInt(tier.group(1)), ownNumber);
        }
        Matcher pledge = PLEDGE.matcher(text.value());
        Optional<Component> component = pledge.matches() ? Words.component(pledge.group(2)) : Optional.empty();
        if (component.isPresent()) {
            return pledge(text, pledge.group(1), component.get());
        }
        return refused(text, EXPECTED);
    }

    private Optional<Gate> finding(Placed<String> text, FindingKind kind) {
        return findings.contains(kind)
                ? Optional.of(new Gate.OfFinding(kind))
                : refused(text, "a finding with a [[finding]] of its own");
    }

    private Optional<Gate> tier(Placed<String> text, int number, int ownNumber) {
        if (number >= ownNumber) {
            return refused(text, "a tier with a lower number than its own");
        }
        // Where the own number could not be read, the others are not known yet.
        return tiers.contains(number) || tiers.isEmpty()
                ? Optional.of(new Gate.OfTier(number))
                : refused(text, "a tier of the charter");
    }

    private Optional<Gate> pledge(Placed<String> text, String party, Component component) {
        if (!roster.has(party)) {
            return refused(text, "a party of the charter");
        }
        if (!roster.holding(Right.PLEDGE, 1).contains(party)) {
            return refused(text, "a party with the right to pledge, else the gate never opens");
        }
        return Optional.of(new Gate.OfPledge(party, component));
    }

    private Optional<Gate> refused(Placed<String> text, String expected) {
        table.problem(text.place(), "'" + Table.shown(text.value()) + "' (expected: " + expected + ")");
        return Optional.empty();
    }
}
