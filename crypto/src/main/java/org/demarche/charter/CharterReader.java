package org.demarche.charter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.demarche.hash.Sha256;
import org.demarche.hash.Sha512;
import org.demarche.rule.Rule;

/**
 * Reads the whole charter from its tree. The readers go on after a problem and put a harmless value in the place of what they could not read, so that
 * everything is told at once; no charter is made once there is a problem.
 */
final class CharterReader {
    private final Table top;
    private final Examination examination;

    CharterReader(ObjectNode tree, Examination examination) {
        this.top = new Table(tree, "", examination);
        this.examination = examination;
    }

    Optional<Charter> read(byte[] bytes, String text) {
        top.allow(
                "title",
                "rules",
                "status",
                "version",
                "previous",
                "expires",
                "time_scale",
                "adoption",
                "clock",
                "skew",
                "valid_for_at_most",
                "liars",
                "incident_open_for",
                "witnessed",
                "final",
                "predecessor",
                "timestamped",
                "log",
                "party",
                "group",
                "finding",
                "tier",
                "witness",
                "time_authority");
        Preamble preamble = Preamble.read(top);
        int problemsBefore = examination.count();
        KeyPlaces keys = new KeyPlaces("key", examination);
        Charter.LogIdentity log = readLog(keys);
        Roster roster = new RosterReader(top, keys, examination).read();
        RuleReader rules = new RuleReader(roster.ruleNames(), examination.count() == problemsBefore, examination);
        Rule adoption = rules.read(top, "adoption").orElse(RuleReader.STAND_IN);
        PlanReader plan = new PlanReader(top, preamble.timeScale(), roster, rules);
        List<FindingRule> findings = plan.readFindings();
        Charter.ClockOrigin clock = plan.readClock();
        List<Tier> tiers = plan.readTiers();
        WitnessReader witnessReader = new WitnessReader(top, roster, keys, examination);
        List<Charter.Witness> witnesses = witnessReader.readWitnesses();
        Optional<Rule> witnessed = witnessReader.readRule(witnesses, preamble.liars());
        TimeAuthorityReader timeReader = new TimeAuthorityReader(top, examination);
        List<Charter.TimeAuthority> authorities = timeReader.readAuthorities();
        Optional<Rule> timestamped = timeReader.readRule(authorities);
        rules.reportUnusedGroups(roster.groups());
        Optional<Predecessor> predecessor = readPredecessor(preamble.version(), log.origin());
        checkSkew(preamble, tiers);
        new StatedShares(
                        text,
                        Map.of(
                                "witnessed",
                                WitnessReader.ruleNames(witnesses),
                                "timestamped",
                                TimeAuthorityReader.ruleNames(authorities)),
                        roster.ruleNames(),
                        examination)
                .check();
        if (!examination.sound()) {
            return Optional.empty();
        }
        Charter charter = new Charter(
                ByteString.copyFrom(bytes),
                Sha256.of(bytes),
                preamble.title(),
                Preamble.RULES,
                preamble.exercise(),
                preamble.version(),
                preamble.previous(),
                preamble.expiresMs(),
                preamble.timeScale(),
                adoption,
                clock,
                preamble.skewMs(),
                preamble.validForAtMostMs(),
                preamble.liars(),
                preamble.incidentOpenFor(),
                log,
                roster.parties(),
                roster.groups(),
                findings,
                tiers,
                witnesses,
                witnessed,
                predecessor,
                preamble.closes(),
                authorities,
                timestamped);
        Oddities.remark(charter, examination);
        return Optional.of(charter);
    }

    private Charter.LogIdentity readLog(KeyPlaces keys) {
        Optional<Table> table = top.table("log");
        if (table.isEmpty()) {
            return new Charter.LogIdentity("", RosterReader.STAND_IN, RosterReader.STAND_IN);
        }
        Table log = table.get();
        log.allow("origin", "ed25519", "ml_dsa_44");
        Optional<String> origin = readOrigin(log);
        return new Charter.LogIdentity(origin.orElse(""), keys.read(log, "ed25519"), keys.read(log, "ml_dsa_44"));
    }

    /** An origin is the name of one log for ever, so that a witness which has seen the old one is not shown a shorter one of that name. */
    private Optional<Predecessor> readPredecessor(int version, String origin) {
        if (!top.has("predecessor")) {
            return Optional.empty();
        }
        Optional<Table> table = top.table("predecessor");
        if (table.isEmpty()) {
            return Optional.empty();
        }
        if (version != 1) {
            top.problem("[predecessor]", "in version " + version + " (expected: in version 1 alone)");
        }
        Table old = table.get();
        old.allow("origin", "charter", "size", "root", "entries");
        Optional<String> name = readOrigin(old);
        name.filter(origin::equals)
                .ifPresent(n -> old.problem(
                        "origin", "'" + Table.shown(n) + "' is the origin of this log too (expected: another name)"));
        Optional<Sha256> charter = old.fingerprint("charter");
        OptionalLong size = old.count("size");
        Optional<Sha256> root = old.fingerprint("root");
        Optional<Sha512> entries = old.sha512("entries");
        return name.isPresent() && charter.isPresent() && size.isPresent() && root.isPresent() && entries.isPresent()
                ? Optional.of(new Predecessor(name.get(), charter.get(), size.getAsLong(), root.get(), entries.get()))
                : Optional.empty();
    }

    /** A C2SP origin stands in the first line of a checkpoint and is a key name in a signed note: no blanks, no plus sign. */
    private static Optional<String> readOrigin(Table log) {
        Optional<String> origin = log.text("origin", 255);
        origin.filter(o -> !o.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '+'))
                .ifPresent(o -> log.problem(
                        "origin", "'" + Table.shown(o) + "' (expected: visible ASCII without blanks and '+')"));
        return origin;
    }

    /** Were clocks allowed to differ by more, one party could see a gate open that is still closed for another by half its time. */
    private void checkSkew(Preamble preamble, List<Tier> tiers) {
        Map<String, Span> spans = new LinkedHashMap<>();
        spans.put("incident_open_for", preamble.incidentOpenFor());
        for (Tier tier : tiers) {
            String place = "[[tier]] " + tier.number() + ": ";
            spans.put(place + "lapses_after", tier.lapsesAfter());
            tier.actWithin().ifPresent(s -> spans.put(place + "act_within", s));
            tier.notBefore().ifPresent(s -> spans.put(place + "not_before", s));
        }
        Optional<Map.Entry<String, Span>> shortest = spans.entrySet().stream()
                .filter(e -> e.getValue() != Preamble.NO_SPAN)
                .min(Map.Entry.comparingByValue(Comparator.comparingLong(Span::millis)));
        shortest.filter(s -> preamble.skewMs() > s.getValue().millis() / 2)
                .ifPresent(s -> top.problem(
                        "skew",
                        preamble.skewMs() + "ms (expected: <= " + s.getValue().millis() / 2
                                + "ms, half of the shortest duration, " + s.getKey() + " " + s.getValue()
                                + (preamble.timeScale() > 1 ? " divided by time_scale " + preamble.timeScale() : "")
                                + ")"));
    }
}
