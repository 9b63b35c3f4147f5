package org.demarche.charter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.demarche.hash.Sha256;
import org.demarche.rule.RuleNames;

/** Reads the parties with their desks and keys, and the groups. */
final class RosterReader {
    /** Stands in for a fingerprint that could not be read. */
    static final Sha256 STAND_IN = Sha256.of();

    static final int MAX_PARTIES = 64;

    private static final int MAX_GROUPS = 64;
    private static final int MAX_NAME = 100;
    /** As many as an assent brings besides the root key. */
    private static final int MAX_DESK_KEYS = 7;

    private static final int MAX_TLS_PINS = 8;
    /** More than there are, so that one that stands twice is told as such. */
    private static final int MAX_RIGHTS = 16;

    private static final Pattern PARTY_ID = Pattern.compile("[A-Z0-9-]{2,16}");
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,31}");
    private static final String RIGHTS =
            Stream.of(Right.values()).map(Right::word).collect(Collectors.joining(", "));

    private final Table top;
    private final Examination examination;
    private final KeyPlaces keys;
    private final KeyPlaces pins;

    RosterReader(Table top, KeyPlaces keys, Examination examination) {
        this.top = top;
        this.examination = examination;
        this.keys = keys;
        this.pins = new KeyPlaces("TLS pin", examination);
    }

    Roster read() {
        Map<String, Party> parties = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Table table : top.tables("party", 1, MAX_PARTIES)) {
            Optional<String> id = readPartyId(table, parties.keySet());
            Party party = readParty(id.map(i -> table.at("[[party]] " + i)).orElse(table), id.orElse(""), names);
            id.ifPresent(i -> parties.put(i, party));
        }
        return new Roster(List.copyOf(parties.values()), readGroups(parties.keySet()));
    }

    private static Optional<String> readPartyId(Table table, Set<String> taken) {
        Optional<String> id = table.text("id", MAX_NAME);
        if (id.isEmpty()) {
            return id;
        }
        if (!PARTY_ID.matcher(id.get()).matches() || !RuleNames.isName(id.get())) {
            table.problem(
                    "id", "'" + Table.shown(id.get()) + "' (expected: 2 to 16 of A-Z, 0-9 and -, at least one letter)");
            return Optional.empty();
        }
        if (taken.contains(id.get())) {
            table.problem("id", "'" + id.get() + "' is the id of another party (expected: each party once)");
            return Optional.empty();
        }
        return id;
    }

    private Party readParty(Table table, String id, Set<String> names) {
        table.allow("id", "name", "root", "may", "tls", "desks");
        Optional<String> name = table.text("name", MAX_NAME);
        name.filter(n -> !names.add(n))
                .ifPresent(n -> table.problem(
                        "name", "'" + Table.shown(n) + "' is the name of another party (expected: another name)"));
        Sha256 root = keys.read(table, "root");
        if (!table.has("may")) {
            table.problem("may", "missing (expected: a list of rights, [] if there are none)");
        }
        int before = examination.count();
        Set<Right> may = readRights(table);
        // Of rights that could not be read, a desk may have any.
        Set<Right> deskMay = examination.count() == before && table.has("may") ? may : EnumSet.allOf(Right.class);
        Set<Sha256> tls = pins.readAll(table, "tls", 0, MAX_TLS_PINS);
        return new Party(id, name.orElse(""), root, may, readDesks(table, deskMay), tls);
    }

    private List<Desk> readDesks(Table party, Set<Right> partyMay) {
        List<Desk> desks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int keyCount = 0;
        for (Table table : party.tables("desks", 0, MAX_DESK_KEYS)) {
            table.allow("name", "keys", "may");
            Optional<String> name = readPlainName(table);
            name.filter(n -> !names.add(n))
                    .ifPresent(n -> table.problem(
                            "name", "'" + n + "' is the name of another desk of this party (expected: another name)"));
            Set<Sha256> deskKeys = keys.readAll(table, "keys", 1, MAX_DESK_KEYS);
            keyCount += deskKeys.size();
            Set<Right> may = table.has("may") ? readRights(table) : partyMay;
            may.stream()
                    .filter(r -> !partyMay.contains(r))
                    .forEach(r -> table.problem(
                            "may",
                            "'" + r.word()
                                    + "', which the party itself may not (expected: some of the party's rights)"));
            desks.add(new Desk(name.orElse(""), deskKeys, may));
        }
        if (keyCount > MAX_DESK_KEYS) {
            party.problem(
                    "desks",
                    keyCount + " keys on all desks together (expected: <= " + MAX_DESK_KEYS
                            + ", so that an assent can bring them)");
        }
        return desks;
    }

    private static Set<Right> readRights(Table table) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (Placed<String> word : table.texts("may", 0, MAX_RIGHTS)) {
            Optional<Right> right = Right.ofWord(word.value());
            if (right.isEmpty()) {
                table.problem(word.place(), "'" + Table.shown(word.value()) + "' (expected: one of " + RIGHTS + ")");
            } else if (!rights.add(right.get())) {
                table.problem(word.place(), "'" + word.value() + "' stands twice (expected: once)");
            }
        }
        return rights;
    }

    private Map<String, List<String>> readGroups(Set<String> parties) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Table table : top.tables("group", 0, MAX_GROUPS)) {
            Optional<String> name = readPlainName(table).filter(n -> isFree(table, n, parties, groups.keySet()));
            Table named = name.map(n -> table.at("[[group]] " + n)).orElse(table);
            named.allow("name", "members");
            List<String> members = readMembers(named, parties);
            name.ifPresent(n -> groups.put(n, members));
        }
        return groups;
    }

    private static boolean isFree(Table table, String name, Set<String> parties, Set<String> groups) {
        if (RuleNames.isKeyword(name)) {
            table.problem("name", "'" + name + "' is a word of the rule language (expected: another name)");
        } else if (parties.contains(name)) {
            table.problem("name", "'" + name + "' is the id of a party (expected: another name)");
        } else if (groups.contains(name)) {
            table.problem("name", "'" + name + "' is the name of another group (expected: each group once)");
        } else {
            return true;
        }
        return false;
    }

    private static List<String> readMembers(Table table, Set<String> parties) {
        Set<String> members = new LinkedHashSet<>();
        for (Placed<String> member : table.texts("members", 1, MAX_PARTIES)) {
            if (!parties.contains(member.value())) {
                table.problem(
                        member.place(),
                        "unknown party '" + Table.shown(member.value())
                                + "' (expected: the id of a party of the charter)");
            } else if (!members.add(member.value())) {
                table.problem(member.place(), "'" + member.value() + "' stands twice (expected: once)");
            }
        }
        return List.copyOf(members);
    }

    private static Optional<String> readPlainName(Table table) {
        Optional<String> name = table.text("name", MAX_NAME);
        boolean plain = name.isPresent() && PLAIN_NAME.matcher(name.get()).matches();
        if (name.isPresent() && !plain) {
            table.problem(
                    "name",
                    "'" + Table.shown(name.get()) + "' (expected: a letter, then up to 31 letters, digits and -)");
        }
        return name.filter(n -> plain);
    }
}
