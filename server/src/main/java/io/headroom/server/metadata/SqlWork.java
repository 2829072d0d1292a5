package io.headroom.server.metadata;

import java.sql.SQLException;

/**
 * Some statements that belong together. It may run more than once when the first try was rolled back, so it changes nothing
 * but the database.
 *
 * @param <T> what it finds out
 */
@FunctionalInterface
interface SqlWork<T> {
    T run(SqlSession session) throws SQLException;
}
