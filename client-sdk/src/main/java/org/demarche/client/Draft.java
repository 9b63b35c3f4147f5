package org.demarche.client;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Precedence;

/**
 * What is to be said, before it is dated and signed. Immutable; made by {@link Notices}. The desk adds suite, charter, author, times, anchor and nonce.
 */
public final class Draft {
    private final Notice content;
    private final Optional<Duration> validFor;

    private Draft(Notice content, Optional<Duration> validFor) {
        this.content = content;
        this.validFor = validFor;
    }

    /** A draft that says what {@code content} says: its body, incident, references, parties and precedence. Everything else in it is ignored. */
    public static Draft of(Notice content) {
        Notice.Builder kept = content.toBuilder()
                .clearSuite()
                .clearCharter()
                .clearAuthor()
                .clearIssuedAtMs()
                .clearValidUntilMs()
                .clearAnchor()
                .clearNonce();
        if (kept.getPrecedence() == Precedence.PRECEDENCE_UNSPECIFIED) {
            kept.setPrecedence(Precedence.PRECEDENCE_ROUTINE);
        }
        return new Draft(kept.build(), Optional.empty());
    }

    /** The same, at this speed. */
    public Draft precedence(Precedence precedence) {
        return new Draft(content.toBuilder().setPrecedence(precedence).build(), validFor);
    }

    /** The same, asking these parties to act. */
    public Draft action(List<String> parties) {
        return new Draft(
                content.toBuilder()
                        .clearActionParties()
                        .addAllActionParties(parties)
                        .build(),
                validFor);
    }

    /** The same, for these parties to know. */
    public Draft information(List<String> parties) {
        return new Draft(
                content.toBuilder()
                        .clearInformationParties()
                        .addAllInformationParties(parties)
                        .build(),
                validFor);
    }

    /** The same, in this incident. */
    public Draft in(Sha256 incident) {
        return new Draft(content.toBuilder().setIncident(incident.byteString()).build(), validFor);
    }

    /** The same, with these grounds. */
    public Draft references(List<Sha256> notices) {
        List<ByteString> ids = notices.stream().map(Sha256::byteString).toList();
        return new Draft(
                content.toBuilder().clearReferences().addAllReferences(ids).build(), validFor);
    }

    /** The same, which may enter the log for this long after it was signed; by default 15 minutes, or 72 hours when it is only signed. */
    public Draft validFor(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("duration: " + duration + " (expected: > 0)");
        }
        return new Draft(content, Optional.of(duration));
    }

    /** Body, incident, references, parties and precedence; nothing else is set. */
    public Notice content() {
        return content;
    }

    /** How long it may enter the log after it was signed, when stated. */
    public Optional<Duration> validFor() {
        return validFor;
    }
}
