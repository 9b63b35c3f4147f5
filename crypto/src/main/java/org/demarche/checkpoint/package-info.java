/**
 * The signed head of the log, and the witnesses' word about it, in the formats of C2SP: signed-note, tlog-checkpoint, tlog-cosignature.
 *
 * <p>A signed note is text and signatures, apart by the note's last empty line:
 *
 * <pre>
 * &lt;text, which ends with a newline: these are the bytes that are signed&gt;
 * &lt;an empty line&gt;
 * — &lt;key name&gt; &lt;base64( key id (4) || signature )&gt;          one or more lines, U+2014 in front
 * </pre>
 *
 * The key id is the first four bytes of {@code SHA-256(name || 0x0A || type || public key)}: a hint, not security. A checkpoint is a note
 * whose text is
 *
 * <pre>
 * &lt;origin&gt;
 * &lt;size in decimal&gt;
 * &lt;base64 root&gt;
 * </pre>
 *
 * with no further lines, since ML-DSA-44 signatures would not cover them. Types of keys, and what each signs:
 *
 * <ul>
 *   <li>{@code 0x01} Ed25519: the text;
 *   <li>{@code 0x04} Ed25519 with a time: {@code "cosignature/v1\ntime <seconds>\n"} and the text. It does not bind the key's name, so no
 *       two witnesses may share such a key;
 *   <li>{@code 0x06} ML-DSA-44 with a time: the structure of {@link org.demarche.checkpoint.SubtreeStatement}.
 * </ul>
 *
 * Types with a time hold it in front of the signature, as eight bytes of seconds since 1970 UTC.
 *
 * <p>The log signs with {@code 0x01} and {@code 0x06}, a witness with {@code 0x04} and {@code 0x06}, and neither counts by halves.
 * Parsers are strict: what they take, they print again byte for byte. What has been verified has a type of its own,
 * {@link org.demarche.checkpoint.VerifiedCheckpoint}.
 */
@NullMarked
package org.demarche.checkpoint;

import org.jspecify.annotations.NullMarked;
