/**
 * A real PostgreSQL for tests: its own programs, unpacked from an artifact, with fsync on and TLS to be had, on loopback. {@code SharedPostgres} is one server for
 * each test process, with a new database for each test; {@code PostgresCluster} is a primary with synchronous standbys. Everything ends with the process, however
 * that ends.
 */
@NullMarked
package org.demarche.postgres;

import org.jspecify.annotations.NullMarked;
