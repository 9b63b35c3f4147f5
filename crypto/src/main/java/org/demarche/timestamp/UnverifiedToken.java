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

/**
 * Bytes that may be a TimeStampToken (RFC 3161 §2.4.2). Nothing of them has been looked at but their number: whether they can be read at all, a {@link TokenVerifier} says, so that what a
 * library takes for a token decides nothing but whether it is true. Immutable.
 */
public final class UnverifiedToken {
    /** Greatest length in bytes. */
    public static final int MAX_BYTES = 65_536;

    private final byte[] bytes;

    private UnverifiedToken(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes bytes.
     *
     * @throws RefusedException TOO_LARGE above {@link #MAX_BYTES}
     */
    public static UnverifiedToken parse(byte[] bytes) throws RefusedException {
        if (bytes.length > MAX_BYTES) {
            throw new RefusedException(
                    Reason.TOO_LARGE, "token: " + bytes.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        return new UnverifiedToken(bytes.clone());
    }

    /** The whole token. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The token, in definite and minimal lengths, with one signature; none of it is verified. */
    TimeStampToken token() throws FalseTokenException {
        try {
            ASN1Primitive parsed = ASN1Primitive.fromByteArray(bytes);
            if (parsed != null && Arrays.equals(parsed.getEncoded(ASN1Encoding.DL), bytes)) {
                return token(ContentInfo.getInstance(parsed));
            }
        } catch (IOException | CMSException | TSPException | RuntimeException | StackOverflowError e) {
            // Falls through: whatever keeps it from being read, it is none.
        }
        throw none();
    }

    private static TimeStampToken token(ContentInfo content)
            throws FalseTokenException, CMSException, TSPException, IOException {
        // Bouncy Castle signs the content of whatever stands there, and would not notice another tag (RFC 5652 §5.2).
        if (!content.getContentType().equals(CMSObjectIdentifiers.signedData)
                || !(SignedData.getInstance(content.getContent())
                                .getEncapContentInfo()
                                .getContent()
                        instanceof ASN1OctetString)) {
            throw none();
        }
        return new TimeStampToken(new CMSSignedData(content));
    }

    private static FalseTokenException none() {
        return new FalseTokenException("it is not a time-stamp token (RFC 3161, in definite and minimal lengths)");
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
