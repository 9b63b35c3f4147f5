package org.demarche.client.follow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Register;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.refusal.RefusedException;

/** The copy's entries as they come back from the disk. They were verified before they were written: what does not fit now is damage, and nobody's lie. */
final class StoredEntries {
    private final EntryFile file;

    StoredEntries(EntryFile file) {
        this.file = file;
    }

    /** The entry with this index. */
    Entry entry(long index) throws IOException {
        return parse(file.read(index));
    }

    /** Reads on, from where it was read to before, up to the size of the head that covers them. */
    List<Entry> readOn(byte[] head) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (byte[] bytes : file.readOn(size(head))) {
            entries.add(parse(bytes));
        }
        return entries;
    }

    /** What was logged under an identity, where {@code derived} knows its place. */
    Register register(Derived derived) {
        return id -> {
            OptionalLong index = derived.index(id);
            try {
                return index.isEmpty()
                        ? Optional.empty()
                        : entry(index.getAsLong()).known();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    static IOException damaged(String why) {
        return new IOException("the desk's copy of the log is damaged: " + why);
    }

    private static long size(byte[] note) throws IOException {
        try {
            return Checkpoint.parse(Note.parse(note).text()).head().size();
        } catch (NoteException e) {
            throw damaged(e.refusal().sentence());
        }
    }

    private static Entry parse(byte[] bytes) throws IOException {
        try {
            return UnverifiedEntry.parse(bytes).fromOwnStore();
        } catch (RefusedException e) {
            throw damaged(e.refusal().toString());
        }
    }
}
