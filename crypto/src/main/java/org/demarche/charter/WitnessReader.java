package org.demarche.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.demarche.hash.Sha256;
import org.demarche.rule.Rule;
import org.demarche.rule.RuleNames;

/** Reads the witnesses and the rule over them. */
final class WitnessReader {
    static final int MAX_WITNESSES = 32;

    private final Table top;
    private final Roster roster;
    private final KeyPlaces keys;
    private final Examination examination;

    WitnessReader(Table top, Roster roster, KeyPlaces keys, Examination examination) {
        this.top = top;
        this.roster = roster;
        this.keys = keys;
        this.examination = examination;
    }

    /** Their names, as the witness rule may use them. */
    static RuleNames ruleNames(List<Charter.Witness> witnesses) {
        return RuleNames.of(witnesses.stream().map(Charter.Witness::name).collect(Collectors.toSet()));
    }

    /** In the charter's order. */
    List<Charter.Witness> readWitnesses() {
        List<Charter.Witness> witnesses = new ArrayList<>();
        NameReader names = new NameReader("witness");
        for (Table table : top.tables("witness", 0, MAX_WITNESSES)) {
            Optional<String> name = names.read(table);
            Table named = name.map(n -> table.at("[[witness]] " + n)).orElse(table);
            named.allow("name", "party", "ed25519", "ml_dsa_44");
            Optional<String> party = named.text("party", NameReader.MAX_NAME);
            party.filter(p -> !roster.has(p))
                    .ifPresent(p -> named.problem(
                            "party",
                            "unknown party '" + Table.shown(p) + "' (expected: the id of a party of the charter)"));
            Sha256 ed25519 = keys.read(named, "ed25519");
            Sha256 mlDsa44 = keys.read(named, "ml_dsa_44");
            name.ifPresent(n -> witnesses.add(new Charter.Witness(n, party.orElse(""), ed25519, mlDsa44)));
        }
        return witnesses;
    }

    /** Which of them must cosign; there is such a rule exactly when there are witnesses. */
    Optional<Rule> readRule(List<Charter.Witness> witnesses, int liars) {
        if (liars > 0 && liars >= witnesses.size()) {
            top.problem(
                    "liars", liars + " (expected: fewer than the " + witnesses.size() + " witnesses, 0 without any)");
        }
        if (!top.has("witness") && !top.has("witnessed")) {
            return Optional.empty();
        }
        if (!top.has("witness")) {
            top.problem("witnessed", "a rule without witnesses (expected: [[witness]] tables, or no such rule)");
            return Optional.empty();
        }
        return new RuleReader(ruleNames(witnesses), false, examination).read(top, "witnessed");
    }
}
