package org.demarche.server.store;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.demarche.hash.Sha256;

/**
 * An entry and what the store indexes it by; all but {@code bytes} follows from {@code bytes}.
 *
 * @param index place in the log, from 0
 * @param bytes the encoded LogEntry
 * @param leaf its leaf hash
 * @param identity of the notice it holds; empty for the hub's own entries
 * @param incident the incident it belongs to
 * @param governance whether it is a link of the governance chain
 */
public record StoredEntry(
        long index,
        ByteString bytes,
        Sha256 leaf,
        Optional<Sha256> identity,
        Optional<Sha256> incident,
        boolean governance) {
    public StoredEntry {
        if (index < 0) {
            throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
        }
    }
}
