package org.demarche.checkpoint;

import com.google.protobuf.ByteString;
import java.util.OptionalLong;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.refusal.Reason;

/**
 * What a checkpoint says (C2SP tlog-checkpoint), without extension lines.
 *
 * @param origin the log's name, which is also the name of its keys
 * @param head size and root; the root of size 0 is that of the empty tree
 */
public record Checkpoint(String origin, Head head) {
    public Checkpoint {
        KeyName.check("origin", origin);
        if (head.size() == 0 && !head.root().equals(Merkle.EMPTY_ROOT)) {
            throw new IllegalArgumentException(
                    "root: " + head.root() + " of size 0 (expected: " + Merkle.EMPTY_ROOT + ")");
        }
    }

    /** The text of the note: origin, size and root, each on a line of its own. */
    public String text() {
        return origin + "\n" + head.size() + "\n" + Canonical.base64(head.root().byteString()) + "\n";
    }

    /**
     * Reads the text of a note.
     *
     * @throws NoteException MALFORMED if it is not exactly what {@link #text} writes; FIELD_INVALID if size 0 has the root of another tree
     */
    public static Checkpoint parse(String text) throws NoteException {
        String[] lines = text.split("\n", -1);
        // Three lines, and nothing behind the last newline.
        if (lines.length != 4 || !lines[3].isEmpty()) {
            throw NoteException.malformed("checkpoint: not three lines of origin, size and root");
        }
        if (!KeyName.usable(lines[0])) {
            throw NoteException.malformed("checkpoint: the origin is empty, too long, or holds a space or a plus");
        }
        OptionalLong size = Canonical.decimal(lines[1]);
        if (size.isEmpty()) {
            throw NoteException.malformed("checkpoint: the size is not a decimal number from 0 to 2^63 - 1");
        }
        ByteString root = Canonical.base64(lines[2])
                .filter(bytes -> bytes.size() == Sha256.LENGTH)
                .orElseThrow(() -> NoteException.malformed("checkpoint: the root is not 32 bytes in canonical base64"));
        Head head = new Head(size.getAsLong(), Sha256.copyOf(root));
        if (head.size() == 0 && !head.root().equals(Merkle.EMPTY_ROOT)) {
            throw new NoteException(Reason.FIELD_INVALID, "checkpoint: size 0 with the root of another tree");
        }
        return new Checkpoint(lines[0], head);
    }
}
