package io.headroom.server.metadata;

import io.headroom.spi.ResourcePath;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.StorageException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The database of locks and dead properties. Thread-safe; closed by whoever opened it, after the last request.
 *
 * <p>One connection writes, for all who come at the same time in one transaction; a few others read what was committed. What
 * was written is on disk when the call returns, as far as {@link MetadataSettings#durable} asks.
 */
public final class MetadataDatabase implements AutoCloseable {
    private final SqlFailures failures;
    private final WriteSession writer;
    private final GroupCommit writes;
    private final @Nullable ReadPool reads;
    private final @Nullable MetadataReserve reserve;
    private final @Nullable DatabaseOwner owner;

    MetadataDatabase(
            SqlFailures failures,
            WriteSession writer,
            Optional<ReadPool> reads,
            Optional<MetadataReserve> reserve,
            Optional<DatabaseOwner> owner) {
        this.failures = failures;
        this.writer = writer;
        this.writes = new GroupCommit(writer::carryOut);
        this.reads = reads.orElse(null);
        this.reserve = reserve.orElse(null);
        this.owner = owner.orElse(null);
    }

    /**
     * Opens the database, makes it when it is missing, and brings its tables up to date.
     *
     * @throws SettingsException when it can't be opened, is damaged, belongs to a newer server or is in use by another one
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

    @Override
    public void close() {
        try {
            if (reads != null) {
                reads.close();
            }
            writer.close();
        } catch (SQLException e) {
            throw failures.translate(e, ResourcePath.ROOT);
        } finally {
            if (owner != null) {
                owner.close();
            }
        }
    }
}
