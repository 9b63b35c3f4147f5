package org.demarche.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
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

    private static final String SET_ASIDE = FILE + ".lost";

    private final Path file;
    private long kept;

    /** What is kept in a hub's directory. */
    public LastHead(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /**
     * A head that a hub has shown.
     *
     * @param file where it is kept
     */
    public record Shown(Path file, Head head) {
        /**
         * How a log differs from the one that was shown.
         *
         * @param size the number of its entries
         * @param headAt its heads up to there
         * @return empty: it is the same log, or has gone on from it
         */
        public Optional<Difference> from(long size, LongFunction<Head> headAt) {
            if (size < head.size()) {
                return Optional.of(new Difference(
                        true, "holds " + size + " entries, and this hub has shown " + head.size() + " (" + file + ")"));
            }
            return headAt.apply(head.size()).equals(head)
                    ? Optional.empty()
                    : Optional.of(new Difference(
                            false,
                            "holds other entries than the " + head.size() + " that this hub has shown (" + file + ")"));
        }
    }

    /**
     * A log is not the one that was shown.
     *
     * @param behind whether it may still become that
     * @param how a clause that begins with a verb
     */
    public record Difference(boolean behind, String how) {}

    /** The file, if there is one. */
    public Optional<Path> file() {
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /**
     * The head, if one was kept.
     *
     * @throws HubException if the file cannot be read
     */
    public Optional<Shown> shown() throws HubException {
        try {
            String text = Note.parse(Files.readAllBytes(file)).text();
            return Optional.of(new Shown(file, Checkpoint.parse(text).head()));
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

    /**
     * Puts the file out of the way, under another name: what it says was shown is lost.
     *
     * @throws HubException if it cannot be
     */
    public void setAside() throws HubException {
        Path aside = file.resolveSibling(SET_ASIDE);
        try {
            if (Files.exists(file)) {
                Files.move(file, aside);
                DurableFiles.forceDirectory(file);
            }
        } catch (FileAlreadyExistsException e) {
            throw new HubException(
                    HubException.USAGE, aside + " exists already, from an earlier loss: move it away first", e);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be renamed: " + e.getMessage(), e);
        }
    }

    /** Removes what a killed hub was writing. */
    void tidy() throws IOException {
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(file.toAbsolutePath().getParent(), FILE + ".*" + DurableFiles.UNFINISHED)) {
            for (Path one : left) {
                Files.deleteIfExists(one);
            }
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
