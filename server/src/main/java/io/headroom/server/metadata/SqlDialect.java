package io.headroom.server.metadata;

import java.sql.SQLException;
import java.util.Map;

/** What differs between databases; no other class knows a vendor's words or codes. Thread-safe. */
interface SqlDialect {
    /** There is no room for more. */
    boolean isFull(SQLException failure);

    /** The volume refused something; the database can't tell why, so somebody must try the volume. */
    boolean isOfTheVolume(SQLException failure);

    /** Somebody else is in the way; the same may work a moment later. */
    boolean isRetryable(SQLException failure);

    /** What was opened is no database, or a broken one. */
    boolean isCorrupt(SQLException failure);

    /** What stands for {@code ${name}} in the migrations. */
    Map<String, String> placeholders();
}
