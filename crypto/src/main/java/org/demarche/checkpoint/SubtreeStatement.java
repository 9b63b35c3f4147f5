package org.demarche.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.demarche.hash.Sha256;

/**
 * What an ML-DSA-44 note key signs (C2SP tlog-cosignature v1.1.0-rc.1, "ML-DSA-44 signed message", {@code cosigned_message}): the
 * signer's word that it has seen this part of the log, and nothing that contradicts it.
 *
 * @param signer the key's name, 1 to 255 bytes
 * @param timeS seconds since 1970 UTC; 0 for no statement about time, and whenever {@code start} is not 0
 * @param origin the log's origin, 1 to 255 bytes
 * @param start index of the first leaf; 0 for a checkpoint
 * @param end index after the last leaf; a checkpoint's size
 * @param root root over these leaves
 */
record SubtreeStatement(String signer, long timeS, String origin, long start, long end, Sha256 root) {
    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

    SubtreeStatement {
        KeyName.check("signer", signer);
        KeyName.check("origin", origin);
        if (timeS < 0 || (start != 0 && timeS != 0)) {
            throw new IllegalArgumentException("timeS: " + timeS + " (expected: >= 0, and 0 unless start is 0)");
        }
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("end: " + end + " (expected: >= start " + start + ")");
        }
    }

    static SubtreeStatement of(String signer, long timeS, Checkpoint checkpoint) {
        return new SubtreeStatement(
                signer,
                timeS,
                checkpoint.origin(),
                0,
                checkpoint.head().size(),
                checkpoint.head().root());
    }

    /** The bytes that are signed, with an empty ML-DSA context. */
    byte[] encode() {
        byte[] signerBytes = signer.getBytes(StandardCharsets.UTF_8);
        byte[] originBytes = origin.getBytes(StandardCharsets.UTF_8);
        int length = LABEL.length + 1 + signerBytes.length + 8 + 1 + originBytes.length + 8 + 8 + Sha256.LENGTH;
        return ByteBuffer.allocate(length)
                .put(LABEL)
                .put((byte) signerBytes.length)
                .put(signerBytes)
                .putLong(timeS)
                .put((byte) originBytes.length)
                .put(originBytes)
                .putLong(start)
                .putLong(end)
                .put(root.bytes())
                .array();
    }
}
