package io.headroom.server.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** The one clock that all servers on a PostgreSQL share: its own, in milliseconds since 1970. */
final class DatabaseClock {
    /** The time of this very moment, not of the beginning of the transaction; not rounded up. */
    static final String MILLIS = "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)";

    private DatabaseClock() {}

    static Instant read(ResultSet row, int column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }
}
