package io.headroom.server.metadata;

import io.headroom.server.property.DeadProperty;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The statements on {@code dead_property}: a constant number of them, however many rows they touch. Stateless. */
final class PropertyRows {
    void put(SqlSession session, TreeKey key, DeadProperty property) throws SQLException {
        PreparedStatement upsert = session.prepare("""
                INSERT INTO dead_property (parent, name, namespace, local_name, xml)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (parent, name, namespace, local_name) DO UPDATE SET xml = excluded.xml
                """);
        upsert.setString(1, key.parent());
        upsert.setString(2, key.name());
        upsert.setString(3, property.name().namespace());
        upsert.setString(4, property.name().localName());
        upsert.setString(5, property.xml());
        upsert.executeUpdate();
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
                WHERE parent >= ? AND parent < ?
                """);
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
                    WHERE (parent = ? AND name = ?) OR (parent >= ? AND parent < ?)
                    LIMIT ?
                )
                """);
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
                    WHERE parent >= ? AND parent < ?
                    LIMIT ?
                )
                """);
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
                WHERE parent >= ? AND parent < ?
                """);
        rebase(copy, source, target);
        copy.executeUpdate();
    }

    /** The target's tree is empty before. */
    void moveTree(SqlSession session, ResourcePath source, ResourcePath target) throws SQLException {
        PreparedStatement moveOne = session.prepare("""
                UPDATE dead_property
                SET parent = ?, name = ?
                WHERE parent = ? AND name = ?
                """);
        keys(moveOne, source, target);
        moveOne.executeUpdate();
        PreparedStatement moveBelow = session.prepare("""
                UPDATE dead_property
                SET parent = ? || substr(parent, ?)
                WHERE parent >= ? AND parent < ?
                """);
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

    boolean any(SqlSession session, ResourcePath path) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT EXISTS (SELECT 1 FROM dead_property WHERE parent = ? AND name = ?)
                    OR EXISTS (SELECT 1 FROM dead_property WHERE parent >= ? AND parent < ?)
                """);
        tree(select, path);
        try (ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
