package org.demarche.client;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.Refusal;

/**
 * A signed notice in the outbox: it has no verified receipt yet.
 *
 * @param id its identity
 * @param notice what it says
 * @param status whether it can still be sent
 * @param refusal the hub's refusal, when it was refused
 * @param signedRefusal the file that shows the newest refusal to others, also one that may be gone in a minute, when the log's keys have signed it: see
 *     {@link Desk#openRefusal}
 */
public record Pending(
        Sha256 id, Notice notice, Status status, Optional<Refusal> refusal, Optional<Path> signedRefusal) {
    /** Whether it can still be sent. */
    public enum Status {
        /** It can be sent again, as it is, as often as needed: the hub logs it once. */
        WAITING,
        /** The hub has refused it. Sign it anew once the reason is mended, or drop it. */
        REFUSED,
        /** Its validity has passed. Sign it anew or drop it. */
        STALE
    }

    /** After this instant the hub no longer takes it. */
    public Instant validUntil() {
        return Instant.ofEpochMilli(notice.getValidUntilMs());
    }
}
