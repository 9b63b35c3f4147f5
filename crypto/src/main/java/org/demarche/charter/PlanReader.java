package org.demarche.charter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.demarche.proto.v1.FindingKind;
import org.demarche.rule.Rule;

/** Reads what the plan consists of: findings, the clock, tiers. */
final class PlanReader {
    private static final int MAX_TIERS = 16;
    private static final int MAX_TIER_NUMBER = 99;
    private static final int MAX_DESKS = 7;
    private static final int MAX_GATES = 16;
    private static final int MAX_TEXT = 200;
    private static final String FINDINGS = Stream.of(FindingKind.values())
            .filter(PlanReader::isKind)
            .map(k -> "'" + Words.of(k) + "'")
            .collect(Collectors.joining(", "));

    private final Table top;
    private final int timeScale;
    private final Roster roster;
    private final RuleReader rules;
    private final Map<FindingKind, FindingRule> findings = new EnumMap<>(FindingKind.class);

    PlanReader(Table top, int timeScale, Roster roster, RuleReader rules) {
        this.top = top;
        this.timeScale = timeScale;
        this.roster = roster;
        this.rules = rules;
    }

    /** In the charter's order. To be called before the clock and the tiers, which refer to findings. */
    List<FindingRule> readFindings() {
        List<FindingRule> all = new ArrayList<>();
        Set<String> able = roster.holding(Right.FIND, 1);
        for (Table table : top.tables("finding", 1, FindingKind.values().length)) {
            Optional<FindingKind> kind = readKind(table);
            Table named = kind.map(k -> table.at("[[finding]] " + Words.of(k))).orElse(table);
            named.allow("name", "quorum");
            Rule quorum = rules.read(named, "quorum", able, "may find").orElse(RuleReader.STAND_IN);
            kind.ifPresent(k -> {
                FindingRule rule = new FindingRule(k, quorum);
                findings.put(k, rule);
                all.add(rule);
            });
        }
        return all;
    }

    /** What starts the clock. */
    Charter.ClockOrigin readClock() {
        Optional<String> text = top.text("clock", MAX_TEXT);
        Optional<FindingKind> kind = text.filter(t -> t.startsWith("finding "))
                .flatMap(t -> Words.finding(t.substring("finding ".length())));
        if (kind.isPresent()) {
            if (!findings.containsKey(kind.get())) {
                top.problem(
                        "clock",
                        "'" + text.get()
                                + "', a finding that the charter does not have (expected: one with a [[finding]], or 'first report')");
            }
            return new Charter.ClockOrigin.OfFinding(kind.get());
        }
        text.filter(t -> !t.equals("first report"))
                .ifPresent(t -> top.problem(
                        "clock",
                        "'" + Table.shown(t) + "' (expected: 'first report', or 'finding ' and one of " + FINDINGS
                                + ")"));
        return new Charter.ClockOrigin.FirstReport();
    }

    /** Ascending. */
    List<Tier> readTiers() {
        Map<Integer, Table> tables = new TreeMap<>();
        for (Table table : top.tables("tier", 1, MAX_TIERS)) {
            OptionalInt number = table.integer("number", 1, MAX_TIER_NUMBER);
            if (number.isEmpty()) {
                // Its other keys are read all the same, for their problems.
                readTier(table, MAX_TIER_NUMBER + 1, Set.of());
            } else if (tables.containsKey(number.getAsInt())) {
                table.problem(
                        "number", number.getAsInt() + " is the number of another tier (expected: each number once)");
            } else {
                tables.put(number.getAsInt(), table.at("[[tier]] " + number.getAsInt()));
            }
        }
        return tables.entrySet().stream()
                .map(e -> readTier(e.getValue(), e.getKey(), tables.keySet()))
                .sorted(Comparator.comparingInt(Tier::number))
                .toList();
    }

    private Tier readTier(Table table, int number, Set<Integer> tiers) {
        table.allow(
                "number",
                "title",
                "requires",
                "not_before",
                "act_within",
                "answered_by",
                "lapses_after",
                "quorum",
                "stand_down",
                "desks");
        int desks = table.has("desks") ? table.integer("desks", 1, MAX_DESKS).orElse(1) : 1;
        Set<String> able = roster.holding(Right.CONCUR, desks);
        String ability = desks == 1 ? "may concur" : "may concur on " + desks + " desks";
        return new Tier(
                number,
                table.text("title", MAX_TEXT).orElse(""),
                new GateReader(table, roster, findings.keySet(), tiers).read(number, MAX_GATES),
                span(table, "not_before"),
                span(table, "act_within"),
                readDeeds(table),
                table.span("lapses_after")
                        .map(s -> Preamble.scaled(s, timeScale))
                        .orElse(Preamble.NO_SPAN),
                rules.read(table, "quorum", able, ability).orElse(RuleReader.STAND_IN),
                rules.read(table, "stand_down", able, ability).orElse(RuleReader.STAND_IN),
                desks);
    }

    private Optional<Span> span(Table table, String key) {
        return table.has(key) ? table.span(key).map(s -> Preamble.scaled(s, timeScale)) : Optional.empty();
    }

    private static Set<Deed> readDeeds(Table table) {
        Set<Deed> deeds = EnumSet.noneOf(Deed.class);
        for (Placed<String> word : table.texts("answered_by", 0, MAX_GATES)) {
            Optional<Deed> deed = Stream.of(Deed.values())
                    .filter(d -> d.name().toLowerCase(Locale.ROOT).equals(word.value()))
                    .findFirst();
            if (deed.isEmpty()) {
                table.problem(word.place(), "'" + Table.shown(word.value()) + "' (expected: 'warning' or 'measures')");
            } else if (!deeds.add(deed.get())) {
                table.problem(word.place(), "'" + word.value() + "' stands twice (expected: once)");
            }
        }
        return deeds;
    }

    private Optional<FindingKind> readKind(Table table) {
        Optional<String> name = table.text("name", MAX_TEXT);
        Optional<FindingKind> kind = name.flatMap(Words::finding);
        if (name.isPresent() && kind.isEmpty()) {
            table.problem("name", "'" + Table.shown(name.get()) + "' (expected: one of " + FINDINGS + ")");
        }
        if (kind.isPresent() && findings.containsKey(kind.get())) {
            table.problem("name", "'" + name.get() + "' has a rule already (expected: each finding once)");
            return Optional.empty();
        }
        return kind;
    }

    private static boolean isKind(FindingKind kind) {
        return kind != FindingKind.UNRECOGNIZED && kind != FindingKind.FINDING_KIND_UNSPECIFIED;
    }
}
