package io.headroom.server.metadata;

import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.property.PropertyStore;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Dead properties as rows. Thread-safe.
 *
 * <p>Copying and moving a tree is a fixed number of statements in one transaction; on a full disk, where that is too large, a
 * removal or a move goes in steps. While there are no properties at all, no question reaches a database that belongs to this
 * server alone.
 */
public final class JdbcPropertyStore implements PropertyStore {
    private final MetadataDatabase database;
    private final PropertyRows rows;
    private final PropertySteps steps;
    private final EmptyHint hint = new EmptyHint();

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcPropertyStore(MetadataDatabase database) {
        this.database = database;
        this.rows = new PropertyRows(database.dialect());
        this.steps = new PropertySteps(database, rows);
        lookWhetherEmpty();
    }

    private void lookWhetherEmpty() {
        if (database.isShared()) {
            // Another server may fill it at any time.
            return;
        }
        hint.look(() -> database.read(ResourcePath.ROOT, session -> !rows.any(session, ResourcePath.ROOT)));
    }

    @Override
    public List<DeadProperty> find(ResourcePath path) {
        if (hint.isEmpty()) {
            return List.of();
        }
        return database.read(path, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT namespace, local_name, xml
                    FROM dead_property
                    WHERE parent = ? AND name = ?
                    """);
            TreeKey key = TreeKey.of(path);
            select.setString(1, key.parent());
            select.setString(2, key.name());
            List<DeadProperty> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(property(row, 1));
                }
            }
            return found;
        });
    }

    @Override
    public Map<String, List<DeadProperty>> findMembers(ResourcePath collection) {
        if (hint.isEmpty()) {
            return Map.of();
        }
        return database.read(collection, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT name, namespace, local_name, xml
                    FROM dead_property
                    WHERE parent = ?
                    """);
            select.setString(1, TreeKey.from(collection));
            Map<String, List<DeadProperty>> found = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                            .add(property(row, 2));
                }
            }
            return found;
        });
    }

    private static DeadProperty property(ResultSet row, int first) throws SQLException {
        return new DeadProperty(
                new PropertyName(row.getString(first), row.getString(first + 1)), row.getString(first + 2));
    }

    @Override
    public void apply(ResourcePath path, List<PropertyChange> changes) {
        boolean removing = changes.stream().allMatch(PropertyChange.Remove.class::isInstance);
        if (removing && hint.isEmpty()) {
            return;
        }
        SqlWork<Boolean> work = session -> {
            TreeKey key = TreeKey.of(path);
            for (PropertyChange change : changes) {
                if (change instanceof PropertyChange.Set set) {
                    rows.put(session, key, set.property());
                } else {
                    rows.remove(session, key, change.name());
                }
            }
            return true;
        };
        if (removing) {
            database.writeAnyway(path, work);
            lookWhetherEmpty();
        } else {
            hint.adding(() -> database.write(path, work));
        }
    }

    @Override
    public void copy(ResourcePath source, ResourcePath target, boolean tree) {
        if (hint.isEmpty() || source.equals(target)) {
            return;
        }
        if (tree) {
            checkApart(source, target);
        }
        hint.adding(() -> database.write(target, session -> {
            if (tree) {
                rows.deleteTree(session, target);
                rows.copyTree(session, source, target);
            } else {
                rows.deleteOne(session, target);
                rows.copyOne(session, source, target);
            }
            return true;
        }));
    }

    @Override
    public void move(ResourcePath source, ResourcePath target) {
        if (hint.isEmpty() || source.equals(target)) {
            return;
        }
        checkApart(source, target);
        try {
            database.writeAnyway(target, session -> {
                rows.deleteTree(session, target);
                rows.moveTree(session, source, target);
                return true;
            });
        } catch (InsufficientStorageException e) {
            steps.delete(target);
            steps.move(source, target);
        }
    }

    /** The rules refuse this long before; here it would lose properties. */
    static void checkApart(ResourcePath source, ResourcePath target) {
        if (source.startsWith(target) || target.startsWith(source)) {
            throw new IllegalArgumentException(source + " and " + target + " hold one another");
        }
    }

    @Override
    public void delete(ResourcePath path) {
        if (hint.isEmpty()) {
            return;
        }
        try {
            database.writeAnyway(path, session -> {
                rows.deleteTree(session, path);
                return true;
            });
        } catch (InsufficientStorageException e) {
            steps.delete(path);
        }
        lookWhetherEmpty();
    }

    @Override
    public List<ResourcePath> holders(ResourcePath tree) {
        return hint.isEmpty() ? List.of() : database.read(tree, session -> rows.holders(session, tree));
    }

    @Override
    public void deleteEach(Collection<ResourcePath> paths) {
        if (hint.isEmpty() || paths.isEmpty()) {
            return;
        }
        try {
            database.writeAnyway(ResourcePath.ROOT, session -> {
                for (ResourcePath path : paths) {
                    rows.deleteOne(session, path);
                }
                return true;
            });
        } catch (InsufficientStorageException e) {
            steps.deleteEach(paths);
        }
        lookWhetherEmpty();
    }

    @Override
    public boolean anyBelow(ResourcePath path) {
        return !hint.isEmpty() && database.read(path, session -> rows.any(session, path));
    }
}
