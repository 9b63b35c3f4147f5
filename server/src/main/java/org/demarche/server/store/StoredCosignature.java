package org.demarche.server.store;

import com.google.protobuf.ByteString;
import java.util.List;
import org.demarche.checkpoint.NoteKey;

/**
 * A witness's word on an offered head.
 *
 * @param size of the head
 * @param witness the witness's name, and that of its keys
 * @param keys its public keys, under which the lines verify: of a charter's witness Ed25519, then ML-DSA-44; of a witness that others run those that it signed with
 * @param lines its C2SP signature lines, in the order of the keys
 */
public record StoredCosignature(long size, String witness, List<NoteKey> keys, ByteString lines) {
    public StoredCosignature {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.stream().anyMatch(key -> !key.name().equals(witness))) {
            throw new IllegalArgumentException("keys: " + keys + " (expected: one or more of " + witness + ")");
        }
    }
}
