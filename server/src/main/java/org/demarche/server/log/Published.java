package org.demarche.server.log;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.demarche.escalation.Governance;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;

/**
 * The log as it stands after a batch: all of it durable.
 *
 * @param head size and root
 * @param checkpoint the signed note over {@code head}
 * @param lastAcceptedAtMs time of the newest entry, in milliseconds since 1970 UTC
 * @param governance what governs the next index
 * @param governanceTip leaf hash of the newest governance entry
 */
public record Published(
        Head head, ByteString checkpoint, long lastAcceptedAtMs, Governance governance, Sha256 governanceTip) {
    /** What is judged by this alone, at {@code nowMs} by the hub's clock. */
    public Judged judged(long nowMs) {
        return new Judged(head, Math.max(nowMs, lastAcceptedAtMs), governanceTip, Optional.empty());
    }

    /** Number of entries. */
    public long size() {
        return head.size();
    }
}
