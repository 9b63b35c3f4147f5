/** Who may have a connection at all, decided before anything is read from it: the same for every listener of the hub. */
@NullMarked
package org.demarche.server.door;

import org.jspecify.annotations.NullMarked;
