package org.demarche.server.timestamp;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.timestamp.Anchor;

/**
 * The time authorities that the operator has configured.
 *
 * @param intervalMs the least time between two heads that are stamped, in milliseconds; one behind an activation comes at once
 * @param all them
 */
public record TimeAuthorities(long intervalMs, List<Access> all) {
    /** None. */
    public static final TimeAuthorities NONE = new TimeAuthorities(60_000, List.of());

    public TimeAuthorities {
        all = List.copyOf(all);
    }

    /**
     * How to reach one.
     *
     * @param name what the operator calls it
     * @param url where it answers requests
     * @param pin SHA-256 of its server's SubjectPublicKeyInfo; empty: the machine's authorities vouch for the server's name
     * @param anchor the certificate to which those of its tokens lead
     */
    public record Access(String name, URI url, Optional<Sha256> pin, Anchor anchor) {}
}
