package org.demarche.escalation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.demarche.envelope.Strict;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Merkle;
import org.demarche.proto.v1.CharterGenesis;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.TimeMark;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/**
 * An entry of the log whose signatures are verified. Its bytes are the Merkle leaf.
 *
 * @param index its index
 * @param acceptedAtMs its time, in milliseconds since 1970 UTC
 * @param incidentPrevious leaf hash of the incident's previous entry
 * @param governance leaf hash of the newest governance entry before it
 * @param content what it holds
 * @param encoded the strict encoding
 * @param leaf its leaf hash
 */
public record Entry(
        long index,
        long acceptedAtMs,
        Optional<Sha256> incidentPrevious,
        Optional<Sha256> governance,
        Content content,
        ByteString encoded,
        Sha256 leaf) {

    /**
     * An entry that the caller itself took in before it stored it: that it is in the strict encoding, keeps its limits and is truly signed was seen then, and that these
     * are the same bytes its leaf hash shows. So it costs a hash where {@link UnverifiedEntry#parse} costs an encoding of every layer.
     *
     * @param leaf the leaf hash that the caller kept with it
     * @throws RefusedException MALFORMED, if the bytes are not those: the store is damaged
     */
    public static Entry fromOwnStore(ByteString encoded, Sha256 leaf) throws RefusedException {
        if (!Merkle.leaf(encoded.toByteArray()).equals(leaf)) {
            throw new RefusedException(
                    Reason.MALFORMED, "the bytes are not those of the leaf hash that is kept with them");
        }
        try {
            LogEntry message = LogEntry.parseFrom(encoded);
            Content content = message.hasNotice()
                    ? new Content.Noticed(VerifiedNotice.fromOwnStore(message.getNotice()))
                    : ofTheHub(message);
            return of(message, content, encoded, leaf);
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedException(Reason.MALFORMED, "the bytes are no entry");
        }
    }

    static Entry of(LogEntry message, Content content, ByteString encoded, Sha256 leaf) {
        return new Entry(
                message.getIndex(),
                message.getAcceptedAtMs(),
                optional(message.getIncidentPrevious()),
                optional(message.getGovernance()),
                content,
                encoded,
                leaf);
    }

    /** What an entry holds that holds no notice. */
    static Content ofTheHub(LogEntry message) {
        return message.hasGenesis()
                ? new Content.Genesis(message.getGenesis().getText())
                : new Content.Mark(Sha256.copyOf(message.getTimeMark().getIncident()));
    }

    private static Optional<Sha256> optional(ByteString hash) {
        return hash.isEmpty() ? Optional.empty() : Optional.of(Sha256.copyOf(hash));
    }

    /** The encoded {@link LogEntry}. */
    public byte[] bytes() {
        return encoded.toByteArray();
    }

    /** The incident that the entry belongs to: the one it opens, or the one it names. */
    public Optional<Sha256> incident() {
        return incidentOf(content);
    }

    /** The notice that the entry holds. */
    public Optional<Register.Known> known() {
        return content instanceof Content.Noticed noticed
                ? Optional.of(new Register.Known(index, noticed.notice().notice()))
                : Optional.empty();
    }

    /** The identity of the notice that the entry holds. */
    public Optional<Sha256> noticeId() {
        return content instanceof Content.Noticed noticed
                ? Optional.of(noticed.notice().id())
                : Optional.empty();
    }

    /** The incident that content belongs to: the one that it names, or opens. */
    public static Optional<Sha256> incidentOf(Content content) {
        if (content instanceof Content.Mark mark) {
            return Optional.of(mark.incident());
        }
        if (content instanceof Content.Noticed noticed) {
            Notice notice = noticed.notice().notice();
            if (!notice.getIncident().isEmpty()) {
                return Optional.of(Sha256.copyOf(notice.getIncident()));
            }
            return notice.hasViolationReport() ? Optional.of(noticed.notice().id()) : Optional.empty();
        }
        return Optional.empty();
    }

    /** Encodes a new entry. */
    static Entry make(
            long index,
            long acceptedAtMs,
            Optional<Sha256> incidentPrevious,
            Optional<Sha256> governance,
            Content content)
            throws RefusedException {
        LogEntry.Builder entry = LogEntry.newBuilder().setIndex(index).setAcceptedAtMs(acceptedAtMs);
        incidentPrevious.ifPresent(leaf -> entry.setIncidentPrevious(leaf.byteString()));
        governance.ifPresent(leaf -> entry.setGovernance(leaf.byteString()));
        if (content instanceof Content.Genesis genesis) {
            entry.setGenesis(CharterGenesis.newBuilder().setText(genesis.text()));
        } else if (content instanceof Content.Mark mark) {
            entry.setTimeMark(TimeMark.newBuilder().setIncident(mark.incident().byteString()));
        } else if (content instanceof Content.Noticed noticed) {
            entry.setNotice(Strict.parse(
                    SignedNotice.getDefaultInstance(), noticed.notice().bytes().toByteArray()));
        }
        byte[] bytes = Strict.encode(entry.build());
        if (bytes.length > UnverifiedEntry.MAX_BYTES) {
            throw new RefusedException(
                    Reason.TOO_LARGE,
                    "entry: " + bytes.length + " bytes (expected: at most " + UnverifiedEntry.MAX_BYTES + ")");
        }
        return new Entry(
                index,
                acceptedAtMs,
                incidentPrevious,
                governance,
                content,
                ByteString.copyFrom(bytes),
                Merkle.leaf(bytes));
    }
}
