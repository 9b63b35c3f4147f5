package org.demarche.server.store;

import com.google.protobuf.ByteString;

/**
 * A head that the hubs of the log have offered to witnesses.
 *
 * @param size how many entries it covers
 * @param note the note that the log has signed, without cosignatures
 * @param witnessed whether the charter's witness rule was found to hold over it
 * @param lasting whether it is kept for good
 */
public record OfferedHead(long size, ByteString note, boolean witnessed, boolean lasting) {
    public OfferedHead {
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 1)");
        }
    }
}
