/** The default engine: SQLite in one file, WAL, {@code synchronous=FULL}. One connection writes, a few read. */
@NullMarked
package org.demarche.server.store.sqlite;

import org.jspecify.annotations.NullMarked;
