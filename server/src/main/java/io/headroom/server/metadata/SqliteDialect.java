package io.headroom.server.metadata;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite's codes (https://www.sqlite.org/rescode.html). */
final class SqliteDialect implements SqlDialect {
    /** The lower byte of an extended code is the primary code. */
    private static final int PRIMARY = 0xff;

    @Override
    public boolean isFull(SQLException failure) {
        return primary(failure) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    /**
     * SQLITE_FULL is for a write that met ENOSPC. A user's disk quota, a full volume behind fsync, no inode for a new file and a
     * volume that turned read-only all come as other codes.
     */
    @Override
    public boolean isOfTheVolume(SQLException failure) {
        int primary = primary(failure);
        return primary == SQLiteErrorCode.SQLITE_IOERR.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || primary == SQLiteErrorCode.SQLITE_READONLY.code;
    }

    @Override
    public boolean isRetryable(SQLException failure) {
        int primary = primary(failure);
        return primary == SQLiteErrorCode.SQLITE_BUSY.code || primary == SQLiteErrorCode.SQLITE_LOCKED.code;
    }

    /** There is one writer, and it waits for its turn. */
    @Override
    public boolean isConflict(SQLException failure) {
        return false;
    }

    /** A file is always there; what can be said against it are other failures. */
    @Override
    public boolean isDisconnected(SQLException failure) {
        return false;
    }

    @Override
    public boolean isCorrupt(SQLException failure) {
        int primary = primary(failure);
        return primary == SQLiteErrorCode.SQLITE_NOTADB.code || primary == SQLiteErrorCode.SQLITE_CORRUPT.code;
    }

    @Override
    public String isWithin(String column) {
        return "(" + column + " >= ? AND " + column + " < ?)";
    }

    /** Every transaction is one. */
    @Override
    public List<String> longTransaction() {
        return List.of();
    }

    @Override
    public List<String> selfChecks() {
        return List.of("PRAGMA integrity_check(20)", "PRAGMA foreign_key_check");
    }

    @Override
    public List<String> migrations() {
        return List.of("classpath:db/migration");
    }

    @Override
    public Map<String, String> placeholders() {
        return Map.of("binary", "BINARY", "clustered", "WITHOUT ROWID");
    }

    private static int primary(SQLException failure) {
        int code = failure instanceof SQLiteException known ? known.getResultCode().code : failure.getErrorCode();
        return code & PRIMARY;
    }
}
