package org.demarche.client.follow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.merkle.Head;

/**
 * The heads beyond the copy: what the hub has shown itself, and what others have brought. Which charter governs there is not known yet: a head by the log keys of the present
 * one is taken, to be looked at again under way; one by other keys may be that of a successor. Each is judged when the copy has come there: the entries must lead through all
 * of them. Only the greatest taken ones of both kinds outlive the process. Not thread-safe.
 *
 * <p>A hub that shows less than it has shown itself has gone back. One that shows less than the log has signed elsewhere may only read a copy that is behind.
 */
final class Horizon {
    /** So many heads wait at most, besides the greatest taken ones; the smallest are kept, since their turn comes first. */
    static final int MOST_WAITING = 64;

    private final CheckpointReader reader;
    private final EntryFile file;
    private final Greatest seen = new Greatest("seen");
    private final Greatest heard = new Greatest("heard");
    private final List<Waiting> waiting = new ArrayList<>();

    /** The greatest head of a kind that is signed by the keys of the charter that governed when it came; kept in a file of this name. */
    private static final class Greatest {
        private final String name;
        private Optional<VerifiedCheckpoint> head = Optional.empty();

        Greatest(String name) {
            this.name = name;
        }

        long size() {
            return head.map(c -> c.head().size()).orElse(0L);
        }
    }

    /** A head, and the note that says it: two that differ in the root may be of one size. */
    private record Waiting(Head head, byte[] note) {}

    /** Entries that heads are held against. */
    interface Course {
        /** How far they reach. */
        long size();

        /** The charter that governs behind the last entry under a head of {@code size}, which is at most {@link #size}. */
        Charter charterAt(long size);

        /** Whether {@code head}, of at most {@link #size} entries, is over these. */
        boolean leadsThrough(Head head);
    }

    Horizon(CheckpointReader reader, EntryFile file) {
        this.reader = reader;
        this.file = file;
    }

    /** The greatest head that the hub has shown itself. */
    Optional<VerifiedCheckpoint> seen() {
        return seen.head;
    }

    /** The greatest size that the hub has shown itself; 0 if none is beyond the copy. */
    long seenSize() {
        return seen.size();
    }

    /** The greatest size that the log has signed, whoever showed it; 0 if none is beyond the copy. */
    long knownSize() {
        return Math.max(seen.size(), heard.size());
    }

    /**
     * Remembers what was there before a restart. The copy may have come there since, by the work of another process: then it is judged with the next entries.
     *
     * @param charters those that have governed the copy, newest first; by the keys of one it was verified before it was written
     * @throws IOException if it can't be read, or is damaged
     */
    void recall(List<Charter> charters, long size) throws IOException {
        recall(seen, charters, size);
        recall(heard, charters, size);
    }

    private void recall(Greatest of, List<Charter> charters, long size) throws IOException {
        Optional<byte[]> note = file.kept(of.name);
        if (note.isEmpty()) {
            return;
        }
        try {
            Head head = CheckpointReader.claimed(note.get());
            for (Charter charter : charters) {
                if (reader.byKeysOf(note.get(), charter)) {
                    VerifiedCheckpoint checkpoint = reader.open(note.get(), charter);
                    if (head.size() > size
                            && charter.hash().equals(charters.get(0).hash())) {
                        of.head = Optional.of(checkpoint);
                    } else {
                        await(head, note.get());
                    }
                    return;
                }
            }
            // The file of log keys no longer holds those of a charter that has been replaced.
            if (head.size() > size) {
                await(head, note.get());
            }
        } catch (LieException e) {
            throw new IOException("the desk's copy of the log is damaged: " + of.name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Looks at a head beyond the copy that the hub shows.
     *
     * @return the checkpoint, or empty if it is not by both keys of {@code governing} and has to wait
     * @throws LieException if a signature by the keys of {@code governing} is false, or it contradicts another head
     */
    Optional<VerifiedCheckpoint> see(byte[] note, Head head, Charter governing) throws LieException, IOException {
        return take(seen, note, head, governing);
    }

    /** The same for a head that somebody else brings. */
    Optional<VerifiedCheckpoint> hear(byte[] note, Head head, Charter governing) throws LieException, IOException {
        return take(heard, note, head, governing);
    }

    private Optional<VerifiedCheckpoint> take(Greatest of, byte[] note, Head head, Charter governing)
            throws LieException, IOException {
        if (!reader.byKeysOf(note, governing)) {
            await(head, note);
            return Optional.empty();
        }
        VerifiedCheckpoint checkpoint = reader.open(note, governing);
        for (Greatest greatest : List.of(seen, heard)) {
            if (head.size() == greatest.size()
                    && !greatest.head.orElseThrow().head().equals(head)) {
                throw Lies.split(greatest.head.orElseThrow(), checkpoint, List.of());
            }
        }
        if (head.size() > of.size()) {
            file.keep(of.name, note);
            of.head.ifPresent(smaller -> await(smaller.head(), smaller.note()));
            of.head = Optional.of(checkpoint);
        } else if (head.size() < of.size()) {
            await(head, note);
        }
        return Optional.of(checkpoint);
    }

    private void await(Head head, byte[] note) {
        if (waiting.stream().anyMatch(w -> w.head().equals(head))) {
            return;
        }
        waiting.add(new Waiting(head, note.clone()));
        if (waiting.size() > MOST_WAITING) {
            waiting.remove(Collections.max(
                    waiting, Comparator.comparingLong(w -> w.head().size())));
        }
    }

    /**
     * Checks that entries lead through what was seen, as far as they go.
     *
     * @param over the verified head over them
     * @param more those of them that are not in the copy yet
     * @throws LieException if they do not, or if a head turns out not to be by the keys that govern there
     */
    void requireLedThrough(Course course, VerifiedCheckpoint over, List<byte[]> more) throws LieException, IOException {
        for (Greatest greatest : List.of(seen, heard)) {
            if (greatest.head.isPresent()) {
                VerifiedCheckpoint head = greatest.head.get();
                requireLedThrough(head.note(), head.head(), course, over, more);
            }
        }
        for (Waiting w : waiting) {
            requireLedThrough(w.note(), w.head(), course, over, more);
        }
    }

    private void requireLedThrough(byte[] note, Head head, Course course, VerifiedCheckpoint over, List<byte[]> more)
            throws LieException, IOException {
        if (head.size() > course.size()) {
            return;
        }
        VerifiedCheckpoint judged = reader.open(note, course.charterAt(head.size()));
        if (!course.leadsThrough(head)) {
            throw Lies.split(judged, over, more);
        }
    }

    /** The copy has come to {@code size}, and was led through all that was seen up to there. */
    void reached(long size) {
        for (Greatest greatest : List.of(seen, heard)) {
            if (greatest.size() <= size) {
                greatest.head = Optional.empty();
            }
        }
        waiting.removeIf(w -> w.head().size() <= size);
    }
}
