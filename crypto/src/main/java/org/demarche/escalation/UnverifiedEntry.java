package org.demarche.escalation;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.demarche.envelope.Shape;
import org.demarche.envelope.Strict;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Merkle;
import org.demarche.proto.v1.LogEntry;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** An entry in the strict encoding, of which nothing has been verified yet. */
public final class UnverifiedEntry {
    /** Longest encoding in bytes: C2SP tlog-tiles gives an entry a 16-bit length. */
    public static final int MAX_BYTES = 65_535;

    private final byte[] bytes;
    private final LogEntry message;
    private final Optional<UnverifiedNotice> notice;

    private UnverifiedEntry(byte[] bytes, LogEntry message, Optional<UnverifiedNotice> notice) {
        this.bytes = bytes;
        this.message = message;
        this.notice = notice;
    }

    /**
     * Parses an encoded {@link LogEntry}.
     *
     * @throws RefusedException if the bytes are not one, in the strict encoding and within its limits
     */
    public static UnverifiedEntry parse(byte[] bytes) throws RefusedException {
        LogEntry message = Strict.parse(LogEntry.getDefaultInstance(), bytes);
        Shape.require(message);
        return switch (message.getContentCase()) {
            case NOTICE ->
                new UnverifiedEntry(
                        bytes.clone(),
                        message,
                        Optional.of(UnverifiedNotice.parse(message.getNotice().toByteArray())));
            case GENESIS, TIME_MARK -> new UnverifiedEntry(bytes.clone(), message, Optional.empty());
            case CONTENT_NOT_SET ->
                throw new RefusedException(
                        Reason.MALFORMED, "content: absent (expected: a notice, genesis or time mark)");
        };
    }

    /** Its index. */
    public long index() {
        return message.getIndex();
    }

    /** Its leaf hash. */
    public Sha256 leaf() {
        return Merkle.leaf(bytes);
    }

    /** What it says, unverified. */
    public LogEntry message() {
        return message;
    }

    /** The notice that it holds, unverified. */
    public Optional<UnverifiedNotice> notice() {
        return notice;
    }

    /** Whether it holds a report that opens an incident. */
    public boolean opensIncident() {
        return notice.filter(n -> n.notice().hasViolationReport()
                        && n.notice().getIncident().isEmpty())
                .isPresent();
    }

    /** The incident that it belongs to: the one that it names, or opens. */
    public Optional<Sha256> incident() {
        if (message.hasTimeMark()) {
            return Optional.of(Sha256.copyOf(message.getTimeMark().getIncident()));
        }
        if (opensIncident()) {
            return notice.map(UnverifiedNotice::id);
        }
        return notice.map(n -> n.notice().getIncident())
                .filter(id -> !id.isEmpty())
                .map(Sha256::copyOf);
    }

    /**
     * The entry with its signatures verified under the key that the notice names.
     *
     * @param governance what governed before it; ignored for entries that hold no notice
     * @throws RefusedException PARTY_UNKNOWN, KEY_UNKNOWN or SIGNATURE_INVALID
     */
    public Entry verify(Governance governance, SignatureVerifier verifier) throws RefusedException {
        if (notice.isEmpty()) {
            return entry(content());
        }
        UnverifiedNotice unverified = notice.get();
        PublicKey key = governance.requireSigningKey(unverified);
        return entry(new Content.Noticed(unverified
                .verify(key, verifier)
                .orElseThrow(() -> new RefusedException(
                        Reason.SIGNATURE_INVALID,
                        "entry " + index() + ": a signature of "
                                + unverified.notice().getAuthor() + " does not verify"))));
    }

    /** The entry, for a reader that verified its signatures before it stored the bytes. */
    public Entry fromOwnStore() throws RefusedException {
        return notice.isPresent()
                ? entry(new Content.Noticed(
                        VerifiedNotice.fromOwnStore(notice.get().bytes().toByteArray())))
                : entry(content());
    }

    private Content content() {
        return Entry.ofTheHub(message);
    }

    private Entry entry(Content content) {
        return Entry.of(message, content, ByteString.copyFrom(bytes), leaf());
    }
}
