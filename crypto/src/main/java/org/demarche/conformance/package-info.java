/**
 * The conformance kit: cases that any implementation of the protocol can be held against, and this implementation's own answers to them. The cases are files on the
 * class path, {@code conformance/SUBJECT/CASE.json}; {@link org.demarche.conformance.Kit} reads them, {@link org.demarche.conformance.ReferenceClient} answers. Knows
 * no file, no process and no clock: who asks a client, and how, is somebody else's.
 */
@NullMarked
package org.demarche.conformance;

import org.jspecify.annotations.NullMarked;
