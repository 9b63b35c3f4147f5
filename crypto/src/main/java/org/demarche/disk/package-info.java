/** Files that are whole or absent after a crash, and readable by their owner alone. */
@NullMarked
package org.demarche.disk;

import org.jspecify.annotations.NullMarked;
