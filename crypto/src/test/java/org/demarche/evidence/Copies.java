package org.demarche.evidence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.NoteKey;
import org.demarche.copy.CopyReader;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;

/** Logs as desks keep them. */
public final class Copies {
    private Copies() {}

    /** The file of a log's entries. */
    public static byte[] entries(MemoryLog log) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(CopyReader.magic());
            for (long i = 0; i < log.size(); i++) {
                out.writeInt(log.entry(i).length);
                out.write(log.entry(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Keys as a file of them holds them, by the name that each has in notes. */
    static LogKeys keys(Map<String, LogSigningKey> pairs) {
        List<NoteKey> keys = new ArrayList<>();
        pairs.forEach((name, pair) -> keys.addAll(new CheckpointSigner(name, pair).keys()));
        return LogKeys.of(keys);
    }

    /** The verdict on a log by a reader who trusts this charter. */
    static Report judge(byte[] entries, byte[] head, LogKeys keys, Charter genesis) {
        try {
            return LogVerification.verify(
                    CopyReader.begin(new ByteArrayInputStream(entries)),
                    head,
                    keys,
                    genesis.hash(),
                    SignatureVerifier.bouncyCastle(),
                    n -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }
}
