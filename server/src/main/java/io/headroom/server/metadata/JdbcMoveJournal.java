package io.headroom.server.metadata;

import io.headroom.server.property.MoveJournal;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.InsufficientStorageException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** Moves on their way, as rows. Thread-safe. */
public final class JdbcMoveJournal implements MoveJournal {
    private final MetadataDatabase database;
    private final PropertyRows rows = new PropertyRows();
    private final PropertySteps steps;

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcMoveJournal(MetadataDatabase database) {
        this.database = database;
        this.steps = new PropertySteps(database, rows);
    }

    /** @param cleared whether what the target had is gone already, and what stands there has moved */
    private record Entry(long id, ResourcePath source, ResourcePath target, boolean cleared) {}

    @Override
    public long begin(ResourcePath source, ResourcePath target) {
        JdbcPropertyStore.checkApart(source, target);
        long id = ThreadLocalRandom.current().nextLong();
        database.writeAnyway(source, session -> {
            PreparedStatement insert = session.prepare("""
                    INSERT INTO property_move (id, source, target)
                    VALUES (?, ?, ?)
                    """);
            insert.setLong(1, id);
            insert.setString(2, source.toString());
            insert.setString(3, target.toString());
            return insert.executeUpdate();
        });
        return id;
    }

    @Override
    public void finish(long id) {
        try {
            database.writeAnyway(ResourcePath.ROOT, session -> {
                for (Entry entry : entries(session)) {
                    if (entry.id() == id) {
                        finish(session, entry);
                    }
                }
                return true;
            });
        } catch (InsufficientStorageException e) {
            finishInSteps(id);
        }
    }

    private void finish(SqlSession session, Entry entry) throws SQLException {
        if (!entry.cleared()) {
            rows.deleteTree(session, entry.target());
        }
        rows.moveTree(session, entry.source(), entry.target());
        drop(session, entry.id());
    }

    /** A crash in between leaves the entry, which says how far it had come. */
    private void finishInSteps(long id) {
        for (Entry entry : database.read(ResourcePath.ROOT, JdbcMoveJournal::entries)) {
            if (entry.id() == id) {
                if (!entry.cleared()) {
                    steps.delete(entry.target());
                    database.writeAnyway(entry.target(), session -> markCleared(session, id));
                }
                steps.move(entry.source(), entry.target());
                abandon(id);
            }
        }
    }

    private static int markCleared(SqlSession session, long id) throws SQLException {
        PreparedStatement update = session.prepare("""
                UPDATE property_move
                SET cleared = 1
                WHERE id = ?
                """);
        update.setLong(1, id);
        return update.executeUpdate();
    }

    @Override
    public void abandon(long id) {
        database.writeAnyway(ResourcePath.ROOT, session -> {
            drop(session, id);
            return true;
        });
    }

    private static void drop(SqlSession session, long id) throws SQLException {
        PreparedStatement delete = session.prepare("""
                DELETE FROM property_move
                WHERE id = ?
                """);
        delete.setLong(1, id);
        delete.executeUpdate();
    }

    @Override
    public int recover(Predicate<ResourcePath> exists) {
        int finished = 0;
        for (Entry entry : database.read(ResourcePath.ROOT, JdbcMoveJournal::entries)) {
            if (exists.test(entry.target()) && !exists.test(entry.source())) {
                finish(entry.id());
                finished++;
            } else {
                abandon(entry.id());
            }
        }
        return finished;
    }

    private static List<Entry> entries(SqlSession session) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT id, source, target, cleared
                FROM property_move
                """);
        List<Entry> entries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                entries.add(new Entry(
                        row.getLong(1),
                        ResourcePath.parse(row.getString(2)),
                        ResourcePath.parse(row.getString(3)),
                        row.getInt(4) != 0));
            }
        }
        return entries;
    }
}
