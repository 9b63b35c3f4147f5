package org.demarche.timestamp;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.demarche.hash.Sha256;

/**
 * What a true token says.
 *
 * @param existedBy by when the bytes existed: the stated time and its accuracy (one second, where none is stated)
 * @param statedAt the time as it is stated; the certificates were valid then
 * @param serial the token's number at its authority
 * @param policy the authority's policy, an object identifier
 * @param signer subject of the certificate that signed, for people
 * @param anchor fingerprint of the trusted certificate to which the chain leads
 * @param until when the first certificate of the chain ends: the token must have been renewed by then
 * @param hash what the imprint was made with
 * @param algorithms of all signatures from the token's own to that by the anchor, such as {@code SHA256withECDSA}
 * @param lean the token with its chain but for the anchor, and nothing more: what is kept
 */
public record VerifiedToken(
        Instant existedBy,
        Instant statedAt,
        BigInteger serial,
        String policy,
        String signer,
        Sha256 anchor,
        Instant until,
        HashAlgorithm hash,
        List<String> algorithms,
        UnverifiedToken lean) {
    public VerifiedToken {
        algorithms = List.copyOf(algorithms);
    }
}
