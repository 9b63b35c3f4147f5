package org.demarche.checkpoint;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * A signature with the time that it states (C2SP tlog-cosignature, {@code timestamped_signature}).
 *
 * @param timeS seconds since 1970 UTC, from 1 to the end of the year 9999
 * @param signature the signature alone
 */
record TimedSignature(long timeS, ByteString signature) {
    /** 9999-12-31T23:59:59Z: later times are nobody's clock, and some do not fit an {@link Instant}. */
    private static final long MAX_TIME_S = 253_402_300_799L;

    private static final int TIME_LENGTH = 8;

    TimedSignature {
        if (!valid(timeS)) {
            throw new IllegalArgumentException("timeS: " + timeS + " (expected: 1 to " + MAX_TIME_S + ")");
        }
    }

    static TimedSignature of(long timeS, byte[] signature) {
        return new TimedSignature(timeS, ByteString.copyFrom(signature));
    }

    /** The time and the signature of a line of a key of {@code type}, or empty if the length or the time is wrong. */
    static Optional<TimedSignature> parse(NoteSignature line, NoteKeyType type) {
        ByteString bytes = line.signature();
        if (bytes.size() != type.signatureLength()) {
            return Optional.empty();
        }
        long timeS = bytes.substring(0, TIME_LENGTH).asReadOnlyByteBuffer().getLong();
        return valid(timeS) ? Optional.of(new TimedSignature(timeS, bytes.substring(TIME_LENGTH))) : Optional.empty();
    }

    /** The line of {@code key}. */
    NoteSignature line(NoteKey key) {
        ByteString time = ByteString.copyFrom(ByteBuffer.allocate(TIME_LENGTH).putLong(0, timeS));
        return new NoteSignature(key.name(), key.id(), time.concat(signature));
    }

    Instant time() {
        return Instant.ofEpochSecond(timeS);
    }

    private static boolean valid(long timeS) {
        return timeS >= 1 && timeS <= MAX_TIME_S;
    }
}
