/**
 * The engine for more than one machine: PostgreSQL, with synchronous replication where there are standbys. Any number of hubs append to one database; the row
 * {@code head} is the end of the log, and who has locked it has the turn.
 *
 * <p>What is durable: a commit returns when the standbys that {@code synchronous_standby_names} asks for have it on disk, but PostgreSQL answers a cancelled wait
 * with success and a warning, and after a restart shows what no standby has. So only a commit without a warning counts, and
 * {@link org.demarche.server.store.postgres.PostgresStore#confirm} brings certainty about everything before it: the write-ahead log is one sequence, and a standby
 * that has a later record of it has the earlier ones.
 *
 * <p>{@code PostgresUrl} is the address, {@code PostgresDatabase} opens connections, through {@code ServerSockets}, {@code PostgresWriter} appends, {@code PostgresReaders} read,
 * {@code PostgresHeads} keeps the signed heads for hubs that only read, {@code PostgresCosigned} those that are offered to witnesses, {@code GrowthWatch} listens, {@code ClusterCheck} says what could lose a commit,
 * {@code LockHolder} who has the end of the log, {@code Schema} brings the tables forward, {@code Failures} says what an error means.
 */
@NullMarked
package org.demarche.server.store.postgres;

import org.jspecify.annotations.NullMarked;
