package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.StorageException.Kind;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresFailuresTest {
    private static final ResourcePath PATH = ResourcePath.parse("/a");

    @ParameterizedTest
    @CsvSource({
        "08000, no connection, UNAVAILABLE, 5",
        "08001, refused, UNAVAILABLE, 5",
        "08003, closed, UNAVAILABLE, 5",
        "08006, time-out, UNAVAILABLE, 5",
        "57P01, stopped by an administrator, UNAVAILABLE, 5",
        "57P02, crashed, UNAVAILABLE, 5",
        "57P03, is starting up, UNAVAILABLE, 5",
        "25P03, idle in a transaction, UNAVAILABLE, 5",
        "57014, canceling statement due to statement timeout, UNAVAILABLE, 1",
        "55P03, lock not available, UNAVAILABLE, 1",
        "53200, out of memory, UNAVAILABLE, 1",
        "53300, too many clients, UNAVAILABLE, 1",
        "25006, read-only transaction, UNAVAILABLE, 1",
        "28P01, password authentication failed, UNAVAILABLE, 1",
        "40001, could not serialize access, UNAVAILABLE, 1",
        "23505, duplicate key, UNAVAILABLE, 1",
        "40P01, deadlock detected, UNAVAILABLE, 1",
        "53100, could not extend file: No space left on device, INSUFFICIENT_STORAGE, 0",
        "58030, could not extend file: Disk quota exceeded, INSUFFICIENT_STORAGE, 0",
        "XX000, could not extend file: Disk quota exceeded, INSUFFICIENT_STORAGE, 0",
        "58030, could not read block, UNEXPECTED, 0",
        "XX000, something odd, UNEXPECTED, 0",
        "XX001, a broken page, UNEXPECTED, 0",
        "42601, syntax error, UNEXPECTED, 0",
        ", no state, UNEXPECTED, 0",
    })
    void codesBecomeKinds(String state, String words, Kind kind, int retrySeconds) {
        SQLException failure = new SQLException(words, state);
        StorageException translated =
                new SqlFailures(new PostgresDialect(), () -> VolumeState.FULL).translate(failure, PATH);
        assertThat(translated.kind()).isEqualTo(kind);
        assertThat(translated).hasCause(failure);
        if (translated instanceof UnavailableException unavailable) {
            assertThat(unavailable.retryAfter()).hasSeconds(retrySeconds);
        }
    }
}
