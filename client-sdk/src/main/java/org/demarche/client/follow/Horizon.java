package org.demarche.client.follow;

import java.io.IOException;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.merkle.Head;

/**
 * The heads beyond the copy that the hub has shown. Which charter governs there is not known yet: a head by the log keys of the present one is taken, to be looked at
 * again under way; one by other keys may be that of a successor, and is judged when the copy has come there. The entries must lead through both. Not thread-safe.
 */
final class Horizon {
    private final CheckpointReader reader;
    private final EntryFile file;
    private Optional<VerifiedCheckpoint> signed = Optional.empty();
    private Optional<byte[]> unjudged = Optional.empty();
    private long unjudgedSize;

    Horizon(CheckpointReader reader, EntryFile file) {
        this.reader = reader;
        this.file = file;
    }

    /** The greatest head that is signed by the keys of the charter that governed when it came. */
    Optional<VerifiedCheckpoint> signed() {
        return signed;
    }

    /** The greatest size that the hub has signed; 0 if none is beyond the copy. */
    long signedSize() {
        return signed.map(c -> c.head().size()).orElse(0L);
    }

    /** The greatest size that the hub has claimed, judged or not; 0 if none is beyond the copy. */
    long claimedSize() {
        return Math.max(signedSize(), unjudgedSize);
    }

    /** Remembers what was seen before a restart. */
    void recall(Charter governing, long size) throws IOException {
        Optional<byte[]> note = file.seen();
        if (note.isEmpty()) {
            return;
        }
        try {
            VerifiedCheckpoint checkpoint = reader.open(note.get(), governing);
            signed = Optional.of(checkpoint).filter(c -> c.head().size() > size);
        } catch (LieException e) {
            // Written by this desk and verified then: it is under the keys of a charter that has since been replaced.
            signed = Optional.empty();
        }
    }

    /**
     * Looks at a head beyond the copy.
     *
     * @return the checkpoint, or empty if it is not by both keys of {@code governing} and has to wait
     * @throws LieException if a signature by the keys of {@code governing} is false, or it contradicts another head
     */
    Optional<VerifiedCheckpoint> see(byte[] note, long size, Charter governing) throws LieException, IOException {
        if (!reader.byKeysOf(note, governing)) {
            if (size > unjudgedSize) {
                unjudged = Optional.of(note.clone());
                unjudgedSize = size;
            }
            return Optional.empty();
        }
        VerifiedCheckpoint checkpoint = reader.open(note, governing);
        if (size > signedSize()) {
            file.seen(note);
            signed = Optional.of(checkpoint);
        } else if (size == signedSize()
                && signed.filter(s -> !s.head().equals(checkpoint.head())).isPresent()) {
            throw Lies.split(signed.orElseThrow(), checkpoint);
        }
        return Optional.of(checkpoint);
    }

    /**
     * Checks that entries lead through what was seen, as far as they go.
     *
     * @param over the verified head over them
     * @throws LieException if they do not, or if a head turns out not to be by the keys that govern there
     */
    void requireLedThrough(EntryCheck check, VerifiedCheckpoint over) throws LieException, IOException {
        if (signed.isPresent()) {
            requireLedThrough(signed.get().note(), signed.get().head(), check, over);
        }
        if (unjudged.isPresent()) {
            requireLedThrough(unjudged.get(), CheckpointReader.claimed(unjudged.get()), check, over);
        }
    }

    private void requireLedThrough(byte[] note, Head head, EntryCheck check, VerifiedCheckpoint over)
            throws LieException, IOException {
        if (head.size() > check.head().size()) {
            return;
        }
        VerifiedCheckpoint judged = reader.open(note, check.reigns().at(head.size()));
        if (!check.leadsThrough(head)) {
            throw Lies.split(judged, over);
        }
    }

    /** The copy has come to {@code size}. */
    void reached(long size) {
        if (signedSize() <= size) {
            signed = Optional.empty();
        }
        if (unjudgedSize <= size) {
            unjudged = Optional.empty();
            unjudgedSize = 0;
        }
    }
}
