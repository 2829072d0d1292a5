package io.headroom.server.metadata;

import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.property.MoveJournal;
import io.headroom.server.property.PartialMove;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves on their way, as rows. Thread-safe. */
public final class JdbcMoveJournal implements MoveJournal {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcMoveJournal.class);

    private final MetadataDatabase database;
    private final PropertyRows rows;
    private final PropertySteps steps;
    private final String node;

    /**
     * For a server that is alone.
     *
     * @param database stays open as long as this is used; not closed by it
     */
    public JdbcMoveJournal(MetadataDatabase database) {
        this(database, "");
    }

    /**
     * For one of several servers.
     *
     * @param database stays open as long as this is used; not closed by it
     * @param node the id under which this one is registered
     */
    public JdbcMoveJournal(MetadataDatabase database, String node) {
        this.database = database;
        this.rows = new PropertyRows(database.dialect());
        this.node = node;
        this.steps = new PropertySteps(database, rows);
    }

    /** @param cleared whether what the target had is gone already, and what stands there has moved */
    private record Entry(long id, ResourcePath source, ResourcePath target, boolean cleared) {}

    @Override
    public long begin(ResourcePath source, ResourcePath target) {
        JdbcPropertyStore.checkApart(source, target);
        long id = ThreadLocalRandom.current().nextLong();
        try {
            insert(id, source, target);
        } catch (UnavailableException e) {
            // Whether it is there nobody knows; left there, it would be taken for a move one day.
            owe("forgetting a move that was not begun", () -> abandonNow(id));
            throw e;
        }
        return id;
    }

    private void insert(long id, ResourcePath source, ResourcePath target) {
        database.writeAnyway(source, session -> {
            PreparedStatement insert = session.prepare("""
                    INSERT INTO property_move (id, source, target, node)
                    VALUES (?, ?, ?, ?)
                    """);
            insert.setLong(1, id);
            insert.setString(2, source.toString());
            insert.setString(3, target.toString());
            insert.setString(4, node);
            return insert.executeUpdate();
        });
    }

    private void owe(String what, Runnable work) {
        if (database.isShared()) {
            database.owe(what, work);
        }
    }

    @Override
    public void finish(long id) {
        finishLaterAtWorst(() -> finishNow(id));
    }

    private void finishLaterAtWorst(Runnable finish) {
        try {
            finish.run();
        } catch (UnavailableException e) {
            if (!database.isShared()) {
                throw e;
            }
            LOG.warn("The properties of a move follow as soon as the database is there: {}", e.getMessage());
            database.owe("moving properties after their files", finish);
        }
    }

    private void finishNow(long id) {
        try {
            database.writeAnyway(ResourcePath.ROOT, session -> {
                for (Entry entry : entry(session, id)) {
                    finish(session, entry);
                }
                return true;
            });
        } catch (InsufficientStorageException | UnavailableException e) {
            // No room, or no time, for all in one transaction.
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
        for (Entry entry : database.read(ResourcePath.ROOT, session -> entry(session, id))) {
            if (!entry.cleared()) {
                steps.delete(entry.target());
                database.writeAnyway(entry.target(), session -> markCleared(session, id));
            }
            steps.move(entry.source(), entry.target());
            abandonNow(id);
        }
    }

    @Override
    public void finish(long id, PartialMove part) {
        finishLaterAtWorst(() -> finishNow(id, part));
    }

    private void finishNow(long id, PartialMove part) {
        for (Entry entry : database.read(ResourcePath.ROOT, session -> entry(session, id))) {
            finish(entry, part);
        }
    }

    private void finish(Entry entry, PartialMove part) {
        try {
            database.writeAnyway(ResourcePath.ROOT, session -> {
                for (ResourcePath replaced : part.replaced()) {
                    rows.deleteOne(session, replaced);
                }
                for (ResourcePath moved : part.moved()) {
                    moveOne(session, entry, moved);
                }
                for (ResourcePath copied : part.copied()) {
                    copyOne(session, entry, copied);
                }
                for (ResourcePath gone : part.gone()) {
                    rows.deleteOne(session, gone);
                }
                drop(session, entry.id());
                return true;
            });
        } catch (InsufficientStorageException | UnavailableException e) {
            finishInSteps(entry, part);
        }
    }

    /** A crash in between leaves the entry, and the next start sees where the resources are. */
    private void finishInSteps(Entry entry, PartialMove part) {
        steps.deleteEach(part.replaced());
        database.writeAnyway(entry.target(), session -> markCleared(session, entry.id()));
        steps.deleteEach(part.gone());
        for (ResourcePath moved : part.moved()) {
            database.writeAnyway(moved, session -> {
                moveOne(session, entry, moved);
                return true;
            });
        }
        for (ResourcePath copied : part.copied()) {
            database.writeAnyway(copied, session -> {
                copyOne(session, entry, copied);
                return true;
            });
        }
        abandonNow(entry.id());
    }

    private void moveOne(SqlSession session, Entry entry, ResourcePath moved) throws SQLException {
        ResourcePath target = moved.rebase(entry.source(), entry.target());
        rows.deleteOne(session, target);
        rows.moveOne(session, moved, target);
    }

    private void copyOne(SqlSession session, Entry entry, ResourcePath copied) throws SQLException {
        ResourcePath target = copied.rebase(entry.source(), entry.target());
        rows.deleteOne(session, target);
        rows.copyOne(session, copied, target);
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
        try {
            abandonNow(id);
        } catch (UnavailableException e) {
            owe("forgetting a move that failed", () -> abandonNow(id));
            throw e;
        }
    }

    private void abandonNow(long id) {
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
    public int recover(Predicate<ResourcePath> exists, Consumer<ResourcePath> settled, TreeExclusion exclusion) {
        int finished = 0;
        UnavailableException left = null;
        for (Entry found : database.read(ResourcePath.ROOT, JdbcMoveJournal::orphans)) {
            try (TreeExclusion.Held held = exclusion.exclusive(found.source(), true, found.target())) {
                settled.accept(found.source());
                settled.accept(found.target());
                finished += recover(found.id(), exists);
            } catch (UnavailableException e) {
                left = e;
            }
        }
        if (left != null) {
            throw left;
        }
        return finished;
    }

    /** Another server may have been faster. */
    private int recover(long id, Predicate<ResourcePath> exists) {
        int finished = 0;
        for (Entry entry : database.read(ResourcePath.ROOT, session -> entry(session, id))) {
            boolean came = exists.test(entry.target());
            if (came && !exists.test(entry.source())) {
                finish(id);
                finished++;
            } else if (came && recoverPart(entry, exists)) {
                finished++;
            } else {
                abandon(id);
            }
        }
        return finished;
    }

    /** @return whether a part went, and has its properties now */
    private boolean recoverPart(Entry entry, Predicate<ResourcePath> exists) {
        List<ResourcePath> holders = holders(entry.source());
        PartialMove part = PartialMove.of(
                entry.source(), entry.target(), holders, entry.cleared() ? List.of() : holders(entry.target()), exists);
        if (part.moved().isEmpty()) {
            return false;
        }
        finish(entry, part);
        return true;
    }

    private List<ResourcePath> holders(ResourcePath tree) {
        return database.read(tree, session -> rows.holders(session, tree));
    }

    /** Of servers that don't live: the registry has no row of one that is alone, so after a restart all are its own. */
    private static List<Entry> orphans(SqlSession session) throws SQLException {
        return entries(session.prepare("""
                SELECT id, source, target, cleared
                FROM property_move
                WHERE NOT EXISTS (SELECT 1 FROM node WHERE node.id = property_move.node AND node.state = 'LIVE')
                """));
    }

    /** @return one, or none when it is not there any more */
    private static List<Entry> entry(SqlSession session, long id) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT id, source, target, cleared
                FROM property_move
                WHERE id = ?
                """);
        select.setLong(1, id);
        return entries(select);
    }

    private static List<Entry> entries(PreparedStatement select) throws SQLException {
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
