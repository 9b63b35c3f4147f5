package org.demarche.envelope;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.refusal.RefusedException;

/**
 * A notice whose two signatures hold under the key that it names. Whether that key may speak for the author is the
 * charter's matter, not this class's. Immutable; equal when the signed bytes are.
 */
public final class VerifiedNotice {
    private final UnverifiedNotice checked;

    VerifiedNotice(UnverifiedNotice checked) {
        this.checked = checked;
    }

    /**
     * A notice that the caller itself verified before it was stored, where nobody else can write. Parsed strictly as
     * ever; the signatures are not checked again. Only for a hub that reads its own log at start, or a follower its own
     * copy; never for bytes that came from elsewhere.
     *
     * @throws IllegalStateException if the bytes are not a notice: the store is damaged
     */
    public static VerifiedNotice fromOwnStore(byte[] signedNotice) {
        try {
            return new VerifiedNotice(UnverifiedNotice.parse(signedNotice));
        } catch (RefusedException e) {
            throw new IllegalStateException(
                    "the store is damaged: it holds a notice that could not have been taken (" + e.refusal() + ")", e);
        }
    }

    /**
     * The same, of a notice whose bytes the caller knows to be those that it parsed strictly then, by their hash: they are only read, and held against nothing.
     *
     * @throws InvalidProtocolBufferException if they can't be read: they are not those
     */
    public static VerifiedNotice fromOwnStore(SignedNotice unchanged) throws InvalidProtocolBufferException {
        return new VerifiedNotice(UnverifiedNotice.ofUnchanged(unchanged));
    }

    /** What is said. */
    public Notice notice() {
        return checked.notice();
    }

    /** The notice's identity: SHA-256 of its encoded bytes, without the signatures. */
    public Sha256 id() {
        return checked.id();
    }

    /** The id of the key that signed. */
    public Sha256 keyId() {
        return checked.keyId();
    }

    /** The encoded {@code SignedNotice}, as it came. */
    public ByteString bytes() {
        return checked.bytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifiedNotice that && bytes().equals(that.bytes());
    }

    @Override
    public int hashCode() {
        return bytes().hashCode();
    }

    @Override
    public String toString() {
        return "notice " + id();
    }
}
