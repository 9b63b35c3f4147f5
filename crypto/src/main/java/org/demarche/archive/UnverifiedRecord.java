package org.demarche.archive;

import java.util.ArrayList;
import java.util.List;
import org.demarche.refusal.RefusedException;

/**
 * An evidence record (RFC 4998) of the right form, that anybody may have made. Immutable.
 *
 * @param chains oldest first, at least one; no hash twice
 */
public record UnverifiedRecord(List<StampChain> chains) {
    /** Longest record, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    /** Most time-stamps in a record: several a year for fifty years. */
    static final int MAX_STAMPS = 256;

    public UnverifiedRecord {
        chains = List.copyOf(chains);
        if (chains.isEmpty()) {
            throw new IllegalArgumentException("chains: 0 (expected: at least 1)");
        }
    }

    /**
     * The record that {@code der} encodes.
     *
     * @throws RefusedException TOO_LARGE; MALFORMED if it is not the DER of a record in the form of PROTOCOL.md, section 9
     */
    public static UnverifiedRecord parse(byte[] der) throws RefusedException {
        return RecordReader.read(der);
    }

    /** The record in DER. */
    public byte[] encode() {
        return RecordDer.encode(this);
    }

    StampChain newest() {
        return chains.get(chains.size() - 1);
    }

    /** The hash that its newest chain is by. */
    public ArchiveDigest digest() {
        return newest().digest();
    }

    /** Whether one of its chains is by this hash. */
    public boolean restsOn(ArchiveDigest digest) {
        return chains.stream().anyMatch(c -> c.digest() == digest);
    }

    /** How many time-stamps it has. */
    public int stamps() {
        return chains.stream().mapToInt(c -> c.stamps().size()).sum();
    }

    UnverifiedRecord with(ArchiveStamp renewed) {
        List<StampChain> changed = new ArrayList<>(chains);
        changed.set(chains.size() - 1, newest().with(renewed));
        return new UnverifiedRecord(changed);
    }

    UnverifiedRecord with(StampChain next) {
        List<StampChain> longer = new ArrayList<>(chains);
        longer.add(next);
        return new UnverifiedRecord(longer);
    }
}
