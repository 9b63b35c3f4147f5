package org.demarche.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.refusal.Reason;

/**
 * A signed note (C2SP signed-note) of which nothing has been verified. Immutable; {@link #bytes} of what {@link #parse} took are the very
 * bytes that it took.
 */
public final class Note {
    /** Greatest length in bytes. */
    public static final int MAX_BYTES = 262_144;

    /** Greatest number of signature lines: the log and more than sixty witnesses, two lines each. */
    public static final int MAX_SIGNATURES = 128;

    private final String text;
    private final List<NoteSignature> signatures;

    private Note(String text, List<NoteSignature> signatures) {
        this.text = text;
        this.signatures = List.copyOf(signatures);
    }

    /** A note of our own making. Package-private: whoever makes one has just signed it. */
    static Note of(String text, List<NoteSignature> signatures) {
        return new Note(text, signatures);
    }

    /**
     * Reads a note.
     *
     * @throws NoteException if the bytes are not a note, or exceed {@link #MAX_BYTES} or {@link #MAX_SIGNATURES}, or two signatures are by
     *     the same key
     */
    public static Note parse(byte[] bytes) throws NoteException {
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(bytes.length);
        }
        String note = Canonical.utf8(bytes).orElseThrow(() -> NoteException.malformed("note: not text in UTF-8"));
        // The last empty line: the text may have others.
        int split = note.lastIndexOf("\n\n");
        if (split < 0) {
            throw NoteException.malformed("note: no empty line between text and signatures");
        }
        return new Note(note.substring(0, split + 1), NoteSignature.parse(note.substring(split + 2)));
    }

    /** The text that is signed, with its last newline. */
    public String text() {
        return text;
    }

    /** The signatures, in the note's order. */
    public List<NoteSignature> signatures() {
        return signatures;
    }

    /** The signature whose name and id are those of {@code key}. */
    public Optional<NoteSignature> signature(NoteKey key) {
        return signatures.stream().filter(s -> s.by(key)).findFirst();
    }

    /**
     * The note with more signatures at its end. Of two by the same key the earlier stays.
     *
     * @throws NoteException if it would exceed {@link #MAX_BYTES} or {@link #MAX_SIGNATURES}
     */
    public Note plus(List<NoteSignature> more) throws NoteException {
        List<NoteSignature> all = new ArrayList<>(signatures);
        for (NoteSignature signature : more) {
            if (all.stream().noneMatch(signature::sameKey)) {
                all.add(signature);
            }
        }
        return parse(new Note(text, all).bytes());
    }

    /** The whole note. */
    public byte[] bytes() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(s -> note.append(s.line()));
        return note.toString().getBytes(StandardCharsets.UTF_8);
    }

    static NoteException tooLarge(int length) {
        return new NoteException(Reason.TOO_LARGE, "note: " + length + " bytes (expected: at most " + MAX_BYTES + ")");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Note that && text.equals(that.text) && signatures.equals(that.signatures);
    }

    @Override
    public int hashCode() {
        return 31 * text.hashCode() + signatures.hashCode();
    }

    @Override
    public String toString() {
        return "Note[" + signatures.size() + " signatures, unverified]";
    }
}
