package io.headroom.server.metadata;

import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that people made, row by row, for copies of it and for its upkeep. Never holds more than some rows at a time. Thread-safe. */
public final class MetadataRows {
    private static final int AT_A_TIME = 500;

    private final MetadataDatabase database;

    /** @param database stays open as long as this is used; not closed by it */
    public MetadataRows(MetadataDatabase database) {
        this.database = database;
    }

    /** Takes rows, one after the other. */
    @FunctionalInterface
    public interface Taker {
        /** @throws IOException when it can't; no other row comes then */
        void take(MetadataRow row) throws IOException;
    }

    /**
     * How many rows a table got.
     *
     * @param present of those that were offered, so many had been there already and stayed as they were
     */
    public record Added(long added, long present) {}

    /**
     * Hands out the rows of some tables as they are at one moment, whatever is changed meanwhile; each table in the order of its
     * keys.
     *
     * @throws IOException that the taker threw
     * @throws StorageException when the database can't be read
     */
    public void forEach(Set<MetadataTable> tables, Taker taker) throws IOException {
        try (SqlSession session = database.openSession(ResourcePath.ROOT)) {
            for (String statement : database.dialect().longTransaction()) {
                session.prepare(statement).execute();
            }
            for (MetadataTable table : tables) {
                forEach(session, table, taker);
            }
            session.rollback();
        } catch (SQLException e) {
            throw database.translate(e, ResourcePath.ROOT);
        }
    }

    private static void forEach(SqlSession session, MetadataTable table, Taker taker) throws SQLException, IOException {
        PreparedStatement select = session.prepare(table.select());
        select.setFetchSize(AT_A_TIME);
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                taker.take(read(row, table));
            }
        }
    }

    private static MetadataRow read(ResultSet row, MetadataTable table) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i <= table.columns().size(); i++) {
            if (table.columns().get(i - 1).isNumber()) {
                long number = row.getLong(i);
                values.add(row.wasNull() ? null : number);
            } else {
                values.add(row.getString(i));
            }
        }
        return new MetadataRow(table, values);
    }

    /** The number of the last migration. */
    public int version() {
        return database.read(ResourcePath.ROOT, MetadataRows::version);
    }

    private static int version(SqlSession session) throws SQLException {
        PreparedStatement select = session.prepare("SELECT version FROM flyway_schema_history WHERE success");
        int version = 0;
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String text = row.getString(1);
                // The making of the schema itself has none.
                version = Math.max(version, text == null ? 0 : Integer.parseInt(text));
            }
        }
        return version;
    }

    /** What the database itself finds wrong with what it holds; empty for nothing. Some at most, where there is much. */
    public List<String> complaints() {
        return database.read(ResourcePath.ROOT, session -> {
            List<String> complaints = new ArrayList<>();
            for (String check : database.dialect().selfChecks()) {
                try (ResultSet row = session.prepare(check).executeQuery()) {
                    while (row.next()) {
                        complaints.add(row.getString(1));
                    }
                }
            }
            complaints.removeIf("ok"::equals);
            return complaints;
        });
    }

    /**
     * Adds rows, all or none. A row whose keys are taken changes nothing.
     *
     * @param needsEmpty whether to add nothing when any of the tables has rows
     * @param rows may throw an {@link java.io.UncheckedIOException} or a {@link io.headroom.spi.SettingsException}: then nothing
     *     is added
     * @return empty when there were rows already
     * @throws StorageException when there is no room, or the database can't be reached: nothing was added, unless the outcome
     *     of the last step is not known
     */
    public Map<MetadataTable, Added> add(Iterator<MetadataRow> rows, boolean needsEmpty) {
        try (SqlSession session = database.openSession(ResourcePath.ROOT)) {
            try {
                for (String statement : database.dialect().longTransaction()) {
                    session.prepare(statement).execute();
                }
                Map<MetadataTable, Added> added = Map.of();
                if (!needsEmpty || isEmpty(session)) {
                    added = add(session, rows);
                    tellServers(session);
                    session.commit();
                }
                return added;
            } catch (SQLException | RuntimeException | Error e) {
                session.dropStatements(e);
                session.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw database.translate(e, ResourcePath.ROOT);
        }
    }

    private static boolean isEmpty(SqlSession session) throws SQLException {
        for (MetadataTable table : MetadataTable.values()) {
            try (ResultSet row = session.prepare("SELECT EXISTS (SELECT 1 FROM " + table.title() + ")")
                    .executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Map<MetadataTable, Added> add(SqlSession session, Iterator<MetadataRow> rows) throws SQLException {
        Map<MetadataTable, Added> added = new EnumMap<>(MetadataTable.class);
        for (MetadataTable table : MetadataTable.values()) {
            added.put(table, new Added(0, 0));
        }
        List<MetadataRow> some = new ArrayList<>();
        while (rows.hasNext()) {
            MetadataRow next = rows.next();
            if (some.size() == AT_A_TIME || (!some.isEmpty() && some.get(0).table() != next.table())) {
                addTogether(session, some, added);
                some.clear();
            }
            some.add(next);
        }
        addTogether(session, some, added);
        return added;
    }

    private static void addTogether(SqlSession session, List<MetadataRow> rows, Map<MetadataTable, Added> added)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        MetadataTable table = rows.get(0).table();
        PreparedStatement insert = session.prepare(table.insert());
        for (MetadataRow row : rows) {
            set(insert, row, row.values().size());
            insert.addBatch();
        }
        long fresh = 0;
        for (int count : insert.executeBatch()) {
            fresh += count;
        }
        long sum = fresh;
        added.computeIfPresent(
                table, (same, before) -> new Added(before.added() + sum, before.present() + rows.size() - sum));
    }

    /** Quotas that came are counted at the next start, and accounts are not those that a server may remember. */
    private static void tellServers(SqlSession session) throws SQLException {
        session.prepare("UPDATE quota_books SET complete = 0").executeUpdate();
        session.prepare("UPDATE account_state SET state = state + 1").executeUpdate();
    }

    private static void set(PreparedStatement statement, MetadataRow row, int columns) throws SQLException {
        for (int i = 0; i < columns; i++) {
            Object value = row.values().get(i);
            if (value == null) {
                statement.setNull(i + 1, row.table().columns().get(i).isNumber() ? Types.BIGINT : Types.VARCHAR);
            } else if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else {
                statement.setString(i + 1, value.toString());
            }
        }
    }

    /**
     * Removes rows by their keys, in steps that a full disk's reserve can bridge; those that aren't there are passed over.
     *
     * @return how many there were
     */
    public long remove(Iterator<MetadataRow> rows) {
        long removed = 0;
        while (rows.hasNext()) {
            List<MetadataRow> some = new ArrayList<>();
            while (rows.hasNext() && some.size() < AT_A_TIME) {
                some.add(rows.next());
            }
            removed += database.writeAnyway(ResourcePath.ROOT, session -> {
                long sum = 0;
                for (MetadataRow row : some) {
                    PreparedStatement delete = session.prepare(row.table().delete());
                    set(delete, row, row.table().keys());
                    sum += delete.executeUpdate();
                }
                return sum;
            });
        }
        return removed;
    }
}
