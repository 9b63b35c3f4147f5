/**
 * Backups of a hub, taken while it runs: one file, sealed under a passphrase or to certificates, with the log's entries, what witnesses and time authorities said of its heads, and the
 * hub's settings and keys. A backup is a {@link org.demarche.server.carry.Source}: it goes back the way every log does, with nothing taken over unverified.
 *
 * <p>The file is CMS AuthEnvelopedData (RFC 5083, 5084) with AES-256-GCM, and inside it a ZIP archive. Its recipients are a passphrase (PBKDF2,
 * HMAC-SHA-256), certificates with an RSA key (RSAES-OAEP, RFC 3560) and certificates with an EC key (ECDH with an ephemeral key, RFC 5753), at least one in all:
 *
 * <pre>
 * manifest          {@link org.demarche.server.backup.Manifest}
 * files/hub.toml    the hub's settings, keys and certificates, as they are in its folder
 * log/cosigned      {@link org.demarche.server.backup.HeadRecords}
 * log/stamped       the same
 * log/head          the greatest head that the log has signed and the entries reach, if there is one
 * log/entries       as desks keep them ({@link org.demarche.copy.CopyReader})
 * </pre>
 */
@NullMarked
package org.demarche.server.backup;

import org.jspecify.annotations.NullMarked;
