package org.demarche.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongFunction;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.disk.DurableFiles;
import org.demarche.merkle.Head;
import org.demarche.server.log.Published;

/**
 * The greatest head that this hub has shown, as a file in its directory, apart from the store: so that a hub whose store has gone back (an old copy put in its place, a
 * failover that lost what was promised) knows it at the next start, before it signs another history. Written every second while the log grows, and when the hub ends.
 */
public final class LastHead {
    /** The file, a signed note. */
    public static final String FILE = "last.head";

    private final Path file;
    private long kept;

    /** What is kept in a hub's directory. */
    public LastHead(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /** The file, if there is one. */
    public Optional<Path> file() {
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /**
     * How a log differs from the one that this hub has shown.
     *
     * @param size the number of its entries
     * @param headAt its heads up to there
     * @return a clause that begins with a verb; empty: it is the same log, or has gone on from it
     * @throws HubException if the file cannot be read
     */
    public Optional<String> differs(long size, LongFunction<Head> headAt) throws HubException {
        Optional<Head> shown = read();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        long then = shown.get().size();
        if (size < then) {
            return Optional.of("holds " + size + " entries, and this hub has shown " + then + " (" + file + ")");
        }
        return headAt.apply(then).equals(shown.get())
                ? Optional.empty()
                : Optional.of("holds other entries than the " + then + " that this hub has shown (" + file + ")");
    }

    private Optional<Head> read() throws HubException {
        try {
            String text = Note.parse(Files.readAllBytes(file)).text();
            return Optional.of(Checkpoint.parse(text).head());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be read: " + e.getMessage(), e);
        } catch (NoteException e) {
            throw new HubException(
                    HubException.SETUP,
                    file + " is damaged (" + e.refusal().sentence()
                            + "): put the newest head in its place that a desk of this log has, the file log/head in its state folder",
                    e);
        }
    }

    /** Keeps the head of the log as it stands; when this returns, it is on the disk. */
    synchronized void keep(Published now) throws IOException {
        if (now.size() > kept) {
            DurableFiles.write(file, now.checkpoint().toByteArray());
            kept = now.size();
        }
    }
}
