package io.headroom.server.metadata;

import io.headroom.server.capacity.Room;
import io.headroom.server.monitor.WatchedLimit;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A limit as three columns side by side: kind, path, unit. */
final class LimitColumns {
    private LimitColumns() {}

    /** @param first the column of the kind */
    static WatchedLimit read(ResultSet row, int first) throws SQLException {
        return new WatchedLimit(
                Room.Kind.valueOf(row.getString(first)),
                ResourcePath.parse(row.getString(first + 1)),
                Unit.valueOf(row.getString(first + 2)));
    }

    /** @param first the parameter of the kind */
    static void write(PreparedStatement statement, int first, WatchedLimit limit) throws SQLException {
        statement.setString(first, limit.kind().name());
        statement.setString(first + 1, limit.path().toString());
        statement.setString(first + 2, limit.unit().name());
    }
}
