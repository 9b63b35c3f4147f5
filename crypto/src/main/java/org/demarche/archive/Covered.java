package org.demarche.archive;

import java.util.List;

/** What each time-stamp of a record covers (RFC 4998, sections 4 and 5), as a hash. */
final class Covered {
    private Covered() {}

    /** By the first of a record: the data. */
    static byte[] data(ArchiveDigest digest, byte[] data) {
        return digest.hash(data);
    }

    /** By one that renews a time-stamp: the token before it, whole. */
    static byte[] token(ArchiveDigest digest, byte[] token) {
        return digest.hash(token);
    }

    /** By one that renews the hash: the data, and all chains before it. */
    static byte[] all(ArchiveDigest digest, byte[] data, List<StampChain> older) {
        return digest.hash(digest.hash(data), digest.hash(RecordDer.encode(older)));
    }
}
