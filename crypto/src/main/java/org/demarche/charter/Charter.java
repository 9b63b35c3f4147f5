package org.demarche.charter;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingKind;
import org.demarche.rule.Rule;

/**
 * A charter that {@link CharterParser} has found sound.
 *
 * @param text the very bytes that people read
 * @param hash SHA-256 of {@code text}
 * @param title its title
 * @param rules version of the semantics: 1
 * @param exercise whether its status is {@code exercise}, else {@code actual}
 * @param version from 1
 * @param previous hash of the charter it replaces; empty in version 1
 * @param expiresMs after this instant nothing activates, in milliseconds since 1970 UTC
 * @param timeScale by how much plan time outruns real time; 1 unless an exercise
 * @param adoption who must assent before it is in force, and to its successor
 * @param clock what starts the clock
 * @param skewMs how far clocks may differ, real time
 * @param validForAtMostMs longest validity of a notice, real time
 * @param liars how many witnesses may lie about time
 * @param incidentOpenFor without a finding for this long, an incident winds down
 * @param log the log's origin and keys
 * @param parties in the charter's order
 * @param groups members by name, in the charter's order
 * @param findings in the charter's order
 * @param tiers ascending
 * @param witnesses in the charter's order
 * @param witnessed which witnesses must cosign; empty: the charter names no witness
 * @param predecessor the log that this one follows; in version 1 alone
 * @param closes whether the log is closed from its adoption on: {@code final}
 * @param timeAuthorities in the charter's order
 * @param timestamped which of them must stamp; empty: the charter names none
 */
public record Charter(
        ByteString text,
        Sha256 hash,
        String title,
        int rules,
        boolean exercise,
        int version,
        Optional<Sha256> previous,
        long expiresMs,
        int timeScale,
        Rule adoption,
        ClockOrigin clock,
        long skewMs,
        long validForAtMostMs,
        int liars,
        Span incidentOpenFor,
        LogIdentity log,
        List<Party> parties,
        Map<String, List<String>> groups,
        List<FindingRule> findings,
        List<Tier> tiers,
        List<Witness> witnesses,
        Optional<Rule> witnessed,
        Optional<Predecessor> predecessor,
        boolean closes,
        List<TimeAuthority> timeAuthorities,
        Optional<Rule> timestamped) {
    public Charter {
        parties = List.copyOf(parties);
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        findings = List.copyOf(findings);
        tiers = List.copyOf(tiers);
        witnesses = List.copyOf(witnesses);
        timeAuthorities = List.copyOf(timeAuthorities);
    }

    /** Whether a log may begin with it: it is version 1, and replaces none. */
    public boolean mayBeginLog() {
        return version == 1;
    }

    /** The party with this id. */
    public Optional<Party> party(String id) {
        return parties.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    /** Whether it names this key, as root or for a desk, for anybody. */
    public boolean names(Sha256 key) {
        return parties.stream()
                .anyMatch(p -> p.root().equals(key)
                        || p.desks().stream().anyMatch(d -> d.keys().contains(key)));
    }

    /** Every key that it names for this party: its root, and its desks' keys. */
    public Set<Sha256> keys(String id) {
        return party(id).stream()
                .flatMap(p ->
                        Stream.concat(Stream.of(p.root()), p.desks().stream().flatMap(d -> d.keys().stream())))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The tier with this number. */
    public Optional<Tier> tier(int number) {
        return tiers.stream().filter(t -> t.number() == number).findFirst();
    }

    /** The rule of this finding. */
    public Optional<FindingRule> finding(FindingKind kind) {
        return findings.stream().filter(f -> f.kind() == kind).findFirst();
    }

    /** What starts an incident's clock. */
    public sealed interface ClockOrigin {
        /** The report that opens the incident. */
        record FirstReport() implements ClockOrigin {}

        /** The entry that establishes a finding. */
        record OfFinding(FindingKind kind) implements ClockOrigin {}
    }

    /**
     * The log that the charter names.
     *
     * @param origin its C2SP origin line
     * @param ed25519 SHA-256 of its Ed25519 public key (32 bytes)
     * @param mlDsa44 SHA-256 of its ML-DSA-44 public key (1312 bytes)
     */
    public record LogIdentity(String origin, Sha256 ed25519, Sha256 mlDsa44) {}

    /**
     * A witness that the charter names.
     *
     * @param name its name, used in the {@code witnessed} rule and as C2SP key name
     * @param party the party that runs it
     * @param ed25519 SHA-256 of its Ed25519 public key
     * @param mlDsa44 SHA-256 of its ML-DSA-44 public key
     */
    public record Witness(String name, String party, Sha256 ed25519, Sha256 mlDsa44) {}

    /**
     * A time-stamping authority (RFC 3161) that the charter names.
     *
     * @param name its name, used in the {@code timestamped} rule
     * @param operator who runs it; nobody runs two
     * @param certificate SHA-256 of the certificate, in DER, to which its tokens' certificates must lead
     * @param policy the only policy whose tokens count, an object identifier; empty: any
     */
    public record TimeAuthority(String name, String operator, Sha256 certificate, Optional<String> policy) {}
}
