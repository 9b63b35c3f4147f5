package org.demarche.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.google.protobuf.ByteString;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingKind;

/** A charter as the maps and lists that its TOML is. Taken to be sound: what is not, fails with an unchecked exception. */
final class PlainCharter {
    private static final TomlMapper TOML = new TomlMapper();
    private static final Map<Sha256, PlainCharter> READ = new ConcurrentHashMap<>();
    private static final String KIND = "FINDING_KIND_";

    private final Sha256 hash;
    private final Map<String, Object> map;
    private final Map<FindingKind, String> findings = new LinkedHashMap<>();
    private final Map<String, Sha256> roots = new LinkedHashMap<>();
    private final Map<String, Map<String, List<Sha256>>> desks = new LinkedHashMap<>();
    private final List<PlainTier> tiers;
    private final Map<String, List<String>> groups = new LinkedHashMap<>();

    private PlainCharter(Sha256 hash, Map<String, Object> map) {
        this.hash = hash;
        this.map = map;
        tables(map, "finding").forEach(f -> findings.put(kind(text(f, "name")), text(f, "quorum")));
        for (Map<String, Object> party : tables(map, "party")) {
            roots.put(text(party, "id"), fingerprint(text(party, "root")));
            Map<String, List<Sha256>> keys = new LinkedHashMap<>();
            tables(party, "desks")
                    .forEach(d -> keys.put(
                            text(d, "name"),
                            texts(d, "keys").stream()
                                    .map(PlainCharter::fingerprint)
                                    .toList()));
            desks.put(text(party, "id"), keys);
        }
        this.tiers = tables(map, "tier").stream()
                .map(t -> PlainTier.of(t, this))
                .sorted(Comparator.comparingInt(PlainTier::number))
                .toList();
        tables(map, "group").forEach(g -> groups.put(text(g, "name"), texts(g, "members")));
    }

    /** Reads the text. */
    static PlainCharter of(ByteString text) {
        return READ.computeIfAbsent(Sha256.of(text.toByteArray()), hash -> read(hash, text));
    }

