/**
 * The one file that proves a notice or an activation offline: how it is written ({@link org.demarche.evidence.BundleWriter}), and what it is
 * worth ({@link org.demarche.evidence.Verification}). PROTOCOL.md, section 9.
 *
 * <p>The bundle brings two chains whole, and no claim: the governance chain from entry 0, and the incident's chain up to the entry that is
 * proven (or one notice alone). Nobody can leave an entry out of a chain, since each names its predecessor's leaf hash; a chain that is cut
 * short at its end is still true, and proves what its last entry brings. It brings no trust either: the reader pins the hash of charter
 * version 1.
 *
 * <p>Ten steps, numbered alike in the text, in the tests and in the command's output ({@link org.demarche.evidence.Check} is their table, each is a class of its own,
 * and {@link org.demarche.evidence.Dossier} holds what several of them ask for):
 *
 * <ol>
 *   <li>the file is readable, of a known version, and brings nothing that is not needed;
 *   <li>its charters lead from the pinned hash, and no text is missing;
 *   <li>every signature and every proof of possession verifies, by a desk entitled to it under the charter governing that index;
 *   <li>every entry is included under the checkpoint, and the checkpoint's log begins with every head that an author had anchored over;
 *   <li>every head is signed by the log that its charter names;
 *   <li>the witnesses that the charter asks for have cosigned it;
 *   <li>time is bounded by their word, and every clock that matters was seen starting;
 *   <li>both chains are unbroken, and time never decreases;
 *   <li>the rules, applied anew, take every entry;
 *   <li>the result: what the last entry brings.
 * </ol>
 *
 * <p>Steps 6 to 10 build on 1 to 5: what would convict the log of a lie is only said when these are all ok, so neither damage nor an
 * outsider can make it be said.
 */
@NullMarked
package org.demarche.evidence;

import org.jspecify.annotations.NullMarked;
