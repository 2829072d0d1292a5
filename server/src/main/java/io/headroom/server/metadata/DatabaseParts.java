package io.headroom.server.metadata;

import java.util.Optional;

/**
 * What a database is made of; which parts there are depends on its kind.
 *
 * @param sessions opens further connections whose transactions end with a commit
 * @param reads empty when there is one connection for all
 * @param reserve room for removals on a full disk
 * @param owner keeps other servers away
 * @param watch over a database that may go away
 */
record DatabaseParts(
        SqlDialect dialect,
        SqlFailures failures,
        Reachability reachability,
        SessionSource sessions,
        WriteSession writer,
        Optional<ReadPool> reads,
        Optional<MetadataReserve> reserve,
        Optional<DatabaseOwner> owner,
        Optional<DatabaseWatch> watch) {
    static DatabaseParts of(
            SqlDialect dialect,
            SqlFailures failures,
            Reachability reachability,
            SessionSource sessions,
            WriteSession writer) {
        return new DatabaseParts(
                dialect,
                failures,
                reachability,
                sessions,
                writer,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    DatabaseParts with(ReadPool pool) {
        return new DatabaseParts(
                dialect, failures, reachability, sessions, writer, Optional.of(pool), reserve, owner, watch);
    }

    DatabaseParts with(MetadataReserve room) {
        return new DatabaseParts(
                dialect, failures, reachability, sessions, writer, reads, Optional.of(room), owner, watch);
    }

    DatabaseParts with(DatabaseOwner claim) {
        return new DatabaseParts(
                dialect, failures, reachability, sessions, writer, reads, reserve, Optional.of(claim), watch);
    }

    DatabaseParts with(DatabaseWatch watching) {
        return new DatabaseParts(
                dialect, failures, reachability, sessions, writer, reads, reserve, owner, Optional.of(watching));
    }
}
