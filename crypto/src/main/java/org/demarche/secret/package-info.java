/** Files that hold secrets. Beside the {@code verify} command this is the only package here that touches files. */
@NullMarked
package org.demarche.secret;

import org.jspecify.annotations.NullMarked;
