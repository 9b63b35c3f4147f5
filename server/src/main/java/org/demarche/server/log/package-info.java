/**
 * The log: one thread gives each notice its index and time, commits a batch, and only then signs a head, hands out receipts and tells followers. Whatever others
 * read is a {@link org.demarche.server.log.Published} snapshot, which holds nothing that is not durable.
 *
 * <p>A hub without the log's keys shows the same log under the {@link org.demarche.server.log.Heads} that others have left for it in the store, and nothing beyond them.
 */
@NullMarked
package org.demarche.server.log;

import org.jspecify.annotations.NullMarked;
