package org.demarche.server.log;

import com.google.protobuf.ByteString;
import org.demarche.escalation.Governance;
import org.demarche.merkle.Head;

/**
 * The log as it stands after a batch: all of it durable.
 *
 * @param head size and root
 * @param checkpoint the signed note over {@code head}
 * @param lastAcceptedAtMs time of the newest entry, in milliseconds since 1970 UTC
 * @param governance what governs the next index
 */
public record Published(Head head, ByteString checkpoint, long lastAcceptedAtMs, Governance governance) {
    /** Number of entries. */
    public long size() {
        return head.size();
    }
}
