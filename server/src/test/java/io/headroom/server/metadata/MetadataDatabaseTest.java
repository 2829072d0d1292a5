package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockLimits;
import io.headroom.server.lock.LockRequest;
import io.headroom.server.lock.LockScope;
import io.headroom.server.lock.LockService;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataDatabaseTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("made on the way").resolve("metadata.db");
    }

    private MetadataDatabase open() {
        return MetadataDatabase.open(MetadataSettings.file(file, true));
    }

    @Test
    @Proves("DAV-LK-22")
    void locksAndPropertiesOutliveARestart() {
        MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00.5Z"));
        ResourcePath path = ResourcePath.parse("/a/ü");
        DeadProperty property = new DeadProperty(new PropertyName("urn:x", "p"), "<p xmlns='urn:x'/>");
        Lock lock;
        try (MetadataDatabase database = open()) {
            lock = new LockService(new JdbcLockStore(database), clock, new LockLimits(10, 10))
                    .grant(new LockRequest(
                            path, true, LockScope.EXCLUSIVE, "anna", "<owner/>", Duration.ofMinutes(10)));
            new JdbcPropertyStore(database).apply(path, List.of(new PropertyChange.Set(property)));
        }

        try (MetadataDatabase database = open()) {
            assertThat(new LockService(new JdbcLockStore(database), clock, new LockLimits(10, 10)).covering(path))
                    .containsExactly(lock);
            assertThat(new JdbcPropertyStore(database).find(path)).containsExactly(property);
        }
    }

    @Test
    void aSecondServerIsKeptAway() {
        try (MetadataDatabase first = open()) {
            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(this::open)
                    .withMessage("The metadata database " + file + " is in use by another server.");
            assertThat(new JdbcLockStore(first).loadAll()).isEmpty();
        }
        open().close();
    }

    @Test
    void nobodyElseOnTheMachineReadsIt() throws Exception {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"), "no such permissions here");
        Path log = file.resolveSibling("metadata.db-wal");
        try (MetadataDatabase database = open()) {
            new JdbcPropertyStore(database).find(ResourcePath.ROOT);
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(log)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        // As servers before this one made it, and somebody let a group read it.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (MetadataDatabase database = open()) {
            new JdbcPropertyStore(database).find(ResourcePath.ROOT);
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
            assertThat(Files.getPosixFilePermissions(log)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        }
    }

    @Test
    void whatIsNoDatabaseIsSaidToBeNone() throws Exception {
        Files.createDirectories(file.getParent());
        Files.write(file, "This is no database. ".repeat(500).getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(this::open)
                .withMessage("The metadata database " + file + " is damaged, or it is no database.");
        // Neither the claim nor a connection stays behind.
        Files.delete(file);
        open().close();
    }

    @Test
    void aDamagedDatabaseIsSaidToBeDamaged() throws Exception {
        open().close();
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 100; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Files.write(file, bytes);

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(this::open)
                .withMessageContaining("is damaged");
    }

    @Test
    void aDatabaseOfANewerServerIsNotTouched() throws Exception {
        open().close();
        change(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, 1)");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(this::open)
                .withMessageContaining("was made by another version of this server");
    }

    @Test
    void aDirectoryInItsPlaceCannotBeOpened() throws Exception {
        Files.createDirectories(file);

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(this::open)
                .withMessageContaining("The metadata database " + file + " can't be opened");
    }

    @Test
    void aFileInPlaceOfTheDirectoryCannotBeWritten() throws Exception {
        Files.createFile(file.getParent());

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(this::open)
                .withMessageContaining("The directory of the metadata database");
    }

    @ParameterizedTest
    @CsvSource({"true, 2", "false, 1"})
    void durableMeansThatEachCommitIsOnDisk(boolean durable, int synchronous) {
        try (MetadataDatabase database = MetadataDatabase.open(MetadataSettings.file(file, durable))) {
            assertThat(pragma(database, "PRAGMA synchronous")).isEqualTo(Integer.toString(synchronous));
            assertThat(pragma(database, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(pragma(database, "PRAGMA foreign_keys")).isEqualTo("1");
        }
    }

    private static String pragma(MetadataDatabase database, String sql) {
        return database.write(ResourcePath.ROOT, session -> {
            try (ResultSet row = session.prepare(sql).executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        });
    }

    @Test
    void aTreeIsOneRangeOfTheIndex() {
        try (MetadataDatabase database = open()) {
            List<String> plan = database.read(ResourcePath.ROOT, session -> {
                try (ResultSet row = session.prepare("EXPLAIN QUERY PLAN DELETE FROM dead_property"
                                + " WHERE parent >= '/a/' AND parent < '/a0'")
                        .executeQuery()) {
                    assertThat(row.next()).isTrue();
                    return List.of(row.getString("detail"));
                }
            });
            assertThat(plan).containsExactly("SEARCH dead_property USING PRIMARY KEY (parent>? AND parent<?)");
        }
    }

    @Test
    void aFailureLeavesNothingHalfDoneAndTheConnectionUsable() {
        try (MetadataDatabase database = open()) {
            ResourcePath path = ResourcePath.parse("/a");
            assertThatExceptionOfType(UnexpectedStorageException.class)
                    .isThrownBy(() -> database.write(path, session -> {
                        session.prepare("INSERT INTO property_move (id, source, target) VALUES (1, '/a', '/b')")
                                .executeUpdate();
                        throw new SQLException("half-way");
                    }))
                    .satisfies(failure -> assertThat(failure.path()).isEqualTo(path));

            assertThat(new JdbcMoveJournal(database).recover(any -> true, any -> {}, new TreeExclusion()))
                    .isZero();
            assertThat(count(database)).isZero();
            new JdbcMoveJournal(database).begin(path, ResourcePath.parse("/b"));
            assertThat(count(database)).isEqualTo(1);
        }
    }

    private static int count(MetadataDatabase database) {
        return database.read(ResourcePath.ROOT, session -> {
            try (ResultSet row =
                    session.prepare("SELECT count(*) FROM property_move").executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getInt(1);
            }
        });
    }

    @Test
    void databasesInMemoryAreApart() {
        try (MetadataDatabase one = MetadataDatabase.open(MetadataSettings.memory());
                MetadataDatabase other = MetadataDatabase.open(MetadataSettings.memory())) {
            new JdbcMoveJournal(one).begin(ResourcePath.parse("/a"), ResourcePath.parse("/b"));

            assertThat(count(one)).isEqualTo(1);
            assertThat(count(other)).isZero();
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
