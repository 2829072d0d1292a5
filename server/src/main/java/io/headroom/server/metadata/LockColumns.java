package io.headroom.server.metadata;

import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockScope;
import io.headroom.server.lock.LockToken;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** A lock as columns: token, root, infinite, scope, principal, owner_xml, timeout_seconds, expires_at. */
final class LockColumns {
    private LockColumns() {}

    static Lock read(ResultSet row) throws SQLException {
        return new Lock(
                new LockToken(row.getString(1)),
                ResourcePath.parse(row.getString(2)),
                row.getInt(3) != 0,
                LockScope.valueOf(row.getString(4)),
                row.getString(5),
                row.getString(6),
                Duration.ofSeconds(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)));
    }

    static void write(PreparedStatement insert, Lock lock) throws SQLException {
        insert.setString(1, lock.token().uri());
        insert.setString(2, lock.root().toString());
        insert.setInt(3, lock.infinite() ? 1 : 0);
        insert.setString(4, lock.scope().name());
        insert.setString(5, lock.principal());
        insert.setString(6, lock.ownerXml());
        insert.setLong(7, lock.timeout().toSeconds());
        insert.setLong(8, lock.expiresAt().toEpochMilli());
    }
}