    private static PlainCharter read(Sha256 hash, ByteString text) {
        try {
            return new PlainCharter(
                    hash, TOML.readValue(text.toStringUtf8(), new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("charter: no TOML", e);
        }
    }

    /** SHA-256 of the text. */
    Sha256 hash() {
        return hash;
    }

    /** Its version. */
    int version() {
        return number(map, "version", 0);
    }

    /** Whether the log is closed under it. */
    boolean closes() {
        return Boolean.TRUE.equals(map.get("final"));
    }

    /** From this instant on it has expired. */
    long expiresMs() {
        return OffsetDateTime.parse(map.get("expires").toString()).toInstant().toEpochMilli();
    }

    /** How far clocks may differ. */
    long skewMs() {
        return millis(text(map, "skew"));
    }

    /** Longest validity of a notice. */
    long validForAtMostMs() {
        return millis((String) map.getOrDefault("valid_for_at_most", "72h"));
    }

    /** For how long an incident stays open without a finding. */
    long incidentOpenForMs() {
        return scaled(text(map, "incident_open_for"));
    }

    /** The finding that starts the clock; empty: the first report does. */
    Optional<FindingKind> clockFinding() {
        String clock = text(map, "clock");
        return clock.equals("first report")
                ? Optional.empty()
                : Optional.of(kind(clock.substring("finding ".length())));
    }

    /** Whether the adoption rule holds over these parties. */
    boolean adoptedBy(Set<String> parties) {
        return holds(text(map, "adoption"), parties);
    }

    /** The findings, in the charter's order, with their rules. */
    Map<FindingKind, String> findings() {
        return findings;
    }

    /** The tiers, ascending. */
    List<PlainTier> tiers() {
        return tiers;
    }

    /** The tier with this number. */
    Optional<PlainTier> tier(int number) {
        return tiers().stream().filter(t -> t.number() == number).findFirst();
    }

    /** Whether some tier has this gate. */
    boolean requires(String gate) {
        return tiers().stream().anyMatch(t -> t.requires().contains(gate));
    }

    /** Whether a rule of this charter holds over these parties. */
    boolean holds(String rule, Set<String> parties) {
        return PlainRule.holds(rule, groups, parties);
    }

    /** The parties. */
    Set<String> parties() {
        return roots.keySet();
    }

    /** Whether it names this party. */
    boolean hasParty(String party) {
        return roots.containsKey(party);
    }

    /** The root key that it names for a party. */
    Optional<Sha256> root(String party) {
        return Optional.ofNullable(roots.get(party));
    }

    /** The desks of a party with the keys that it names for them. */
    Map<String, List<Sha256>> desks(String party) {
        return desks.getOrDefault(party, Map.of());
    }

    /** Every key that it names for a party. */
    Set<Sha256> keys(String party) {
        Set<Sha256> keys = new LinkedHashSet<>();
        root(party).ifPresent(keys::add);
        desks(party).values().forEach(keys::addAll);
        return keys;
    }

    /** Whether a desk of a party has a right. */
    boolean may(String party, String desk, String right) {
        Map<String, Object> table = party(party).orElseThrow();
        Map<String, Object> named = tables(table, "desks").stream()
                .filter(d -> text(d, "name").equals(desk))
                .findFirst()
                .orElseThrow();
        return texts(named.containsKey("may") ? named : table, "may").contains(right);
    }

    /** Whether it names this key for anybody. */
    boolean names(Sha256 key) {
        return parties().stream().anyMatch(p -> keys(p).contains(key));
    }

    /** Whether this charter may follow {@code current}: the next version, naming it, and keeping what a successor keeps. */
    boolean follows(PlainCharter current) {
        return version() == current.version() + 1
                && map.get("previous").equals(current.hash.fingerprint())
                && List.of("rules", "status", "clock").stream()
                        .allMatch(k -> Objects.equals(map.get(k), current.map.get(k)))
                && timeScale() == current.timeScale()
                && origin().equals(current.origin())
                && tiers().stream()
                        .map(PlainTier::number)
                        .toList()
                        .equals(current.tiers().stream().map(PlainTier::number).toList());
    }

    /** A duration, divided by the time scale and rounded up. */
    long scaled(String span) {
        long plan = millis(span);
        return plan / timeScale() + (plan % timeScale() == 0 ? 0 : 1);
    }

    private int timeScale() {
        return number(map, "time_scale", 1);
    }

    @SuppressWarnings("unchecked")
    private String origin() {
        return text((Map<String, Object>) map.get("log"), "origin");
    }

    private Optional<Map<String, Object>> party(String id) {
        return tables(map, "party").stream().filter(p -> p.get("id").equals(id)).findFirst();
    }

    /** The word of the charter for a finding. */
    static String word(FindingKind kind) {
        return kind.name().substring(KIND.length()).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static FindingKind kind(String word) {
        return FindingKind.valueOf(KIND + word.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    static Sha256 fingerprint(String text) {
        return Sha256.parseFingerprint(text).orElseThrow();
    }

    static String text(Map<String, Object> table, String key) {
        return (String) Objects.requireNonNull(table.get(key), key);
    }

    static int number(Map<String, Object> table, String key, int otherwise) {
        return table.containsKey(key) ? ((Number) table.get(key)).intValue() : otherwise;
    }

    @SuppressWarnings("unchecked")
    static List<String> texts(Map<String, Object> table, String key) {
        return (List<String>) table.getOrDefault(key, List.of());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> tables(Map<String, Object> table, String key) {
        return new ArrayList<>((List<Map<String, Object>>) table.getOrDefault(key, List.of()));
    }

    private static long millis(String span) {
        String digits = span.replaceAll("[a-z]", "");
        return Long.parseLong(digits)
                * switch (span.substring(digits.length())) {
                    case "ms" -> 1L;
                    case "s" -> 1_000L;
                    case "m" -> 60_000L;
                    case "h" -> 3_600_000L;
                    case "d" -> 86_400_000L;
                    default -> throw new IllegalArgumentException("span: " + span);
                };
    }
}
