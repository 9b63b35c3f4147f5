package org.demarche.copy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/**
 * Reads the entries of a copy, one after another. Of what an entry says it looks at nothing; it takes no more memory than one entry of the greatest length,
 * whatever the bytes claim. Not thread-safe.
 */
public final class CopyReader {
    /** Bytes in front of each entry that hold its length. */
    public static final int LENGTH_BYTES = 4;

    private static final byte[] MAGIC = "DEMLOG1\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private long index;

    private CopyReader(InputStream in, long index) {
        this.in = in;
        this.index = index;
    }

    /** The first bytes of every copy. */
    public static byte[] magic() {
        return MAGIC.clone();
    }

    /**
     * Reads a copy from its first byte on.
     *
     * @throws RefusedException MALFORMED if that is no copy of a log
     */
    public static CopyReader begin(InputStream in) throws IOException, RefusedException {
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new RefusedException(Reason.MALFORMED, "not a copy of a log");
        }
        return new CopyReader(in, 0);
    }

    /** Reads on from the first byte of the length of entry {@code index}. */
    public static CopyReader at(long index, InputStream in) {
        return new CopyReader(in, index);
    }

    /** Index of the next entry. */
    public long index() {
        return index;
    }

    /**
     * The next entry's bytes: 1 to {@link UnverifiedEntry#MAX_BYTES}.
     *
     * @throws RefusedException MALFORMED if there is none, or not the whole of it, or its length is not that of an entry
     */
    public byte[] next() throws IOException, RefusedException {
        int length = length();
        byte[] entry = in.readNBytes(length);
        if (entry.length < length) {
            throw torn();
        }
        index++;
        return entry;
    }

    private int length() throws IOException, RefusedException {
        byte[] bytes = in.readNBytes(LENGTH_BYTES);
        if (bytes.length < LENGTH_BYTES) {
            throw torn();
        }
        int length = ByteBuffer.wrap(bytes).getInt();
        if (length < 1 || length > UnverifiedEntry.MAX_BYTES) {
            throw new RefusedException(
                    Reason.MALFORMED,
                    "entry " + index + " has " + Integer.toUnsignedString(length) + " bytes (expected: 1 to "
                            + UnverifiedEntry.MAX_BYTES + ")");
        }
        return length;
    }

    private RefusedException torn() {
        return new RefusedException(Reason.MALFORMED, "ends within entry " + index);
    }
}
