/** Re-derives everything that a store holds from the entries' bytes: the operator's tool after a fault, and the oracle of every fault test. */
@NullMarked
package org.demarche.server.fsck;

import org.jspecify.annotations.NullMarked;
