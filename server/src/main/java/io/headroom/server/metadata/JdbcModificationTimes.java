package io.headroom.server.metadata;

import io.headroom.server.property.ModificationTimes;
import io.headroom.spi.EntityTag;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Times of modification as rows. Thread-safe. While there are none, no question reaches a database that belongs to this server
 * alone.
 */
public final class JdbcModificationTimes implements ModificationTimes {
    private static final String WEAK = "W/";

    private final MetadataDatabase database;
    private final EmptyHint hint = new EmptyHint();

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcModificationTimes(MetadataDatabase database) {
        this.database = database;
        lookWhetherEmpty();
    }

    private void lookWhetherEmpty() {
        if (database.isShared()) {
            // Another server may fill it at any time.
            return;
        }
        hint.look(() -> database.read(ResourcePath.ROOT, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT EXISTS (SELECT 1 FROM modification_time)
                    """);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && !row.getBoolean(1);
            }
        }));
    }

    @Override
    public boolean isEmpty() {
        return hint.isEmpty();
    }

    @Override
    public Optional<Kept> find(ResourcePath file) {
        if (hint.isEmpty()) {
            return Optional.empty();
        }
        return database.read(file, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT entity_tag, modified_at
                    FROM modification_time
                    WHERE parent = ? AND name = ?
                    """);
            TreeKey key = TreeKey.of(file);
            select.setString(1, key.parent());
            select.setString(2, key.name());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(kept(row, 1)) : Optional.empty();
            }
        });
    }

    @Override
    public Map<String, Kept> findMembers(ResourcePath collection) {
        if (hint.isEmpty()) {
            return Map.of();
        }
        return database.read(collection, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT name, entity_tag, modified_at
                    FROM modification_time
                    WHERE parent = ?
                    """);
            select.setString(1, TreeKey.from(collection));
            Map<String, Kept> found = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString(1), kept(row, 2));
                }
            }
            return found;
        });
    }

    @Override
    public Map<ResourcePath, Kept> findTree(ResourcePath top) {
        if (hint.isEmpty()) {
            return Map.of();
        }
        return database.read(top, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT parent, name, entity_tag, modified_at
                    FROM modification_time
                    WHERE (parent = ? AND name = ?) OR (parent >= ? AND parent < ?)
                    """);
            tree(select, top);
            Map<ResourcePath, Kept> found = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(new TreeKey(row.getString(1), row.getString(2)).path(), kept(row, 3));
                }
            }
            return found;
        });
    }

    private static Kept kept(ResultSet row, int first) throws SQLException {
        return new Kept(entityTag(row.getString(first)), Instant.ofEpochMilli(row.getLong(first + 1)));
    }

    private static String text(EntityTag tag) {
        return tag.weak() ? WEAK + tag.opaque() : '"' + tag.opaque();
    }

    private static EntityTag entityTag(String text) {
        return text.startsWith(WEAK)
                ? new EntityTag(text.substring(WEAK.length()), true)
                : EntityTag.strong(text.substring(1));
    }

    @Override
    public void put(ResourcePath file, Kept kept) {
        hint.adding(() -> database.write(file, session -> {
            put(session, file, kept);
            return true;
        }));
    }

    @Override
    public void replace(Collection<ResourcePath> trees, Map<ResourcePath, Kept> kept) {
        if (kept.isEmpty()) {
            if (!hint.isEmpty()) {
                write(trees, kept);
                lookWhetherEmpty();
            }
            return;
        }
        hint.adding(() -> write(trees, kept));
    }

    private void write(Collection<ResourcePath> trees, Map<ResourcePath, Kept> kept) {
        database.writeAnyway(ResourcePath.ROOT, session -> {
            for (ResourcePath tree : trees) {
                forget(session, tree);
            }
            for (Map.Entry<ResourcePath, Kept> each : kept.entrySet()) {
                put(session, each.getKey(), each.getValue());
            }
            return true;
        });
    }

    private static void put(SqlSession session, ResourcePath file, Kept kept) throws SQLException {
        PreparedStatement upsert = session.prepare("""
                INSERT INTO modification_time (parent, name, entity_tag, modified_at)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (parent, name) DO UPDATE
                SET entity_tag = excluded.entity_tag, modified_at = excluded.modified_at
                """);
        TreeKey key = TreeKey.of(file);
        upsert.setString(1, key.parent());
        upsert.setString(2, key.name());
        upsert.setString(3, text(kept.version()));
        upsert.setLong(4, kept.time().toEpochMilli());
        upsert.executeUpdate();
    }

    private static void forget(SqlSession session, ResourcePath tree) throws SQLException {
        PreparedStatement delete = session.prepare("""
                DELETE FROM modification_time
                WHERE (parent = ? AND name = ?) OR (parent >= ? AND parent < ?)
                """);
        tree(delete, tree);
        delete.executeUpdate();
    }

    private static void tree(PreparedStatement statement, ResourcePath top) throws SQLException {
        TreeKey key = TreeKey.of(top);
        statement.setString(1, key.parent());
        statement.setString(2, key.name());
        statement.setString(3, TreeKey.from(top));
        statement.setString(4, TreeKey.to(top));
    }
}
