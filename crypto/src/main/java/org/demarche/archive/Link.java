package org.demarche.archive;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.demarche.timestamp.VerifiedToken;

/**
 * One verified time-stamp of a record.
 *
 * @param authority who issued it
 * @param at when, by the authority's word
 * @param certifiedUntil the end of the certificate that ends first, among those that lead to the authority
 * @param algorithms what its signature rests on
 * @param digest what it is a time-stamp by
 */
public record Link(
        String authority, Instant at, Instant certifiedUntil, Set<Algorithm> algorithms, ArchiveDigest digest) {
    public Link {
        algorithms = Set.copyOf(algorithms);
    }

    /** What a verified token is as a link. */
    public static Link of(String authority, VerifiedToken token, ArchiveDigest digest) {
        Set<Algorithm> algorithms = EnumSet.noneOf(Algorithm.class);
        token.algorithms().forEach(name -> algorithms.addAll(Algorithm.of(name)));
        return new Link(authority, token.existedBy(), token.until(), algorithms, digest);
    }

    /** Until when it can be believed by itself. */
    Ending ending(Algorithms trusted) {
        Ending certificate = new Ending(certifiedUntil, "the certificate of " + this);
        return algorithms.stream()
                .map(a -> new Ending(trusted.until(a), "the trust in " + a + " (for " + this + ")"))
                .reduce(certificate, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }

    @Override
    public String toString() {
        return authority + "'s time-stamp of " + at;
    }
}
