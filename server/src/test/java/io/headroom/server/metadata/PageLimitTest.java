package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's own limit of pages: a real SQLITE_FULL in the middle of a statement, not at the commit. */
class PageLimitTest {
    private static final ResourcePath FILE = ResourcePath.parse("/file");

    @TempDir
    Path directory;

    private static void limit(MetadataDatabase database, int pages) {
        database.write(ResourcePath.ROOT, session -> {
            try (ResultSet row =
                    session.prepare("PRAGMA max_page_count = " + pages).executeQuery()) {
                return row.next();
            }
        });
    }

    private static List<PropertyChange> large() {
        return List.of(new PropertyChange.Set(new DeadProperty(new PropertyName("urn:x", "p"), "x".repeat(100_000))));
    }

    @Test
    @Proves({"S507-GEN-01", "S507-PP-02"})
    void statementThatFoundNoRoomIsRefusedEachTimeAndWorksOnceThereIsSome() {
        try (MetadataDatabase database =
                MetadataDatabase.open(MetadataSettings.file(directory.resolve("metadata.db"), false))) {
            JdbcPropertyStore properties = new JdbcPropertyStore(database);
            for (int i = 0; i < 3; i++) {
                // For this connection alone, which is replaced when SQLite has ended the transaction by itself.
                limit(database, 1);
                InsufficientStorageException full =
                        catchThrowableOfType(InsufficientStorageException.class, () -> properties.apply(FILE, large()));
                assertThat(full).returns(Reason.METADATA_FULL, InsufficientStorageException::reason);
                assertThat(properties.find(FILE)).isEmpty();
            }
            properties.apply(FILE, large());
            assertThat(properties.find(FILE)).hasSize(1);
        }
    }
}
