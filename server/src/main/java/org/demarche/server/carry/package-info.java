/**
 * Carries a whole log into a store: from the copy that a party's desk keeps, after the hub's own store is lost, or from another store. {@link Carriage} is what both
 * have in common: nothing is taken over but the entries' bytes, and these are verified one by one.
 */
@NullMarked
package org.demarche.server.carry;

import org.jspecify.annotations.NullMarked;
