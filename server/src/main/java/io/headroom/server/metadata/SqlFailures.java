package io.headroom.server.metadata;

import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.path.ResourcePath;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.function.Supplier;

/** From the database's failures to the storage's. Thread-safe. */
final class SqlFailures {
    private static final Duration BUSY = Duration.ofSeconds(1);

    /** About as long as a restart takes. */
    private static final Duration GONE = Duration.ofSeconds(5);

    private final SqlDialect dialect;
    private final Supplier<VolumeState> volume;

    /** @param volume tries it, for failures that may or may not come from lack of room */
    SqlFailures(SqlDialect dialect, Supplier<VolumeState> volume) {
        this.dialect = dialect;
        this.volume = volume;
    }

    boolean isFull(SQLException failure) {
        return dialect.isFull(failure) || (dialect.isOfTheVolume(failure) && volume.get() == VolumeState.FULL);
    }

    boolean isConflict(SQLException failure) {
        return dialect.isConflict(failure);
    }

    /** @param about the resource that the statements were for */
    StorageException translate(SQLException failure, ResourcePath about) {
        if (dialect.isFull(failure)) {
            return new InsufficientStorageException(Reason.METADATA_FULL, about, failure);
        }
        if (dialect.isOfTheVolume(failure)) {
            return switch (volume.get()) {
                case FULL -> new InsufficientStorageException(Reason.METADATA_FULL, about, failure);
                case READ_ONLY -> new AccessDeniedException(about, failure);
                case TAKES_FILES -> new UnexpectedStorageException(about, failure);
            };
        }
        if (failure instanceof SQLTransientException || dialect.isRetryable(failure)) {
            return new UnavailableException(about, dialect.isDisconnected(failure) ? GONE : BUSY, failure);
        }
        return new UnexpectedStorageException(about, failure);
    }
}
