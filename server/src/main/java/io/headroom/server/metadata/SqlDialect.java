package io.headroom.server.metadata;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What differs between databases; no other class knows a vendor's words or codes. Thread-safe. */
interface SqlDialect {
    /** There is no room for more. */
    boolean isFull(SQLException failure);

    /** The volume refused something; the database can't tell why, so somebody must try the volume. */
    boolean isOfTheVolume(SQLException failure);

    /** Something is in the way, or can't be reached; the same may work a little later. */
    boolean isRetryable(SQLException failure);

    /** The transaction gave way to another one: all of it may be tried again at once. */
    boolean isConflict(SQLException failure);

    /** The connection is no good any more, whatever the statement was; another one may be. */
    boolean isDisconnected(SQLException failure);

    /** What was opened is no database, or a broken one. */
    boolean isCorrupt(SQLException failure);

    /** The condition that a path is in a range: two parameters, from and up to, not including. */
    String isWithin(String column);

    /** What begins a transaction that sees one state of the database and may last as long as it likes. */
    List<String> longTransaction();

    /** What to ask for damage: each gives rows whose first column is a complaint, or the one word {@code ok}. */
    List<String> selfChecks();

    /** Where the migrations are: those for all, and those of this kind. */
    List<String> migrations();

    /** What stands for {@code ${name}} in the migrations. */
    Map<String, String> placeholders();
}
