package org.demarche.server.store.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** What is asked of a database, or changed in it. */
@FunctionalInterface
public interface Query<T> {
    /** Asks, on a connection that is whoever calls' alone meanwhile. */
    T ask(Connection connection) throws SQLException;
}
