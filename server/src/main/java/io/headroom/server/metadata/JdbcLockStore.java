package io.headroom.server.metadata;

import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockStore;
import io.headroom.server.lock.LockToken;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The locks of a server that is alone, as rows. Thread-safe. Times are kept to the millisecond. */
public final class JdbcLockStore implements LockStore {
    private static final int REMOVED_AT_A_TIME = 100;

    private final MetadataDatabase database;

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcLockStore(MetadataDatabase database) {
        this.database = database;
    }

    @Override
    public List<Lock> loadAll() {
        return database.read(ResourcePath.ROOT, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT token, root, infinite, scope, principal, owner_xml, timeout_seconds, expires_at
                    FROM lock
                    """);
            List<Lock> locks = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    locks.add(LockColumns.read(rows));
                }
            }
            return locks;
        });
    }

    @Override
    public void add(Lock lock) {
        database.write(lock.root(), session -> {
            PreparedStatement insert = session.prepare("""
                    INSERT INTO lock
                        (token, root, infinite, scope, principal, owner_xml, timeout_seconds, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """);
            LockColumns.write(insert, lock);
            return insert.executeUpdate();
        });
    }

    @Override
    public void refresh(Lock lock) {
        database.writeAnyway(lock.root(), session -> {
            PreparedStatement update = session.prepare("""
                    UPDATE lock
                    SET timeout_seconds = ?, expires_at = ?
                    WHERE token = ?
                    """);
            update.setLong(1, lock.timeout().toSeconds());
            update.setLong(2, lock.expiresAt().toEpochMilli());
            update.setString(3, lock.token().uri());
            return update.executeUpdate();
        });
    }

    /** In steps, so that a full disk's reserve is enough for each. */
    @Override
    public void remove(Collection<LockToken> tokens) {
        List<LockToken> all = List.copyOf(tokens);
        for (int from = 0; from < all.size(); from += REMOVED_AT_A_TIME) {
            removeTogether(all.subList(from, Math.min(all.size(), from + REMOVED_AT_A_TIME)));
        }
    }

    private void removeTogether(List<LockToken> tokens) {
        database.writeAnyway(ResourcePath.ROOT, session -> {
            PreparedStatement delete = session.prepare("""
                    DELETE FROM lock
                    WHERE token = ?
                    """);
            int removed = 0;
            for (LockToken token : tokens) {
                delete.setString(1, token.uri());
                removed += delete.executeUpdate();
            }
            return removed;
        });
    }
}
