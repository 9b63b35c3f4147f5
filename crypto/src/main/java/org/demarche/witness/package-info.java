/** What a charter's witnesses say about heads of the log, and when that is enough: the {@code witnessed} rule, and by when a head existed. */
@NullMarked
package org.demarche.witness;

import org.jspecify.annotations.NullMarked;
