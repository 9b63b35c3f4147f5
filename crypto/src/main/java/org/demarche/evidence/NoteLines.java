package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.List;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.demarche.key.LogPublicKey;

/** Whose signature lines a bundle's checkpoints may bear: two of the log, two of each witness that the charter names. */
final class NoteLines {
    private NoteLines() {}

    static List<NoteKey> ofLog(String origin, LogPublicKey key) {
        return lines(origin, NoteKeyType.ED25519, key);
    }

    static List<NoteKey> ofWitness(String name, LogPublicKey key) {
        return lines(name, NoteKeyType.ED25519_COSIGNATURE, key);
    }

    private static List<NoteKey> lines(String name, NoteKeyType classical, LogPublicKey key) {
        return List.of(
                new NoteKey(name, classical, ByteString.copyFrom(key.ed25519())),
                new NoteKey(name, NoteKeyType.ML_DSA_44, ByteString.copyFrom(key.mlDsa44())));
    }
}
