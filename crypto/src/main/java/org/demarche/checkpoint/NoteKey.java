package org.demarche.checkpoint;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;

/**
 * A public key as notes know it (C2SP signed-note, "Verifier keys").
 *
 * @param name the key's name, 1 to 255 bytes of UTF-8 without spaces, plus and control characters
 * @param type what it signs, and how
 * @param publicKey its bytes, as many as the type has
 */
public record NoteKey(String name, NoteKeyType type, ByteString publicKey) {
    private static final HexFormat HEX = HexFormat.of();
    private static final int MAX_CHARS = 2048;

    public NoteKey {
        KeyName.check("name", name);
        if (publicKey.size() != type.keyLength()) {
            throw new IllegalArgumentException(
                    "publicKey: " + publicKey.size() + " bytes (expected: " + type.keyLength() + ")");
        }
    }

    static NoteKey of(String name, NoteKeyType type, byte[] publicKey) {
        return new NoteKey(name, type, ByteString.copyFrom(publicKey));
    }

    /**
     * Reads a key written as {@code <name>+<key id in hex>+<base64(type || public key)>} ("vkey").
     *
     * @throws NoteException if it is anything else, of a type not used here, or names another key id than its own
     */
    public static NoteKey parse(String text) throws NoteException {
        if (text.length() > MAX_CHARS) {
            throw new NoteException(
                    Reason.TOO_LARGE, "key: " + text.length() + " characters (expected: at most " + MAX_CHARS + ")");
        }
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || !KeyName.usable(parts[0])) {
            throw NoteException.malformed("key: not written as name+id+base64");
        }
        ByteString typeAndKey = Canonical.base64(parts[2])
                .filter(bytes -> !bytes.isEmpty())
                .orElseThrow(() -> NoteException.malformed("key " + parts[0] + ": not in canonical base64"));
        NoteKeyType type = NoteKeyType.of(typeAndKey.byteAt(0))
                .orElseThrow(() ->
                        NoteException.malformed("key " + parts[0] + ": type not known (expected: 0x01, 0x04 or 0x06)"));
        if (typeAndKey.size() != 1 + type.keyLength()) {
            throw NoteException.malformed(
                    "key " + parts[0] + ": " + (typeAndKey.size() - 1) + " bytes (expected: " + type.keyLength() + ")");
        }
        NoteKey key = new NoteKey(parts[0], type, typeAndKey.substring(1));
        if (!HEX.toHexDigits(key.id()).equals(parts[1])) {
            throw NoteException.malformed(
                    "key " + parts[0] + ": id " + parts[1] + " (expected: " + HEX.toHexDigits(key.id()) + ")");
        }
        return key;
    }

    /** The key as {@link #parse} reads it. */
    public String text() {
        ByteString typeAndKey = ByteString.copyFrom(new byte[] {type.code()}).concat(publicKey);
        return name + "+" + HEX.toHexDigits(id()) + "+" + Canonical.base64(typeAndKey);
    }

    /** The key id: four bytes, a hint to find the key and no more. */
    public int id() {
        byte[] nameAndNewline = (name + "\n").getBytes(StandardCharsets.UTF_8);
        Sha256 hash = Sha256.of(nameAndNewline, new byte[] {type.code()}, publicKey.toByteArray());
        return ByteBuffer.wrap(hash.bytes()).getInt();
    }

    @Override
    public String toString() {
        return name + "+" + HEX.toHexDigits(id()) + " (" + type + ")";
    }
}
