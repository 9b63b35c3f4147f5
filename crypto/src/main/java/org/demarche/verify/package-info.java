/**
 * The {@code verify} command: one file, offline. Reads the file and, if it is given as one, the reader's own charter; opens no socket and reads no clock. What a
 * file is worth is decided in {@link org.demarche.evidence}.
 */
@NullMarked
package org.demarche.verify;

import org.jspecify.annotations.NullMarked;
