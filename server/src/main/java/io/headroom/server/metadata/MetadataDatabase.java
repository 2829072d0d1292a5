package io.headroom.server.metadata;

import io.headroom.spi.SettingsException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The database of locks and dead properties. Thread-safe; closed by whoever opened it, after the last request.
 *
 * <p>One connection writes, for all who come at the same time in one transaction; a few others read what was committed. What
 * was written is on disk when the call returns, as far as {@link MetadataSettings#durable} asks.
 */
public final class MetadataDatabase implements AutoCloseable {
    private final DatabaseParts parts;
    private final SqlFailures failures;
    private final GroupCommit writes;
    private final @Nullable ReadPool reads;
    private final @Nullable MetadataReserve reserve;

    MetadataDatabase(DatabaseParts parts) {
        this.parts = parts;
        this.failures = parts.failures();
        this.writes = new GroupCommit(parts.writer()::carryOut);
        this.reads = parts.reads().orElse(null);
        this.reserve = parts.reserve().orElse(null);
    }

    /**
     * Opens the database, makes it when it is missing, and brings its tables up to date.
     *
     * @throws SettingsException when it can't be opened, is damaged, belongs to a newer server or, as a file, is in use by another
     *     one
     */
    public static MetadataDatabase open(MetadataSettings settings) {
        return new DatabaseOpening(settings, UnaryOperator.identity()).open();
    }

    /** @param about the resource that failures are about */
    <T> T read(ResourcePath about, SqlWork<T> work) {
        try {
            // A database in memory has one connection, and its readers take their turn with the writers.
            return reads == null ? writes.run(work) : reads.run(work);
        } catch (SQLException e) {
            throw failures.translate(e, about);
        }
    }

    /**
     * All of the work is done, or nothing.
     *
     * @throws StorageException INSUFFICIENT_STORAGE when there is no room
     */
    <T> T write(ResourcePath about, SqlWork<T> work) {
        try {
            T value = writes.run(work);
            if (reserve != null) {
                reserve.refill();
            }
            return value;
        } catch (SQLException e) {
            throw failures.translate(e, about);
        }
    }

    /** As {@link #write}, for what must work on a full disk too: it may use the room that is kept back. */
    <T> T writeAnyway(ResourcePath about, SqlWork<T> work) {
        try {
            return writes.run(work);
        } catch (SQLException e) {
            if (reserve == null || !failures.isFull(e)) {
                throw failures.translate(e, about);
            }
        }
        try {
            return reserve.lend(() -> writes.run(work));
        } catch (SQLException e) {
            throw failures.translate(e, about);
        }
    }

    /**
     * Whether it takes changes at this moment, apart from the room for them.
     *
     * @throws StorageException when it does not
     */
    public void requireWritable() {
        // Takes the write lock, finds nothing to change, and leaves the disk alone.
        write(ResourcePath.ROOT, session -> session.prepare("""
                DELETE FROM capacity_level
                WHERE kind = ''
                """).executeUpdate());
    }

    /**
     * Whether it can be reached, as far as is known; asks nobody. For requests that are to be refused before they change
     * anything.
     *
     * @param about the resource that they are about
     * @throws UnavailableException when it can't
     */
    public void requireReachable(ResourcePath about) {
        try {
            parts.reachability().require();
        } catch (SQLException e) {
            throw failures.translate(e, about);
        }
    }

    SqlDialect dialect() {
        return parts.dialect();
    }

    /** Whether other servers may use it at the same time: then nothing that was read holds for longer than its query. */
    public boolean isShared() {
        return parts.watch().isPresent();
    }

    /**
     * Does as soon as possible what could not be done because the database was away, after something else has been done that
     * it belongs to. Only for databases that can be away.
     *
     * @param what for the log
     */
    void owe(String what, Runnable work) {
        parts.watch()
                .orElseThrow(() -> new IllegalStateException("a file is never away"))
                .owe(what, work);
    }

    /**
     * A connection of its own, for what is held longer than a transaction of the others. Closed by the caller.
     *
     * @throws StorageException when there is none to be had
     */
    SqlSession openSession(ResourcePath about) {
        try {
            parts.reachability().require();
            return parts.sessions().open();
        } catch (SQLException e) {
            parts.reachability().notConnected(e);
            throw failures.translate(e, about);
        }
    }

    /** Whether work on {@link #openSession}'s connection gave way to another server's, and may be tried again. */
    boolean isConflict(SQLException failure) {
        return parts.reachability().isConflict(failure);
    }

    /** Whether that connection is no good any more; what it had not committed is undone. */
    boolean isDisconnected(SQLException failure) {
        return parts.reachability().isDisconnected(failure);
    }

    /** What a failure on {@link #openSession}'s connection means. */
    StorageException translate(SQLException failure, ResourcePath about) {
        return failures.translate(failure, about);
    }

    @Override
    public void close() {
        try {
            parts.watch().ifPresent(DatabaseWatch::close);
            if (reads != null) {
                reads.close();
            }
            parts.writer().close();
        } catch (SQLException e) {
            throw failures.translate(e, ResourcePath.ROOT);
        } finally {
            parts.owner().ifPresent(DatabaseOwner::close);
        }
    }
}
