package org.demarche.checkpoint;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One signature line of a note; nothing is known of its truth.
 *
 * @param name the key's name
 * @param keyId the key's id
 * @param signature what follows the id: at least one byte; with a time in front if the key's type has one
 */
public record NoteSignature(String name, int keyId, ByteString signature) {
    private static final String PREFIX = "\u2014 ";
    private static final int ID_LENGTH = 4;

    public NoteSignature {
        if (!KeyName.valid(name)) {
            throw new IllegalArgumentException(
                    "name: \"" + name + "\" (expected: no space, plus or control character)");
        }
        if (signature.isEmpty()) {
            throw new IllegalArgumentException("signature: 0 bytes (expected: >= 1)");
        }
    }

    static NoteSignature of(NoteKey key, byte[] signature) {
        return new NoteSignature(key.name(), key.id(), ByteString.copyFrom(signature));
    }

    /**
     * Reads signature lines as they stand in a note and as witnesses answer: one or more, each ending with a newline.
     *
     * @throws NoteException if they are anything else, more than {@value Note#MAX_SIGNATURES}, or two by the same key
     */
    public static List<NoteSignature> parseLines(byte[] lines) throws NoteException {
        if (lines.length > Note.MAX_BYTES) {
            throw Note.tooLarge(lines.length);
        }
        return parse(Canonical.utf8(lines).orElseThrow(() -> NoteException.malformed("note: not text in UTF-8")));
    }

    /** The line, with its newline. */
    public String line() {
        ByteString id = ByteString.copyFrom(ByteBuffer.allocate(ID_LENGTH).putInt(0, keyId));
        return PREFIX + name + " " + Canonical.base64(id.concat(signature)) + "\n";
    }

    /** Whether this is the line of {@code key}: both name and id are its own. */
    public boolean by(NoteKey key) {
        return keyId == key.id() && name.equals(key.name());
    }

    boolean sameKey(NoteSignature other) {
        return keyId == other.keyId && name.equals(other.name);
    }

    static List<NoteSignature> parse(String lines) throws NoteException {
        if (!lines.endsWith("\n")) {
            throw NoteException.malformed("note: no signature line, or the last one is cut off");
        }
        long count = lines.chars().filter(c -> c == '\n').count();
        if (count > Note.MAX_SIGNATURES) {
            throw NoteException.malformed(
                    "note: " + count + " signature lines (expected: at most " + Note.MAX_SIGNATURES + ")");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
            NoteSignature signature = parseLine(line, signatures.size() + 1);
            if (signatures.stream().anyMatch(signature::sameKey)) {
                throw NoteException.malformed("note: two signatures by the same key of " + signature.name());
            }
            signatures.add(signature);
        }
        return List.copyOf(signatures);
    }

    private static NoteSignature parseLine(String line, int number) throws NoteException {
        int space = line.indexOf(' ', PREFIX.length());
        if (!line.startsWith(PREFIX) || space < 0 || !KeyName.valid(line.substring(PREFIX.length(), space))) {
            throw NoteException.malformed(
                    "note: signature line " + number + " is not written as \"\u2014 name base64\"");
        }
        ByteString bytes = Canonical.base64(line.substring(space + 1))
                .filter(b -> b.size() > ID_LENGTH)
                .orElseThrow(() -> NoteException.malformed("note: signature line " + number
                        + " does not hold a key id and a signature in canonical base64"));
        int keyId = bytes.substring(0, ID_LENGTH).asReadOnlyByteBuffer().getInt();
        return new NoteSignature(line.substring(PREFIX.length(), space), keyId, bytes.substring(ID_LENGTH));
    }
}
