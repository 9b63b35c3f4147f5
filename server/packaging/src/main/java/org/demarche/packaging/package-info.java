/**
 * What is written of the commands when they are packed: man pages, shell completion, and the table of exit codes. All of it is read from the same
 * declarations that parse the command lines and print the help, so that none of the four can say something else than the others.
 */
@NullMarked
package org.demarche.packaging;

import org.jspecify.annotations.NullMarked;
