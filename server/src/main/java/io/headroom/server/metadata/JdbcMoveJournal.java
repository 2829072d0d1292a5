package io.headroom.server.metadata;

import io.headroom.server.property.MoveJournal;
import io.headroom.spi.ResourcePath;
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

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcMoveJournal(MetadataDatabase database) {
        this.database = database;
    }

    private record Entry(long id, ResourcePath source, ResourcePath target) {}

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
        database.writeAnyway(ResourcePath.ROOT, session -> {
            for (Entry entry : entries(session)) {
                if (entry.id() == id) {
                    finish(session, entry);
                }
            }
            return true;
        });
    }

    private void finish(SqlSession session, Entry entry) throws SQLException {
        rows.deleteTree(session, entry.target());
        rows.moveTree(session, entry.source(), entry.target());
        drop(session, entry.id());
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
                SELECT id, source, target
                FROM property_move
                """);
        List<Entry> entries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                entries.add(new Entry(
                        row.getLong(1), ResourcePath.parse(row.getString(2)), ResourcePath.parse(row.getString(3))));
            }
        }
        return entries;
    }
}
