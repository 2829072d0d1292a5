package io.headroom.server.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to one PostgreSQL database, all set up alike: none waits for an answer without end. What the URL sets wins.
 * Thread-safe.
 */
final class PostgresSource {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** The database gives up a statement before the connection is given up, which leaves no doubt what became of it. */
    private static final Duration STATEMENT = Duration.ofSeconds(8);

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** An index over a large table takes its time. */
    private static final Duration MIGRATION = Duration.ofMinutes(30);

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

    /**
     * The last three end the sessions of a node that is gone without a word within half a minute, and with them its row locks;
     * over a local socket they mean nothing.
     */
    private static final String SETTINGS = "SET statement_timeout = " + STATEMENT.toMillis()
            + "; SET idle_in_transaction_session_timeout = 30000"
            + "; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

    private final PostgresAddress address;
    private final UnaryOperator<Connection> writing;
    private final DataSource source;

    PostgresSource(PostgresAddress address, UnaryOperator<Connection> writing) {
        this.address = address;
        this.writing = writing;
        this.source = source(CONNECT, ANSWER);
    }

    private DataSource source(Duration connect, Duration answer) {
        PGSimpleDataSource made = new PGSimpleDataSource();
        made.setUrl(address.url());
        set(made, PGProperty.CONNECT_TIMEOUT, Long.toString(connect.toSeconds()));
        set(made, PGProperty.SOCKET_TIMEOUT, Long.toString(answer.toSeconds()));
        set(made, PGProperty.CANCEL_SIGNAL_TIMEOUT, Long.toString(SIGN_OF_LIFE.toSeconds()));
        set(made, PGProperty.TCP_KEEP_ALIVE, "true");
        set(made, PGProperty.APPLICATION_NAME, "headroom");
        // Of several hosts the one that takes changes; of one host, a standby is as bad as none.
        set(made, PGProperty.TARGET_SERVER_TYPE, "primary");
        return made;
    }

    private void set(PGSimpleDataSource made, PGProperty property, String value) {
        if (!address.sets(property)) {
            made.setProperty(property, value);
        }
    }

    /** For a pool, which carries out {@link #settings} on each of them. */
    DataSource dataSource() {
        return source;
    }

    /** For changes of the tables, which take longer than any request may. */
    DataSource migrating() {
        return source(CONNECT, MIGRATION);
    }

    /** What a connection is told at its beginning. */
    String settings() {
        return SETTINGS;
    }

    /** A connection whose transactions end with a commit. */
    SqlSession openWriting() throws SQLException {
        Connection connection = source.getConnection();
        try {
            prepare(connection);
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new SqlSession(writing.apply(connection));
    }

    /** A connection that is given up sooner than others, to find out whether anybody answers. Each statement stands alone. */
    Connection openWatching() throws SQLException {
        return source(SIGN_OF_LIFE, SIGN_OF_LIFE).getConnection();
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
        }
    }
}
