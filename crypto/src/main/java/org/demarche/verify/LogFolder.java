package org.demarche.verify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.copy.CopyReader;
import org.demarche.envelope.Shape;
import org.demarche.envelope.Strict;
import org.demarche.evidence.LogVerification;
import org.demarche.evidence.Report;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.RefusedException;

/**
 * A log as a folder: the copy that a desk keeps, in its state folder or in the folder {@code log} within it. What witnesses have said of its head lies there too, with their keys:
 * none of it needs trust, since the charter names the keys, and the trusted hash is that of the charter.
 */
final class LogFolder {
    private static final String IN_A_DESKS_STATE = "log";
    /** A note, and 32 pairs of keys. */
    private static final int MAX_WITNESSED = Note.MAX_BYTES + 65_536;

    private final Path entries;
    private final Path head;
    private final Path witnessed;

    private LogFolder(Path folder) {
        this.entries = folder.resolve("entries");
        this.head = folder.resolve("head");
        this.witnessed = folder.resolve("witnessed");
    }

    static LogFolder of(Path folder) {
        Path inside = folder.resolve(IN_A_DESKS_STATE);
        boolean state = !Files.exists(folder.resolve("entries")) && Files.isDirectory(inside);
        return new LogFolder(state ? inside : folder);
    }

    /**
     * Verifies it.
     *
     * @param keys of the log, and of witnesses if they are not in the folder
     * @param tell is told now and then how far it has come, and what the answer does not say
     */
    Report verify(LogKeys keys, Sha256 trusted, Consumer<String> tell) throws IOException {
        // Before the entries: they were on the disk before the head was.
        byte[] note = read(head, Note.MAX_BYTES);
        LogKeys known = keys;
        Optional<WitnessedHead> seen = seen();
        if (seen.isPresent()) {
            byte[] cosigned = seen.get().getCheckpoint().toByteArray();
            long size = size(cosigned);
            if (isOver(note, cosigned)) {
                note = cosigned;
                known = keys.and(keys(seen.get()));
            } else if (size < size(note)) {
                tell.accept("what witnesses have cosigned in this folder is the log of " + size
                        + " entries, and its head is of " + size(note));
            }
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(entries), 1 << 16)) {
            return LogVerification.verify(
                    CopyReader.begin(in),
                    note,
                    known,
                    trusted,
                    SignatureVerifier.bouncyCastle(),
                    n -> tell.accept(n + " entries verified"));
        } catch (RefusedException e) {
            return Verification.unreadable("entries: " + e.refusal().sentence(), trusted);
        }
    }

    /** What lies there as witnessed; what can't be read is as good as not there. */
    private Optional<WitnessedHead> seen() throws IOException {
        if (!Files.exists(witnessed)) {
            return Optional.empty();
        }
        try {
            WitnessedHead read = Strict.parse(WitnessedHead.getDefaultInstance(), read(witnessed, MAX_WITNESSED));
            return Shape.check(read).isEmpty() ? Optional.of(read) : Optional.empty();
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private static List<LogPublicKey> keys(WitnessedHead seen) {
        return seen.getWitnessKeysList().stream()
                .map(k -> LogPublicKey.of(
                        k.getEd25519().toByteArray(), k.getMlDsa44().toByteArray()))
                .toList();
    }

    private static boolean isOver(byte[] one, byte[] other) {
        try {
            return Note.parse(one).text().equals(Note.parse(other).text());
        } catch (NoteException e) {
            return false;
        }
    }

    /** The size that a note states; 0 if it states none. */
    private static long size(byte[] note) {
        try {
            return Checkpoint.parse(Note.parse(note).text()).head().size();
        } catch (NoteException e) {
            return 0;
        }
    }

    private static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
        }
    }
}
