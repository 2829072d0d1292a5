package io.headroom.server.metadata;

import io.headroom.server.property.DeadProperty;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The statements on {@code dead_property}: a constant number of them, however many rows they touch. Immutable. */
final class PropertyRows {
    /** Which rows are below a resource; takes two parameters. */
    private final String below;

    PropertyRows(SqlDialect dialect) {
        this.below = dialect.isWithin("parent");
    }

    void put(SqlSession session, TreeKey key, DeadProperty property) throws SQLException {
        // Not in one statement, which would have to name the columns of an index: these differ between databases.
        PreparedStatement update = session.prepare("""
                UPDATE dead_property
                SET xml = ?
                WHERE parent = ? AND name = ? AND namespace = ? AND local_name = ?
                """);
        update.setString(1, property.xml());
        update.setString(2, key.parent());
        update.setString(3, key.name());
        update.setString(4, property.name().namespace());
        update.setString(5, property.name().localName());
        if (update.executeUpdate() > 0) {
            return;
        }
        PreparedStatement insert = session.prepare("""
                INSERT INTO dead_property (parent, name, namespace, local_name, xml)
                VALUES (?, ?, ?, ?, ?)
                """);
        insert.setString(1, key.parent());
        insert.setString(2, key.name());
        insert.setString(3, property.name().namespace());
        insert.setString(4, property.name().localName());
        insert.setString(5, property.xml());
        insert.executeUpdate();
    }

    void remove(SqlSession session, TreeKey key, PropertyName property) throws SQLException {
        PreparedStatement delete = session.prepare("""
                DELETE FROM dead_property
                WHERE parent = ? AND name = ? AND namespace = ? AND local_name = ?
                """);
        delete.setString(1, key.parent());
        delete.setString(2, key.name());
        delete.setString(3, property.namespace());
        delete.setString(4, property.localName());
        delete.executeUpdate();
    }

    void deleteOne(SqlSession session, ResourcePath path) throws SQLException {
        PreparedStatement delete = session.prepare("""
                DELETE FROM dead_property
                WHERE parent = ? AND name = ?
                """);
        TreeKey key = TreeKey.of(path);
        delete.setString(1, key.parent());
        delete.setString(2, key.name());
        delete.executeUpdate();
    }

    void deleteTree(SqlSession session, ResourcePath path) throws SQLException {
        deleteOne(session, path);
        PreparedStatement delete = session.prepare("""
                DELETE FROM dead_property
                WHERE %s
                """.formatted(below));
        delete.setString(1, TreeKey.from(path));
        delete.setString(2, TreeKey.to(path));
        delete.executeUpdate();
    }

    /**
     * Removes some rows of a tree.
     *
     * @param most how many
     * @return how many it were; 0 when none is left
     */
    int deleteSome(SqlSession session, ResourcePath path, int most) throws SQLException {
        PreparedStatement delete = session.prepare("""
                DELETE FROM dead_property
                WHERE (parent, name, namespace, local_name) IN (
                    SELECT parent, name, namespace, local_name
                    FROM dead_property
                    WHERE (parent = ? AND name = ?) OR %s
                    LIMIT ?
                )
                """.formatted(below));
        tree(delete, path);
        delete.setInt(5, most);
        return delete.executeUpdate();
    }

    /** As {@link #deleteSome}: moves some rows. */
    int moveSome(SqlSession session, ResourcePath source, ResourcePath target, int most) throws SQLException {
        PreparedStatement moveOne = session.prepare("""
                UPDATE dead_property
                SET parent = ?, name = ?
                WHERE (parent, name, namespace, local_name) IN (
                    SELECT parent, name, namespace, local_name
                    FROM dead_property
                    WHERE parent = ? AND name = ?
                    LIMIT ?
                )
                """);
        keys(moveOne, source, target);
        moveOne.setInt(5, most);
        int moved = moveOne.executeUpdate();
        if (moved > 0) {
            return moved;
        }
        PreparedStatement moveBelow = session.prepare("""
                UPDATE dead_property
                SET parent = ? || substr(parent, ?)
                WHERE (parent, name, namespace, local_name) IN (
                    SELECT parent, name, namespace, local_name
                    FROM dead_property
                    WHERE %s
                    LIMIT ?
                )
                """.formatted(below));
        rebase(moveBelow, source, target);
        moveBelow.setInt(5, most);
        return moveBelow.executeUpdate();
    }

