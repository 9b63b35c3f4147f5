package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.copy.CopyReader;
import org.demarche.refusal.RefusedException;
import org.demarche.server.HubException;

/**
 * The copy of the log that a desk keeps: {@code entries}, {@code head}, which says how many of them count, and perhaps {@code seen}, a greater head that the desk was
 * shown, and {@code witnessed}, a head with the word of witnesses. The desk may go on writing meanwhile.
 */
public final class FollowerCopy implements Source {
    private static final String IN_A_DESKS_STATE = "log";
    private static final String HINT = "give the state folder of a party's desk, or the folder log in it";

    private final Path entries;
    private final Path seen;
    private final byte[] head;
    private final long size;

    private FollowerCopy(Path folder, byte[] head, long size) {
        this.entries = folder.resolve("entries");
        this.seen = folder.resolve("seen");
        this.head = head;
        this.size = size;
    }

    /**
     * The copy in {@code folder}, or in the state folder of a desk.
     *
     * @throws HubException if there is none
     */
    public static FollowerCopy open(Path folder) throws HubException {
        Path copy = in(folder);
        // Before the entries: they were on the disk before the head was.
        Path file = copy.resolve("head");
        byte[] head = note(file, HINT);
        long size = claimed(file, head).head().size();
        if (size == 0) {
            throw new HubException(file + " is the head of an empty log: there is nothing to restore");
        }
        return new FollowerCopy(copy, head, size);
    }

    /** Whether there is one. */
    static boolean isIn(Path folder) {
        return Files.exists(in(folder).resolve("head"));
    }

    private static Path in(Path folder) {
        Path inside = folder.resolve(IN_A_DESKS_STATE);
        return !Files.exists(folder.resolve("entries")) && Files.isDirectory(inside) ? inside : folder;
    }

    /** What a note says, with no signature looked at. */
    static Checkpoint claimed(Path file, byte[] note) throws HubException {
        try {
            return Checkpoint.parse(Note.parse(note).text());
        } catch (NoteException e) {
            throw new HubException(
                    file + " is no signed head of a log: " + e.refusal().sentence());
        }
    }

    /** The bytes of a note, of which no more are read than a note may have. */
    static byte[] note(Path file, String hint) throws HubException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Note.MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new HubException(HubException.SETUP, file + " does not exist: " + hint, e);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return entries.toString();
    }

    @Override
    public long size() {
        return size;
    }

    /** The signed head over its entries. */
    byte[] head() {
        return head.clone();
    }

    /** The file of that head. */
    Path headFile() {
        return entries.resolveSibling("head");
    }

    /** The file of the greatest head that the desk was shown beyond its entries, if there ever was one. */
    Optional<Path> seen() {
        return Optional.of(seen).filter(Files::exists);
    }

    /** The file of the newest head that the desk has found witnessed, if it ever found one. */
    Optional<Path> witnessed() {
        return Optional.of(entries.resolveSibling("witnessed")).filter(Files::exists);
    }

    @Override
    public Pass begin() throws HubException {
        InputStream in;
        try {
            in = new BufferedInputStream(Files.newInputStream(entries));
        } catch (NoSuchFileException e) {
            throw new HubException(HubException.SETUP, entries + " does not exist: " + HINT, e);
        } catch (IOException e) {
            throw unreadable(e);
        }
        try {
            return new Reading(in, CopyReader.begin(in));
        } catch (IOException e) {
            close(in);
            throw unreadable(e);
        } catch (RefusedException e) {
            close(in);
            throw damaged(e);
        }
    }

    private final class Reading implements Pass {
        private final InputStream in;
        private final CopyReader reader;

        Reading(InputStream in, CopyReader reader) {
            this.in = in;
            this.reader = reader;
        }

        @Override
        public List<ByteString> next(int most) throws HubException {
            List<ByteString> next = new ArrayList<>();
            try {
                while (next.size() < most && reader.index() < size) {
                    next.add(ByteString.copyFrom(reader.next()));
                }
                return next;
            } catch (IOException e) {
                throw unreadable(e);
            } catch (RefusedException e) {
                throw damaged(e);
            }
        }

        @Override
        public void close() throws HubException {
            FollowerCopy.this.close(in);
        }
    }

    private void close(InputStream in) throws HubException {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private HubException unreadable(IOException e) {
        return new HubException(HubException.SETUP, entries + " cannot be read: " + e.getMessage(), e);
    }

    private HubException damaged(RefusedException e) {
        return new HubException(
                Restore.UNREADABLE,
                entries + ": " + e.refusal().sentence() + " (expected: " + size
                        + " entries, as its head says): give the copy of another desk",
                e);
    }
}
