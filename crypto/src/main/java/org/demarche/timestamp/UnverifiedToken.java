package org.demarche.timestamp;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** A TimeStampToken (RFC 3161 §2.4.2) of which nothing has been verified. Immutable; {@link #bytes} of what {@link #parse} took are the very bytes that it took. */
public final class UnverifiedToken {
    /** Greatest length in bytes. */
    public static final int MAX_BYTES = 65_536;

    private final byte[] bytes;
    private final TimeStampToken token;

    private UnverifiedToken(byte[] bytes, TimeStampToken token) {
        this.bytes = bytes;
        this.token = token;
    }

    /**
     * Reads a token.
     *
     * @throws RefusedException TOO_LARGE above {@link #MAX_BYTES}; MALFORMED if the bytes are not a token with one signature, in definite and minimal lengths
     */
    public static UnverifiedToken parse(byte[] bytes) throws RefusedException {
        if (bytes.length > MAX_BYTES) {
            throw new RefusedException(
                    Reason.TOO_LARGE, "token: " + bytes.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        try {
            ASN1Primitive parsed = ASN1Primitive.fromByteArray(bytes);
            if (parsed == null || !Arrays.equals(parsed.getEncoded(ASN1Encoding.DL), bytes)) {
                throw malformed();
            }
            ContentInfo content = ContentInfo.getInstance(parsed);
            if (!content.getContentType().equals(CMSObjectIdentifiers.signedData)) {
                throw malformed();
            }
            // Bouncy Castle signs the content of whatever stands there, and would not notice another tag (RFC 5652
            // §5.2).
            if (!(SignedData.getInstance(content.getContent())
                            .getEncapContentInfo()
                            .getContent()
                    instanceof ASN1OctetString)) {
                throw malformed();
            }
            return new UnverifiedToken(bytes.clone(), new TimeStampToken(new CMSSignedData(content)));
        } catch (IOException | CMSException | TSPException | RuntimeException e) {
            throw malformed();
        }
    }

    /** The whole token. */
    public byte[] bytes() {
        return bytes.clone();
    }

    TimeStampToken token() {
        return token;
    }

    private static RefusedException malformed() {
        return new RefusedException(
                Reason.MALFORMED,
                "token: not a time-stamp token (expected: RFC 3161, in definite and minimal lengths)");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnverifiedToken that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "UnverifiedToken[" + bytes.length + " bytes]";
    }
}
