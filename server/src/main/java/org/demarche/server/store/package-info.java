/**
 * The one narrow interface between the hub and a disk: an append-only, totally ordered log of entries, and the full tiles of its tree. Everything else the
 * hub knows is derived from it. {@code LogStoreContract} in the tests says what an engine must do; each engine is run against it.
 */
@NullMarked
package org.demarche.server.store;

import org.jspecify.annotations.NullMarked;
