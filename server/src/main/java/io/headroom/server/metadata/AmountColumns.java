package io.headroom.server.metadata;

import io.headroom.server.escrow.Amount;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** An amount in two columns: bytes, and entries after them. */
final class AmountColumns {
    private AmountColumns() {}

    static Amount get(ResultSet row, int column) throws SQLException {
        return new Amount(row.getLong(column), row.getLong(column + 1));
    }

    static void set(PreparedStatement statement, int column, Amount amount) throws SQLException {
        statement.setLong(column, amount.bytes());
        statement.setLong(column + 1, amount.entries());
    }
}
