package org.demarche.evidence;

import java.time.Instant;
import java.util.Optional;
import org.demarche.archive.Algorithms;
import org.demarche.archive.Authorities;
import org.demarche.hash.Sha256;

/**
 * What a reader brings to a file: trust, which no file can bring itself.
 *
 * @param pinned SHA-256 of the text of charter version 1
 * @param at the reader's present, as of which it is asked whether the file has been renewed in time; empty: that is not asked
 * @param algorithms until when which algorithm is trusted
 * @param authorities time authorities whose renewals count, beside those of the charter
 */
public record Reader(Sha256 pinned, Optional<Instant> at, Algorithms algorithms, Authorities authorities) {
    /** One who trusts this charter, and asks for no renewal. */
    public static Reader trusting(Sha256 pinned) {
        return new Reader(pinned, Optional.empty(), Algorithms.ALL_TRUSTED, Authorities.NONE);
    }

    /** The same in another year. */
    public Reader at(Instant time) {
        return new Reader(pinned, Optional.of(time), algorithms, authorities);
    }

    /** The same, who knows this of algorithms and of time authorities. */
    public Reader with(Algorithms known, Authorities trusted) {
        return new Reader(pinned, at, known, trusted);
    }
}
