package org.demarche.server;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.proto.v1.AddCosignaturesRequest;
import org.demarche.proto.v1.LogKeys;
import org.demarche.server.store.StoredCosignature;

/**
 * A witness by hand, which cosigns whatever bears the log's signatures.
 *
 * @param name its name, such as {@code GB-w}
 */
public record TestWitness(String name) {
    private static final Map<String, LogSigningKey> KEYS = new ConcurrentHashMap<>();

    /** The fingerprints for a charter: those of the witnesses, else what {@code others} gives. */
    public static Function<String, Sha256> fingerprints(Function<String, Sha256> others) {
        return name -> {
            if (!name.contains("-w/")) {
                return others.apply(name);
            }
            LogSigningKey key = key(name.substring(0, name.indexOf('/')));
            return name.endsWith("/ed25519")
                    ? key.publicKey().ed25519Id()
                    : key.publicKey().mlDsa44Id();
        };
    }

    private static LogSigningKey key(String name) {
        return KEYS.computeIfAbsent(name, n -> LogSigningKey.generate(new SecureRandom()));
    }

    /** The party that runs it. */
    public String party() {
        return name.substring(0, name.indexOf('-'));
    }

    /** Its key pair. */
    public LogSigningKey key() {
        return key(name);
    }

    /** Its verifier keys. */
    public List<NoteKey> keys() {
        return new Cosigner(name, key()).keys();
    }

    /** The checkpoint in a note, which the log must have signed. */
    public static VerifiedCheckpoint open(Charter charter, ByteString note) {
        try {
            return new CheckpointVerifier(charter.log().origin(), TestKeys.log().publicKey()).open(note.toByteArray());
        } catch (NoteException e) {
            throw new AssertionError(e);
        }
    }

    /** Its two lines over a checkpoint. */
    public List<NoteSignature> lines(VerifiedCheckpoint checkpoint, long atMs) {
        return new Cosigner(name, key()).cosign(checkpoint, Instant.ofEpochMilli(atMs));
    }

    /** Lines as they travel. */
    public static ByteString text(List<NoteSignature> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.line()));
        return ByteString.copyFromUtf8(text.toString());
    }

    /** Its word as a hub keeps it. */
    public StoredCosignature said(VerifiedCheckpoint checkpoint, long atMs) {
        return new StoredCosignature(checkpoint.head().size(), name, keys(), text(lines(checkpoint, atMs)));
    }

    /** What brings its word on a checkpoint. */
    public AddCosignaturesRequest.Builder request(VerifiedCheckpoint checkpoint, long atMs) {
        return AddCosignaturesRequest.newBuilder()
                .setWitness(name)
                .setKey(LogKeys.newBuilder()
                        .setEd25519(ByteString.copyFrom(key().publicKey().ed25519()))
                        .setMlDsa44(ByteString.copyFrom(key().publicKey().mlDsa44())))
                .setSize(checkpoint.head().size())
                .setRoot(checkpoint.head().root().byteString())
                .setLines(text(lines(checkpoint, atMs)))
                .setClockMs(atMs);
    }
}
