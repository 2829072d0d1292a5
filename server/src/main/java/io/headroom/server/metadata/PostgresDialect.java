package io.headroom.server.metadata;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** PostgreSQL's codes (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
final class PostgresDialect implements SqlDialect {
    private static final String DISK_FULL = "53100";

    /** What the system said about a file, where PostgreSQL has no code for that. */
    private static final Set<String> OF_THE_SYSTEM = Set.of("58030", "XX000");

    private static final Set<String> CONFLICTS = Set.of(
            "40001",
            "40P01",
            // another server added the same row first, and the next attempt will find it
            "23505");

    private static final Set<String> DISCONNECTED = Set.of(
            // stopped by hand, crashed, not up yet
            "57P01",
            "57P02",
            "57P03",
            // the database was dropped, or the session was idle for too long
            "57P04",
            "57P05",
            "25P03");

    private static final Set<String> RETRYABLE = Set.of(
            // cancelled, as by its timeout
            "57014",
            // a lock that is not free
            "55P03",
            // too many connections, no memory, other limits of the server
            "53000",
            "53200",
            "53300",
            "53400",
            // one that follows another, or that is closed to changes for the moment
            "25006",
            // doesn't let us in, or is not there: at the start that is for a person to see to, later it passes
            "28000",
            "28P01",
            "3D000");

    @Override
    public boolean isFull(SQLException failure) {
        String state = state(failure);
        return state.equals(DISK_FULL) || (OF_THE_SYSTEM.contains(state) && namesLackOfRoom(failure));
    }

    /** The server is told to speak English where it can be; a disk quota has no code of its own. */
    private static boolean namesLackOfRoom(SQLException failure) {
        String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("quota exceeded") || words.contains("no space left");
    }

    /** The volume is another machine's: nothing here to try. */
    @Override
    public boolean isOfTheVolume(SQLException failure) {
        return false;
    }

    @Override
    public boolean isRetryable(SQLException failure) {
        return RETRYABLE.contains(state(failure)) || isConflict(failure) || isDisconnected(failure);
    }

    @Override
    public boolean isConflict(SQLException failure) {
        return CONFLICTS.contains(state(failure));
    }

    @Override
    public boolean isDisconnected(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") || DISCONNECTED.contains(state);
    }

    @Override
    public boolean isCorrupt(SQLException failure) {
        return state(failure).startsWith("XX00") && !state(failure).equals("XX000");
    }

    /** A function of the schema, which knows the index. */
    @Override
    public String isWithin(String column) {
        return "is_within(" + column + ", ?, ?)";
    }

    @Override
    public List<String> longTransaction() {
        return List.of(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
                "SET LOCAL statement_timeout = 0",
                "SET LOCAL idle_in_transaction_session_timeout = 0");
    }

    /** Its own tools look after that: pg_amcheck. */
    @Override
    public List<String> selfChecks() {
        return List.of();
    }

    @Override
    public List<String> migrations() {
        return List.of("classpath:db/migration", "classpath:db/postgresql");
    }

    /** Bytes are compared, not letters: a tree of paths is one range of the index. */
    @Override
    public Map<String, String> placeholders() {
        return Map.of("binary", "\"C\"", "clustered", "");
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
