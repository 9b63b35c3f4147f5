/** What Demarche promises, held against real hubs, real desks and real databases. */
@NullMarked
package org.demarche.promises;

import org.jspecify.annotations.NullMarked;
