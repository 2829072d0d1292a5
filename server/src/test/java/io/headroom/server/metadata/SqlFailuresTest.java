package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.StorageException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqlFailuresTest {
    private static final ResourcePath PATH = ResourcePath.parse("/a");

    private static StorageException translate(SQLException failure, boolean volumeIsFull) {
        return new SqlFailures(new SqliteDialect(), () -> volumeIsFull).translate(failure, PATH);
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_FULL,                  false, INSUFFICIENT_STORAGE",
        "SQLITE_IOERR,                 true,  INSUFFICIENT_STORAGE",
        "SQLITE_IOERR_WRITE,           true,  INSUFFICIENT_STORAGE",
        "SQLITE_IOERR_FSYNC,           true,  INSUFFICIENT_STORAGE",
        "SQLITE_IOERR_SHMSIZE,         true,  INSUFFICIENT_STORAGE",
        "SQLITE_CANTOPEN,              true,  INSUFFICIENT_STORAGE",
        "SQLITE_IOERR_WRITE,           false, UNEXPECTED",
        "SQLITE_IOERR_READ,            false, UNEXPECTED",
        "SQLITE_CANTOPEN,              false, UNEXPECTED",
        "SQLITE_BUSY,                  true,  UNAVAILABLE",
        "SQLITE_BUSY_SNAPSHOT,         false, UNAVAILABLE",
        "SQLITE_LOCKED,                false, UNAVAILABLE",
        "SQLITE_CONSTRAINT_PRIMARYKEY, true,  UNEXPECTED",
        "SQLITE_CORRUPT,               true,  UNEXPECTED",
        "SQLITE_READONLY,              true,  UNEXPECTED",
    })
    void codesBecomeKinds(SQLiteErrorCode code, boolean volumeIsFull, Kind kind) {
        SQLiteException failure = new SQLiteException("for the log", code);

        StorageException translated = translate(failure, volumeIsFull);

        assertThat(translated.kind()).isEqualTo(kind);
        assertThat(translated.path()).isEqualTo(PATH);
        assertThat(translated).hasCause(failure);
        if (translated instanceof InsufficientStorageException full) {
            assertThat(full.reason()).isEqualTo(Reason.METADATA_FULL);
        }
    }

    @Test
    void aPoolWithoutAFreeConnectionIsUnavailable() {
        assertThat(translate(new SQLTransientConnectionException("no connection"), false)
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }
}
