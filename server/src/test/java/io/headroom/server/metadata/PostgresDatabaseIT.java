package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockLimits;
import io.headroom.server.lock.LockRequest;
import io.headroom.server.lock.LockScope;
import io.headroom.server.lock.LockService;
import io.headroom.server.lock.LockToken;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Opening a real PostgreSQL, and what happens when it goes away and comes back. */
@Timeout(180)
class PostgresDatabaseIT {
    private static final ResourcePath PATH = ResourcePath.parse("/a/ü");
    private static final DeadProperty PROPERTY = new DeadProperty(new PropertyName("urn:x", "p"), "<p xmlns='urn:x'/>");

    private static MetadataDatabase open(String url) {
        return MetadataDatabase.open(MetadataSettings.parse(url, true));
    }

    private static void set(MetadataDatabase database) {
        new JdbcPropertyStore(database).apply(PATH, List.of(new PropertyChange.Set(PROPERTY)));
    }

    private static void awaitReachable(MetadataDatabase database) {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> database.requireReachable(PATH));
    }

    private static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void severalServersMayStartAtOnce() throws Exception {
        String url = PostgresServer.shared().createDatabase();
        ExecutorService starters = Executors.newFixedThreadPool(4);
        try {
            List<Future<MetadataDatabase>> started = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                started.add(starters.submit(() -> open(url)));
            }
            for (Future<MetadataDatabase> each : started) {
                try (MetadataDatabase database = each.get()) {
                    set(database);
                    assertThat(new JdbcPropertyStore(database).find(PATH)).containsExactly(PROPERTY);
                }
            }
        } finally {
            starters.shutdownNow();
        }
    }

    @Test
    void oneServerSeesWhatAnotherWroteAtOnce() {
        String url = PostgresServer.shared().createDatabase();
        try (MetadataDatabase one = open(url);
                MetadataDatabase other = open(url)) {
            JdbcPropertyStore reader = new JdbcPropertyStore(other);
            assertThat(reader.anyBelow(ResourcePath.ROOT)).isFalse();
            set(one);
            assertThat(reader.find(PATH)).containsExactly(PROPERTY);
        }
    }

    @Test
    void theSchemaOfTheUrlHoldsTheTables() throws Exception {
        String url = PostgresServer.shared().createDatabase();
        try (MetadataDatabase database = open(url + "&currentSchema=dav")) {
            set(database);
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM dav.dead_property")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(1);
        }
        try (MetadataDatabase elsewhere = open(url)) {
            assertThat(new JdbcPropertyStore(elsewhere).find(PATH)).isEmpty();
        }
    }

    @Test
    void aDatabaseOfANewerServerIsNotTouched() throws Exception {
        String url = PostgresServer.shared().createDatabase();
        open(url).close();
        execute(
                url,
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, true)");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> open(url))
                .withMessageContaining("was made by another version of this server");
    }

    @Test
    void anotherEncodingIsRefused() throws Exception {
        String url = PostgresServer.shared().createDatabase();
        execute(url, "CREATE DATABASE narrow TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> open(url.replaceAll("/test_[^?]*", "/narrow")))
                .withMessageEndingWith("must be one with the encoding UTF8.");
    }

    @Test
    void whatCannotBeOpenedSaysWhyWithoutThePassword() {
        String url = "jdbc:postgresql://127.0.0.1:" + PostgresServer.shared().port()
                + "/nowhere?user=headroom&password=open-sesame";
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> open(url))
                .withMessageStartingWith("The metadata database jdbc:postgresql://127.0.0.1:")
                .withMessageContaining("\"nowhere\" does not exist")
                .satisfies(e -> assertThat(e).hasStackTraceContaining("nowhere"))
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("open-sesame"));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void deadlocksAreTriedAgain() throws Exception {
        String url = PostgresServer.shared().createDatabase();
        try (MetadataDatabase one = open(url);
                MetadataDatabase other = open(url)) {
            set(one);
            new JdbcPropertyStore(one).apply(ResourcePath.parse("/b"), List.of(new PropertyChange.Set(PROPERTY)));
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                Future<?> down = threads.submit(() -> touch(one, "ü", "b"));
                Future<?> up = threads.submit(() -> touch(other, "b", "ü"));
                down.get();
                up.get();
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static void touch(MetadataDatabase database, String first, String second) {
        for (int i = 0; i < 3; i++) {
            database.write(ResourcePath.ROOT, session -> {
                for (String name : List.of(first, second)) {
                    session.prepare("UPDATE dead_property SET xml = xml WHERE name = '" + name + "'")
                            .executeUpdate();
                    // Keeps the row for long enough to meet the other.
                    session.prepare("SELECT pg_sleep(0.2)").executeQuery().close();
                }
                return true;
            });
        }
    }

    @Test
    void aTreeOfPathsIsOneRangeInTheOrderOfBytes() {
        try (MetadataDatabase database = open(PostgresServer.shared().createDatabase())) {
            JdbcPropertyStore properties = new JdbcPropertyStore(database);
            List<ResourcePath> outside = IntStream.of('-', '.', '0', '1', 'a', 'A', '_', ' ', 'é')
                    .mapToObj(letter -> ResourcePath.parse("/a" + Character.toString(letter) + "/x"))
                    .toList();
            outside.forEach(path -> properties.apply(path, List.of(new PropertyChange.Set(PROPERTY))));
            set(database);
            properties.delete(ResourcePath.parse("/a"));
            assertThat(properties.find(PATH)).isEmpty();
            assertThat(outside)
                    .allSatisfy(path -> assertThat(properties.find(path)).hasSize(1));
        }
    }

    @Test
    void connectionsThatBrokeAreReplacedWithoutAFailure() throws Exception {
        String url = PostgresServer.shared().createDatabase();
        try (MetadataDatabase database = open(url)) {
            set(database);
            for (int i = 0; i < 3; i++) {
                execute(
                        url,
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
                assertThat(new JdbcPropertyStore(database).find(PATH)).containsExactly(PROPERTY);
                set(database);
            }
        }
    }

    @Test
    void aRestartIsOver() {
        try (PostgresServer server = PostgresServer.start();
                MetadataDatabase database = open(server.createDatabase())) {
            set(database);
            server.restart();
            awaitReachable(database);
            assertThat(new JdbcPropertyStore(database).find(PATH)).containsExactly(PROPERTY);
            set(database);
        }
    }

    @Test
    void aDatabaseThatStandsStillIsRefusedAtOnceAndComesBackByItself() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                MetadataDatabase database = open(server.createDatabase())) {
            set(database);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            server.freeze();
            try {
                List<Future<?>> waiting = new ArrayList<>();
                long began = System.nanoTime();
                for (int i = 0; i < 4; i++) {
                    waiting.add(threads.submit(() -> set(database)));
                }
                for (Future<?> each : waiting) {
                    assertThatExceptionOfType(ExecutionException.class)
                            .isThrownBy(each::get)
                            .withCauseInstanceOf(UnavailableException.class);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));

                await().untilAsserted(() -> assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> database.requireReachable(PATH))
                        .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(5))));
                long known = System.nanoTime();
                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> new JdbcPropertyStore(database).find(PATH));
                assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> set(database));
                assertThat(Duration.ofNanos(System.nanoTime() - known)).isLessThan(Duration.ofSeconds(1));
            } finally {
                server.thaw();
                threads.shutdownNow();
            }
            awaitReachable(database);
            set(database);
            assertThat(new JdbcPropertyStore(database).find(PATH)).containsExactly(PROPERTY);
        }
    }

    @Test
    void aStandbyTakesNoChanges() {
        try (PostgresServer server = PostgresServer.start();
                MetadataDatabase database = open(server.createDatabase())) {
            set(database);
            server.stop();
            server.startAgainAsStandby();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThatExceptionOfType(UnavailableException.class)
                            .isThrownBy(() -> database.requireReachable(PATH)));
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> set(database));
            server.restart();
            awaitReachable(database);
            set(database);
        }
    }

    @Test
    void tooManyConnectionsAreUnavailableAndThoseThatAreOpenGoOn() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                MetadataDatabase database = open(server.createDatabase())) {
            String other = server.createDatabase();
            List<Connection> hoard = new ArrayList<>();
            try {
                while (hoard.size() < 200) {
                    hoard.add(DriverManager.getConnection(other));
                }
            } catch (SQLException full) {
                assertThat(full.getSQLState()).isEqualTo("53300");
            }
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> database.openSession(PATH));
            set(database);
            database.requireReachable(PATH);
            for (Connection each : hoard) {
                each.close();
            }
            database.openSession(PATH).close();
        }
    }

    @Test
    void aMoveWhosePropertiesCouldNotFollowIsCompletedWhenTheDatabaseIsBack() {
        try (PostgresServer server = PostgresServer.start();
                MetadataDatabase database = open(server.createDatabase())) {
            JdbcPropertyStore properties = new JdbcPropertyStore(database);
            JdbcMoveJournal journal = new JdbcMoveJournal(database);
            set(database);
            long entry = journal.begin(ResourcePath.parse("/a"), ResourcePath.parse("/z"));
            server.kill();
            journal.finish(entry);
            server.startAgain();
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(properties.find(ResourcePath.parse("/z/ü")))
                            .containsExactly(PROPERTY));
            assertThat(journal.recover(path -> true, any -> {}, new TreeExclusion()))
                    .isZero();
        }
    }

    @Test
    void aLockThatFailedLeavesNothingBehind() {
        try (PostgresServer server = PostgresServer.start();
                MetadataDatabase database = open(server.createDatabase())) {
            JdbcLockStore store = new JdbcLockStore(database);
            LockService locks = new LockService(store, Clock.systemUTC(), new LockLimits(10, 10));
            LockRequest request = new LockRequest(PATH, true, LockScope.EXCLUSIVE, "anna", "", Duration.ofMinutes(10));
            server.stop();
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> locks.grant(request));
            server.startAgain();
            awaitReachable(database);
            LockToken token = locks.grant(request).token();
            assertThat(store.loadAll()).extracting(Lock::token).containsExactly(token);
        }
    }
}
