/**
 * Independent time: tokens of time-stamping authorities (RFC 3161, RFC 5816).
 *
 * <p>A {@link org.demarche.timestamp.TimestampRequest} asks for a token over the hash of some bytes. A token is a CMS SignedData (RFC 5652) over a TSTInfo that
 * repeats the hash and states a time; as it comes from outside it is an {@link org.demarche.timestamp.UnverifiedToken}.
 * {@link org.demarche.timestamp.TokenVerifier} asks of it, in this order:
 *
 * <ol>
 *   <li>that its hash is that of the bytes;
 *   <li>that its signing certificate is the one that the signed attribute ESSCertIDv2 names, and is for time-stamping alone (EKU critical and sole);
 *   <li>that its signature is true, by algorithms that are not broken;
 *   <li>that its certificates lead to the anchor that the reader trusts, and were all valid <em>at the token's own time</em>: a token does not become false
 *       because years pass;
 *   <li>that no revocation list, and no answer of an OCSP responder, which it carries says otherwise.
 * </ol>
 *
 * What passes is a {@link org.demarche.timestamp.VerifiedToken}. Bouncy Castle does the parsing and the mathematics; whatever it throws at bytes from outside
 * ends in this package.
 *
 * <p>{@link org.demarche.timestamp.TimeAuthority} is a small authority of our own, for exercises and tests. Reads no clock, opens no socket.
 */
@NullMarked
package org.demarche.timestamp;

import org.jspecify.annotations.NullMarked;
