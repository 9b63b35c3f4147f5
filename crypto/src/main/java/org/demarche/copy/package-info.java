/**
 * The file in which a reader keeps its copy of a log (PROTOCOL.md, section 10): {@code DEMLOG1\n}, then for each entry its length in four bytes, most significant
 * first, and its bytes. How many of them count, the signed head beside the file says. Writing and locking are the reader's own.
 */
@NullMarked
package org.demarche.copy;

import org.jspecify.annotations.NullMarked;
