/**
 * Signed bytes. What is signed is a byte string that is stored and forwarded as it came, never encoded anew.
 *
 * <pre>
 * bytes → {@link org.demarche.envelope.UnverifiedNotice} → {@link org.demarche.envelope.VerifiedNotice}
 *          strict encoding and shape checked      both signatures checked
 * </pre>
 *
 * <p>Signatures are over the DSSE v1.0.2 pre-authentication encoding ({@link org.demarche.envelope.Pae}), one type per
 * kind of statement, so that no signature can be passed off as one on something else. {@link
 * org.demarche.envelope.Strict} leaves one encoding per message; {@link org.demarche.envelope.Shape} enforces the
 * limits that stand as options in the proto files.
 */
@NullMarked
package org.demarche.envelope;

import org.jspecify.annotations.NullMarked;
