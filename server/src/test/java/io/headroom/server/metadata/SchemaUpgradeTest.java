package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newer server meets the file of an older one. */
class SchemaUpgradeTest {
    private static final ResourcePath PATH = ResourcePath.parse("/a");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("metadata.db");
    }

    private MetadataSettings settings() {
        return MetadataSettings.file(file, true);
    }

    /** As a server did that knew the migrations up to a version. */
    private void makeOld(String version) throws SQLException {
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations("classpath:db/migration")
                .placeholders(new SqliteDialect().placeholders())
                .target(version)
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO dead_property VALUES ('/', 'a', 'urn:x', 'p', '<p/>')");
        }
    }

    private static String first(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private List<String> copies() throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains(".schema-"))
                    .sorted()
                    .toList();
        }
    }

    private static String version(Path database) throws SQLException {
        return first(
                database,
                "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank DESC LIMIT 1");
    }

    @Test
    void theOldFileIsKeptAsItWas() throws Exception {
        makeOld("5");
        try (MetadataDatabase database = MetadataDatabase.open(settings())) {
            assertThat(new JdbcPropertyStore(database).find(PATH)).hasSize(1);
        }
        assertThat(copies()).containsExactly("metadata.db.schema-5");
        Path copy = directory.resolve("metadata.db.schema-5");
        assertThat(version(copy)).isEqualTo("5");
        assertThat(first(copy, "SELECT xml FROM dead_property")).isEqualTo("<p/>");
        assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(first(copy, "PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(Integer.parseInt(version(file))).isGreaterThan(5);
    }

    @Test
    void whereNothingChangesNothingIsCopied() throws Exception {
        MetadataDatabase.open(settings()).close();
        MetadataDatabase.open(settings()).close();
        assertThat(copies()).isEmpty();
    }

    @Test
    void aCopyOfTheSameVersionIsMadeAnew() throws Exception {
        makeOld("5");
        Files.writeString(directory.resolve("metadata.db.schema-5"), "older");
        Files.writeString(directory.resolve("metadata.db.schema-5.part"), "torn");
        MetadataDatabase.open(settings()).close();
        assertThat(copies()).containsExactly("metadata.db.schema-5");
        assertThat(version(directory.resolve("metadata.db.schema-5"))).isEqualTo("5");
    }

    @Test
    void withoutACopyNothingIsChanged() throws Exception {
        makeOld("5");
        // Nothing can take its place.
        Files.createDirectories(directory.resolve("metadata.db.schema-5/in the way"));
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> MetadataDatabase.open(settings()))
                .withMessageContaining("the copy " + directory.resolve("metadata.db.schema-5") + " can't be made");
        assertThat(version(file)).isEqualTo("5");
        assertThat(copies()).containsExactly("metadata.db.schema-5");
    }

    @Test
    void anUpgradeThatFailsLeavesAFileThatTheOldServerCanUse() throws Exception {
        try (MetadataDatabase database = MetadataDatabase.open(settings())) {
            new JdbcPropertyStore(database)
                    .apply(
                            PATH,
                            List.of(new PropertyChange.Set(new DeadProperty(new PropertyName("urn:x", "p"), "<p/>"))));
            new JdbcQuotaStore(database).set(PATH, QuotaLimit.parse("1GiB"));
        }
        String version = version(file);
        SqliteOpening newer =
                new SqliteOpening(settings(), UnaryOperator.identity(), new NewerDialect(List.of("failing")));
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> newer.openFile(file))
                .withMessageContaining("nowhere");
        // Not even the step before, which worked.
        assertThat(version(file)).isEqualTo(version);
        assertThat(copies()).containsExactly("metadata.db.schema-" + version);
        for (Path each : List.of(file, directory.resolve("metadata.db.schema-" + version))) {
            try (MetadataDatabase database = MetadataDatabase.open(MetadataSettings.file(each, true))) {
                assertThat(new JdbcPropertyStore(database).find(PATH)).hasSize(1);
                assertThat(new JdbcQuotaStore(database).limits()).containsOnlyKeys(PATH);
            }
        }
    }

    /** Of a server with more migrations. */
    private record NewerDialect(List<String> more) implements SqlDialect {
        private static final SqlDialect KNOWN = new SqliteDialect();

        @Override
        public boolean isFull(SQLException failure) {
            return KNOWN.isFull(failure);
        }

        @Override
        public boolean isOfTheVolume(SQLException failure) {
            return KNOWN.isOfTheVolume(failure);
        }

        @Override
        public boolean isRetryable(SQLException failure) {
            return KNOWN.isRetryable(failure);
        }

        @Override
        public boolean isConflict(SQLException failure) {
            return KNOWN.isConflict(failure);
        }

        @Override
        public boolean isDisconnected(SQLException failure) {
            return KNOWN.isDisconnected(failure);
        }

        @Override
        public boolean isCorrupt(SQLException failure) {
            return KNOWN.isCorrupt(failure);
        }

        @Override
        public String isWithin(String column) {
            return KNOWN.isWithin(column);
        }

        @Override
        public List<String> longTransaction() {
            return KNOWN.longTransaction();
        }

        @Override
        public List<String> selfChecks() {
            return KNOWN.selfChecks();
        }

        @Override
        public List<String> migrations() {
            return Stream.concat(KNOWN.migrations().stream(), more.stream().map(name -> "classpath:db/" + name))
                    .toList();
        }

        @Override
        public Map<String, String> placeholders() {
            return KNOWN.placeholders();
        }
    }
}
