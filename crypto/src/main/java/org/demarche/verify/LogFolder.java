package org.demarche.verify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.Note;
import org.demarche.copy.CopyReader;
import org.demarche.evidence.LogVerification;
import org.demarche.evidence.Report;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;

/** A log as a folder: the copy that a desk keeps, in its state folder or in the folder {@code log} within it. */
final class LogFolder {
    private static final String IN_A_DESKS_STATE = "log";

    private final Path entries;
    private final Path head;

    private LogFolder(Path folder) {
        this.entries = folder.resolve("entries");
        this.head = folder.resolve("head");
    }

    static LogFolder of(Path folder) {
        Path inside = folder.resolve(IN_A_DESKS_STATE);
        boolean state = !Files.exists(folder.resolve("entries")) && Files.isDirectory(inside);
        return new LogFolder(state ? inside : folder);
    }

    Report verify(LogKeys keys, Sha256 trusted, LongConsumer progress) throws IOException {
        // Before the entries: they were on the disk before the head was.
        byte[] note;
        try (InputStream in = Files.newInputStream(head)) {
            note = in.readNBytes(Note.MAX_BYTES + 1);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(entries), 1 << 16)) {
            return LogVerification.verify(
                    CopyReader.begin(in), note, keys, trusted, SignatureVerifier.bouncyCastle(), progress);
        } catch (RefusedException e) {
            return Verification.unreadable("entries: " + e.refusal().sentence(), trusted);
        }
    }
}
