package org.demarche.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** A request for a token (RFC 3161 §2.4.1), with a nonce, and with the wish for certificates. Immutable. */
public final class TimestampRequest {
    /** Media type of a request. */
    public static final String MEDIA_TYPE = "application/timestamp-query";

    /** Greatest length of a response, in bytes. */
    public static final int MAX_RESPONSE_BYTES = UnverifiedToken.MAX_BYTES + 4096;

    /** Shortest nonce, in bytes. */
    public static final int MIN_NONCE_BYTES = 8;

    private static final int MAX_NONCE_BYTES = 32;
    private static final int MAX_SHOWN = 200;

    private final org.bouncycastle.tsp.TimeStampRequest request;

    private TimestampRequest(org.bouncycastle.tsp.TimeStampRequest request) {
        this.request = request;
    }

    /**
     * A new request.
     *
     * @param nonce 8 to 32 random bytes
     * @param policy the policy under which the token is to be made, an object identifier; empty: as the authority likes
     */
    public static TimestampRequest of(Imprint imprint, byte[] nonce, Optional<String> policy) {
        if (nonce.length < MIN_NONCE_BYTES || nonce.length > MAX_NONCE_BYTES) {
            throw new IllegalArgumentException(
                    "nonce: " + nonce.length + " bytes (expected: " + MIN_NONCE_BYTES + " to " + MAX_NONCE_BYTES + ")");
        }
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        policy.ifPresent(p -> generator.setReqPolicy(new ASN1ObjectIdentifier(p)));
        return new TimestampRequest(generator.generate(
                new AlgorithmIdentifier(imprint.algorithm().oid()),
                imprint.value().toByteArray(),
                new BigInteger(1, nonce)));
    }

    /** The request in DER. */
    public byte[] bytes() {
        try {
            return request.getEncoded();
        } catch (IOException e) {
            throw new AssertionError("a request can be written", e);
        }
    }

    /**
     * The token in an authority's response to this very request; nothing of it is verified but that it answers the request.
     *
     * @throws RefusedException TOO_LARGE above {@link #MAX_RESPONSE_BYTES}; MALFORMED if it is no response, refuses, or answers something else
     */
    public UnverifiedToken tokenIn(byte[] response) throws RefusedException {
        if (response.length > MAX_RESPONSE_BYTES) {
            throw new RefusedException(
                    Reason.TOO_LARGE,
                    "response: " + response.length + " bytes (expected: at most " + MAX_RESPONSE_BYTES + ")");
        }
        TimeStampResponse read;
        try {
            read = new TimeStampResponse(response);
        } catch (IOException | TSPException | RuntimeException e) {
            throw malformed("not a response of a time-stamping authority");
        }
        try {
            if (read.getStatus() != PKIStatus.GRANTED && read.getStatus() != PKIStatus.GRANTED_WITH_MODS) {
                throw malformed("the authority refuses: status " + read.getStatus() + said(read));
            }
            read.validate(request);
            return UnverifiedToken.parse(read.getTimeStampToken().getEncoded(ASN1Encoding.DL));
        } catch (TSPException e) {
            throw malformed("it does not answer the request (expected: the nonce and the hash that were sent)");
        } catch (IOException | RuntimeException e) {
            throw malformed("not a response of a time-stamping authority");
        }
    }

    private static String said(TimeStampResponse response) {
        String text = response.getStatusString();
        return text == null || text.isEmpty() ? "" : ", \"" + shown(text) + "\"";
    }

    private static String shown(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() > MAX_SHOWN ? printable.substring(0, MAX_SHOWN) + "…" : printable;
    }

    private static RefusedException malformed(String what) {
        return new RefusedException(Reason.MALFORMED, "response: " + what);
    }
}
