package org.demarche.server.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.demarche.disk.DurableFiles;
import org.demarche.key.LogPublicKey;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;

/** The file of the log's public keys, of which every desk needs a copy. */
final class LogPublicFile {
    private final Path file;

    LogPublicFile(Path directory) {
        this.file = directory.resolve(HubFiles.LOG_PUBLIC);
    }

    /** Writes it, or leaves it if it has these keys: the command may have been cut off behind it, and a successor's keys may have been added. */
    void write(String origin, LogPublicKey key) throws HubException {
        List<String> lines = List.of(
                line(origin, NoteKeyType.ED25519, key.ed25519()), line(origin, NoteKeyType.ML_DSA_44, key.mlDsa44()));
        try {
            if (!Files.exists(file)) {
                Files.write(file, lines, StandardOpenOption.CREATE_NEW);
            } else if (!Files.readAllLines(file).containsAll(lines)) {
                throw new HubException(
                        HubException.USAGE,
                        file + " exists already, with other keys, or of another log: move it away first",
                        null);
            }
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Adds the keys that a successor of the charter is to name, for every desk to have before that is adopted.
     *
     * @throws HubException if there is no such file yet, or it cannot be read or written
     */
    void add(LogPublicKey key) throws HubException {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            String origin = NoteKey.parse(lines.get(0)).name();
            lines.add(line(origin, NoteKeyType.ED25519, key.ed25519()));
            lines.add(line(origin, NoteKeyType.ML_DSA_44, key.mlDsa44()));
            DurableFiles.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchFileException e) {
            throw new HubException(
                    HubException.USAGE,
                    file
                            + " does not exist: the log has not begun, and its first pair is made by demarche hub keygen alone",
                    e);
        } catch (NoteException | IndexOutOfBoundsException e) {
            throw new HubException(
                    HubException.SETUP, file + " does not begin with a verifier key: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static String line(String origin, NoteKeyType type, byte[] key) {
        return new NoteKey(origin, type, ByteString.copyFrom(key)).text();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
