/** The {@code hub} command. Answers go to stdout, everything else to stderr; errors are one sentence, and a hint where there is one. */
@NullMarked
package org.demarche.server.cli;

import org.jspecify.annotations.NullMarked;
