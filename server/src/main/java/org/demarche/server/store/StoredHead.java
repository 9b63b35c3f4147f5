package org.demarche.server.store;

import com.google.protobuf.ByteString;

/**
 * A head that a hub of the log has signed, left beside it.
 *
 * @param size how many entries it covers
 * @param note the signed note
 * @param lasting whether it is kept for good; the others make way for a greater one
 */
public record StoredHead(long size, ByteString note, boolean lasting) {
    public StoredHead {
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 1)");
        }
    }
}
