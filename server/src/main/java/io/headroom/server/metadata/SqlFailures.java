package io.headroom.server.metadata;

import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnexpectedStorageException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** From the database's failures to the storage's. Thread-safe. */
final class SqlFailures {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final SqlDialect dialect;
    private final BooleanSupplier volumeIsFull;

    /** @param volumeIsFull tries the volume, for failures that may or may not come from lack of room */
    SqlFailures(SqlDialect dialect, BooleanSupplier volumeIsFull) {
        this.dialect = dialect;
        this.volumeIsFull = volumeIsFull;
    }

    boolean isFull(SQLException failure) {
        return dialect.isFull(failure) || (dialect.isPerhapsFull(failure) && volumeIsFull.getAsBoolean());
    }

    /** @param about the resource that the statements were for */
    StorageException translate(SQLException failure, ResourcePath about) {
        if (isFull(failure)) {
            return new InsufficientStorageException(Reason.METADATA_FULL, about, failure);
        }
        if (failure instanceof SQLTransientException || dialect.isRetryable(failure)) {
            return new UnavailableException(about, RETRY_AFTER, failure);
        }
        return new UnexpectedStorageException(about, failure);
    }
}
