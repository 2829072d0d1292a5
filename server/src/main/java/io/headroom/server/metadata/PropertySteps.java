package io.headroom.server.metadata;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Removes and moves trees of properties in many small transactions, for a disk without room for one large one: each is small
 * enough for the reserve, and carried over from the log before the next. Thread-safe.
 */
final class PropertySteps {
    private static final int MOST_ROWS = 256;

    private final MetadataDatabase database;
    private final PropertyRows rows;

    PropertySteps(MetadataDatabase database, PropertyRows rows) {
        this.database = database;
        this.rows = rows;
    }

    /** What works on so many rows at most, and says how many it were. */
    @FunctionalInterface
    private interface Step {
        int run(SqlSession session, int most) throws SQLException;
    }

    /**
     * Removes a whole tree.
     *
     * @throws InsufficientStorageException when there is no room even for one row; what was removed stays so
     */
    void delete(ResourcePath path) {
        repeat(path, (session, most) -> rows.deleteSome(session, path, most));
    }

    /**
     * Removes what some resources have, each by itself.
     *
     * @throws InsufficientStorageException when there is no room even for one; what was removed stays so
     */
    void deleteEach(Collection<ResourcePath> paths) {
        for (ResourcePath path : paths) {
            database.writeAnyway(path, session -> {
                rows.deleteOne(session, path);
                return true;
            });
        }
    }

    /**
     * Moves a whole tree to where nothing stands. Until the end readers find some of it in either place.
     *
     * @throws InsufficientStorageException when there is no room even for one row; what was moved stays so
     */
    void move(ResourcePath source, ResourcePath target) {
        repeat(target, (session, most) -> rows.moveSome(session, source, target, most));
    }

    private void repeat(ResourcePath about, Step step) {
        int most = MOST_ROWS;
        while (true) {
            int limit = most;
            try {
                if (database.writeAnyway(about, session -> step.run(session, limit)) == 0) {
                    return;
                }
            } catch (InsufficientStorageException e) {
                // Large rows: fewer of them.
                if (limit == 1) {
                    throw e;
                }
                most = Math.max(1, limit / 4);
            }
        }
    }
}
