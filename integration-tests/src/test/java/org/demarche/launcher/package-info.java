/** The launcher script, run as a user runs it. */
@NullMarked
package org.demarche.launcher;

import org.jspecify.annotations.NullMarked;
