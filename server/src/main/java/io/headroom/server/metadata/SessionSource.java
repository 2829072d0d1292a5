package io.headroom.server.metadata;

import java.sql.SQLException;

/** Opens connections. */
@FunctionalInterface
interface SessionSource {
    SqlSession open() throws SQLException;
}