    void copyOne(SqlSession session, ResourcePath source, ResourcePath target) throws SQLException {
        PreparedStatement copy = session.prepare("""
                INSERT INTO dead_property (parent, name, namespace, local_name, xml)
                SELECT ?, ?, namespace, local_name, xml
                FROM dead_property
                WHERE parent = ? AND name = ?
                """);
        keys(copy, source, target);
        copy.executeUpdate();
    }

    /** The target's tree is empty before. */
    void copyTree(SqlSession session, ResourcePath source, ResourcePath target) throws SQLException {
        copyOne(session, source, target);
        PreparedStatement copy = session.prepare("""
                INSERT INTO dead_property (parent, name, namespace, local_name, xml)
                SELECT ? || substr(parent, ?), name, namespace, local_name, xml
                FROM dead_property
                WHERE %s
                """.formatted(below));
        rebase(copy, source, target);
        copy.executeUpdate();
    }

    /** The target has none before. */
    void moveOne(SqlSession session, ResourcePath source, ResourcePath target) throws SQLException {
        PreparedStatement move = session.prepare("""
                UPDATE dead_property
                SET parent = ?, name = ?
                WHERE parent = ? AND name = ?
                """);
        keys(move, source, target);
        move.executeUpdate();
    }

    /** The target's tree is empty before. */
    void moveTree(SqlSession session, ResourcePath source, ResourcePath target) throws SQLException {
        moveOne(session, source, target);
        PreparedStatement moveBelow = session.prepare("""
                UPDATE dead_property
                SET parent = ? || substr(parent, ?)
                WHERE %s
                """.formatted(below));
        rebase(moveBelow, source, target);
        moveBelow.executeUpdate();
    }

    private static void keys(PreparedStatement statement, ResourcePath source, ResourcePath target)
            throws SQLException {
        TreeKey from = TreeKey.of(source);
        TreeKey to = TreeKey.of(target);
        statement.setString(1, to.parent());
        statement.setString(2, to.name());
        statement.setString(3, from.parent());
        statement.setString(4, from.name());
    }

    /** Four parameters: the resource itself, and the range of all below it. */
    private static void tree(PreparedStatement statement, ResourcePath path) throws SQLException {
        TreeKey key = TreeKey.of(path);
        statement.setString(1, key.parent());
        statement.setString(2, key.name());
        statement.setString(3, TreeKey.from(path));
        statement.setString(4, TreeKey.to(path));
    }

    private static void rebase(PreparedStatement statement, ResourcePath source, ResourcePath target)
            throws SQLException {
        statement.setString(1, TreeKey.from(target));
        statement.setInt(2, TreeKey.length(source) + 1);
        statement.setString(3, TreeKey.from(source));
        statement.setString(4, TreeKey.to(source));
    }

    /** The resources of a tree that have any. */
    List<ResourcePath> holders(SqlSession session, ResourcePath tree) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT DISTINCT parent, name
                FROM dead_property
                WHERE (parent = ? AND name = ?) OR %s
                """.formatted(below));
        tree(select, tree);
        List<ResourcePath> holders = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                holders.add(new TreeKey(row.getString(1), row.getString(2)).path());
            }
        }
        return holders;
    }

    boolean any(SqlSession session, ResourcePath path) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT EXISTS (SELECT 1 FROM dead_property WHERE parent = ? AND name = ?)
                    OR EXISTS (SELECT 1 FROM dead_property WHERE %s)
                """.formatted(below));
        tree(select, path);
        try (ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
