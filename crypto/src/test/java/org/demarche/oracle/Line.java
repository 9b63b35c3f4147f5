package org.demarche.oracle;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;

/**
 * One line of the log: an entry, read.
 *
 * @param index its place
 * @param atMs when it was accepted
 * @param leaf its leaf hash
 * @param entry what it says
 * @param word the notice that it holds
 */
record Line(int index, long atMs, Sha256 leaf, LogEntry entry, Optional<Word> word) {
    /**
     * A notice, read.
     *
     * @param id its identity
     * @param keyId the key that signed
     * @param notice what it says
     */
    record Word(Sha256 id, Sha256 keyId, Notice notice) {
        static Word of(SignedNotice signed) {
            try {
                return new Word(
                        Sha256.of(signed.getNotice().toByteArray()),
                        Sha256.copyOf(signed.getKeyId()),
                        Notice.parseFrom(signed.getNotice()));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException("notice: unreadable", e);
            }
        }

        /** The incident that it opens or belongs to. */
        Optional<Sha256> incident() {
            if (notice.getIncident().isEmpty()) {
                return notice.hasViolationReport() ? Optional.of(id) : Optional.empty();
            }
            return hash(notice.getIncident());
        }

        /** Whether it opens an incident. */
        boolean opens() {
            return notice.hasViolationReport() && notice.getIncident().isEmpty();
        }
    }

    static Line of(byte[] bytes) {
        try {
            LogEntry entry = LogEntry.parseFrom(bytes);
            Optional<Word> word = entry.hasNotice() ? Optional.of(Word.of(entry.getNotice())) : Optional.empty();
            return new Line(
                    (int) entry.getIndex(), entry.getAcceptedAtMs(), Sha256.of(new byte[] {0}, bytes), entry, word);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("entry: unreadable", e);
        }
    }

    /** The incident that it belongs to. */
    Optional<Sha256> incident() {
        return entry.hasTimeMark() ? hash(entry.getTimeMark().getIncident()) : word.flatMap(Word::incident);
    }

    private static Optional<Sha256> hash(ByteString bytes) {
        return Optional.of(Sha256.copyOf(bytes));
    }
}
