package org.demarche.server.store;

import com.google.protobuf.ByteString;

/**
 * A head that is to be stamped, as evidence will bring it.
 *
 * @param size how many entries it covers
 * @param head an encoded {@link org.demarche.proto.v1.WitnessedHead}: the note with the cosignatures of the charter's witnesses, and their keys; without any, where the
 *     charter names none
 */
public record FrozenHead(long size, ByteString head) {
    public FrozenHead {
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 1)");
        }
    }
}
