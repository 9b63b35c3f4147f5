package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.LogKeys;
import org.demarche.refusal.RefusedException;

/** The parts of which files are made, read from their messages and written into them. */
public final class ProtoParts {
    private ProtoParts() {}

    /** Reads one item. */
    public interface Reading<P, T> {
        T read(P part) throws RefusedException;
    }

    /**
     * Reads each item of a list whose length is within its limits.
     *
     * @throws RefusedException if one cannot be read; the sentence names it as {@code field[place]}
     */
    public static <P, T> List<T> each(String field, List<P> parts, Reading<P, T> reading) throws RefusedException {
        List<T> read = new ArrayList<>(parts.size());
        for (P part : parts) {
            try {
                read.add(reading.read(part));
            } catch (RefusedException e) {
                throw new RefusedException(
                        e.refusal().reason(),
                        field + "[" + read.size() + "]: " + e.refusal().sentence());
            }
        }
        return List.copyOf(read);
    }

    /** Hashes, each of which has its 32 bytes. */
    public static List<Sha256> hashes(List<ByteString> bytes) {
        return bytes.stream().map(Sha256::copyOf).toList();
    }

    /** The bytes of hashes. */
    public static List<ByteString> bytes(List<Sha256> hashes) {
        return hashes.stream().map(Sha256::byteString).toList();
    }

    /** Key pairs, each half of which has its length. */
    public static List<LogPublicKey> keys(List<LogKeys> keys) {
        return keys.stream()
                .map(k -> LogPublicKey.of(
                        k.getEd25519().toByteArray(), k.getMlDsa44().toByteArray()))
                .toList();
    }

    /** The message of a key pair. */
    public static LogKeys keys(LogPublicKey key) {
        return LogKeys.newBuilder()
                .setEd25519(ByteString.copyFrom(key.ed25519()))
                .setMlDsa44(ByteString.copyFrom(key.mlDsa44()))
                .build();
    }
}
