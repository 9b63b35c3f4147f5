package org.demarche.checkpoint;

import java.util.Optional;

/** The types of note keys that Demarche uses, of those that C2SP signed-note assigns. */
public enum NoteKeyType {
    /** Signs the text. */
    ED25519(0x01, 32, 64),
    /** Cosigns the text with a time. */
    ED25519_COSIGNATURE(0x04, 32, 8 + 64),
    /** Signs origin, size and root with a time and the key's name. */
    ML_DSA_44(0x06, 1312, 8 + 2420);

    private final int code;
    private final int keyLength;
    private final int signatureLength;

    NoteKeyType(int code, int keyLength, int signatureLength) {
        this.code = code;
        this.keyLength = keyLength;
        this.signatureLength = signatureLength;
    }

    /** The type that this byte identifies, or empty. */
    static Optional<NoteKeyType> of(byte code) {
        for (NoteKeyType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The identifying byte. */
    public byte code() {
        return (byte) code;
    }

    /** Length of a public key in bytes. */
    public int keyLength() {
        return keyLength;
    }

    /** Length in bytes of what follows the key id in a signature line: the time, if there is one, and the signature. */
    public int signatureLength() {
        return signatureLength;
    }
}
