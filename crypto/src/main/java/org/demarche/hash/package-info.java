/** The one hash of the protocol as a value: thirty-two bytes, so that a wrong length cannot exist past a parser. */
@NullMarked
package org.demarche.hash;

import org.jspecify.annotations.NullMarked;
