package org.demarche.envelope;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/**
 * A notice of the right form that anybody may have made: both layers are in the strict encoding and keep their limits,
 * the suite is known and there is a body. What it says must not be acted on. Immutable.
 */
public final class UnverifiedNotice {
    /** The DSSE type of a notice. */
    public static final String TYPE = "application/vnd.demarche.notice.v1+protobuf";

    private static final int FIRST_BODY_FIELD = Notice.VIOLATION_REPORT_FIELD_NUMBER;

    private final ByteString bytes;
    private final SignedNotice signed;
    private final Notice notice;
    private final Sha256 id;
    private final Sha256 keyId;

    private UnverifiedNotice(ByteString bytes, SignedNotice signed, Notice notice) {
        this.bytes = bytes;
        this.signed = signed;
        this.notice = notice;
        this.id = Sha256.of(signed.getNotice().toByteArray());
        this.keyId = Sha256.copyOf(signed.getKeyId());
    }

    /**
     * The notice in an encoded {@code SignedNotice}.
     *
     * @throws RefusedException TOO_LARGE, MALFORMED, EMPTY_BODY, UNKNOWN_KIND or FIELD_INVALID
     */
    public static UnverifiedNotice parse(byte[] signedNotice) throws RefusedException {
        SignedNotice signed = Strict.parse(SignedNotice.getDefaultInstance(), signedNotice);
        Shape.require(signed);
        Notice notice = parseNotice(signed.getNotice().toByteArray());
        if (notice.getBodyCase() == Notice.BodyCase.BODY_NOT_SET) {
            throw new RefusedException(Reason.EMPTY_BODY, "Notice: says nothing (expected: exactly one body)");
        }
        Shape.require(notice);
        Optional<Refusal> refusal = NoticeSense.check(notice);
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
        return new UnverifiedNotice(ByteString.copyFrom(signedNotice), signed, notice);
    }

    /** The notice in a message that {@link #parse} has let through before. */
    static UnverifiedNotice ofUnchanged(SignedNotice signed) throws InvalidProtocolBufferException {
        return new UnverifiedNotice(signed.toByteString(), signed, Notice.parseFrom(signed.getNotice()));
    }

    private static Notice parseNotice(byte[] bytes) throws RefusedException {
        try {
            return Strict.parse(Notice.getDefaultInstance(), bytes);
        } catch (RefusedException e) {
            if (e.refusal().reason() == Reason.MALFORMED && saysWhatNobodyKnows(bytes)) {
                throw new RefusedException(
                        Reason.UNKNOWN_KIND, "Notice: its kind of body is not known here; a newer program may know it");
            }
            throw e;
        }
    }

    /** Whether the notice is strange only in that its body came into the protocol after this program. */
    private static boolean saysWhatNobodyKnows(byte[] bytes) {
        try {
            return Notice.parseFrom(bytes).getUnknownFields().asMap().keySet().stream()
                    .anyMatch(number -> number >= FIRST_BODY_FIELD);
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    /** What is said, by whoever it was. */
    public Notice notice() {
        return notice;
    }

    /** The notice's identity: SHA-256 of its encoded bytes, without the signatures. */
    public Sha256 id() {
        return id;
    }

    /** The id of the key that is claimed to have signed. */
    public Sha256 keyId() {
        return keyId;
    }

    /** The encoded {@code SignedNotice}, as it came. */
    public ByteString bytes() {
        return bytes;
    }

    /**
     * The verified notice; empty if {@code key} is not the one it names, or one of the two signatures does not hold.
     */
    public Optional<VerifiedNotice> verify(PublicKey key, SignatureVerifier v) {
        if (!key.id().equals(keyId)) {
            return Optional.empty();
        }
        byte[] message = Pae.encode(TYPE, signed.getNotice().toByteArray());
        HybridSignature signature = new HybridSignature(
                signed.getEd25519().toByteArray(), signed.getMlDsa65().toByteArray());
        return v.verify(key, message, signature) ? Optional.of(new VerifiedNotice(this)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "unverified notice " + id;
    }
}
