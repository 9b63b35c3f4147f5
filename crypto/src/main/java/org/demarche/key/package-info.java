/**
 * Keys and signatures. Two families, never mixed:
 *
 * <ul>
 *   <li>A party's {@link org.demarche.key.SigningKey} makes a {@link org.demarche.key.HybridSignature}, Ed25519 (RFC
 *       8032) <em>and</em> ML-DSA-65 (FIPS 204, pure, empty context) over the same bytes. It counts only when both
 *       verify, so stripping one is a failure and not a downgrade.
 *   <li>The log and its witnesses sign heads with Ed25519 and ML-DSA-44, each on its own, as the C2SP note formats ask:
 *       {@link org.demarche.key.LogSigningKey}.
 * </ul>
 *
 * <p>Ed25519 is one relation here, whichever library computes it: the public key is canonical, of prime order; S is
 * below the group order; and the bytes of R are those of {@code [S]B - [k]A}, without a cofactor. Bouncy Castle is the
 * reference and always there; Conscrypt does the same work in half the time where it loads, and only after it has
 * agreed with the reference ({@link org.demarche.key.Verifiers}).
 *
 * <p>At rest a key lies in an encrypted {@link org.demarche.key.Keystore}. {@link org.demarche.key.TlsIdentity} is the
 * transport's key, which no proof rests on.
 */
@NullMarked
package org.demarche.key;

import org.jspecify.annotations.NullMarked;
