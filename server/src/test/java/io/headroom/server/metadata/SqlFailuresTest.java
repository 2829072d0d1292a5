package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.StorageException.Kind;
import io.headroom.spi.path.ResourcePath;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqlFailuresTest {
    private static final ResourcePath PATH = ResourcePath.parse("/a");

    private static StorageException translate(SQLException failure, VolumeState volume) {
        return new SqlFailures(new SqliteDialect(), () -> volume).translate(failure, PATH);
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_FULL,                  TAKES_FILES, INSUFFICIENT_STORAGE",
        "SQLITE_IOERR,                 FULL,  INSUFFICIENT_STORAGE",
        "SQLITE_IOERR_WRITE,           FULL,  INSUFFICIENT_STORAGE",
        "SQLITE_IOERR_FSYNC,           FULL,  INSUFFICIENT_STORAGE",
        "SQLITE_IOERR_SHMSIZE,         FULL,  INSUFFICIENT_STORAGE",
        "SQLITE_CANTOPEN,              FULL,  INSUFFICIENT_STORAGE",
        "SQLITE_IOERR_WRITE,           TAKES_FILES, UNEXPECTED",
        "SQLITE_IOERR_READ,            TAKES_FILES, UNEXPECTED",
        "SQLITE_CANTOPEN,              TAKES_FILES, UNEXPECTED",
        "SQLITE_BUSY,                  FULL,  UNAVAILABLE",
        "SQLITE_BUSY_SNAPSHOT,         TAKES_FILES, UNAVAILABLE",
        "SQLITE_LOCKED,                TAKES_FILES, UNAVAILABLE",
        "SQLITE_CONSTRAINT_PRIMARYKEY, FULL,  UNEXPECTED",
        "SQLITE_CORRUPT,               FULL,  UNEXPECTED",
        "SQLITE_READONLY,              READ_ONLY, ACCESS_DENIED",
        "SQLITE_IOERR_WRITE,           READ_ONLY, ACCESS_DENIED",
        "SQLITE_IOERR_FSYNC,           READ_ONLY, ACCESS_DENIED",
        "SQLITE_FULL,                  READ_ONLY, INSUFFICIENT_STORAGE",
        "SQLITE_READONLY,              TAKES_FILES, UNEXPECTED",
    })
    void codesBecomeKinds(SQLiteErrorCode code, VolumeState volume, Kind kind) {
        SQLiteException failure = new SQLiteException("for the log", code);

        StorageException translated = translate(failure, volume);

        assertThat(translated.kind()).isEqualTo(kind);
        assertThat(translated.path()).isEqualTo(PATH);
        assertThat(translated).hasCause(failure);
        if (translated instanceof InsufficientStorageException full) {
            assertThat(full.reason()).isEqualTo(Reason.METADATA_FULL);
        }
    }

    @Test
    void aPoolWithoutAFreeConnectionIsUnavailable() {
        assertThat(translate(new SQLTransientConnectionException("no connection"), VolumeState.TAKES_FILES)
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }
}
