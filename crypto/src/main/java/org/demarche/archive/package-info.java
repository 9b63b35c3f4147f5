/**
 * Evidence that outlives its algorithms: evidence records after RFC 4998, how they are begun and renewed ({@link org.demarche.archive.StampBatch}), and what they
 * are worth ({@link org.demarche.archive.RecordVerifier}). PROTOCOL.md, section 9, <em>Renewal</em>.
 *
 * <p>A record is a sequence of time-stamps over one file. The first covers the file; each later one covers the token before it ({@link
 * org.demarche.archive.Task.RenewStamp}), so that the end of an authority's certificate or signature does no harm, or the file and all tokens before it by
 * another hash ({@link org.demarche.archive.Task.RenewHash}), so that the end of the hash does none. It holds if each was made while the one before it could still
 * be believed ({@link org.demarche.archive.Continuity}). What ends when is for the reader to say ({@link org.demarche.archive.Algorithms}).
 *
 * <p>Bouncy Castle's own {@code ERSEvidenceRecord} checks the signature of the newest token alone; here every one is checked, at its own time.
 */
@NullMarked
package org.demarche.archive;

import org.jspecify.annotations.NullMarked;
