package io.headroom.server.metadata;

import io.headroom.server.account.Account;
import io.headroom.server.account.AccountEntry;
import io.headroom.server.account.AccountRefusedException;
import io.headroom.server.account.AccountStore;
import io.headroom.server.account.AppPasswordEntry;
import io.headroom.server.account.StoredAccount;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Accounts as rows. What shuts somebody out may use the reserve of a full disk. Thread-safe. */
public final class JdbcAccounts implements AccountStore {
    private final MetadataDatabase database;
    private final Clock clock;

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcAccounts(MetadataDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public long state() {
        return database.read(ResourcePath.ROOT, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT state
                    FROM account_state
                    """);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the state of the accounts is missing");
                }
                return row.getLong(1);
            }
        });
    }

    @Override
    public Found find(String name) {
        // One statement: what it finds belongs together.
        return database.read(ResourcePath.ROOT, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT s.state, a.password, a.member_of, a.locked, p.digest
                    FROM account_state s
                    LEFT JOIN account a ON a.name = ?
                    LEFT JOIN app_password p ON p.account = a.name
                    ORDER BY p.label
                    """);
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the state of the accounts is missing");
                }
                return found(name, row);
            }
        });
    }

    private static Found found(String name, ResultSet row) throws SQLException {
        long state = row.getLong(1);
        String hash = row.getString(2);
        if (hash == null) {
            return new Found(state, Optional.empty());
        }
        Account account = new Account(name, hash, groups(row.getString(3)), row.getInt(4) != 0);
        List<String> digests = new ArrayList<>();
        do {
            String digest = row.getString(5);
            if (digest != null) {
                digests.add(digest);
            }
        } while (row.next());
        return new Found(state, Optional.of(new StoredAccount(account, digests)));
    }

    @Override
    public List<AccountEntry> list() {
        return database.read(ResourcePath.ROOT, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT a.name, a.member_of, a.locked, a.created_at, p.label, p.created_at
                    FROM account a
                    LEFT JOIN app_password p ON p.account = a.name
                    ORDER BY a.name, p.label
                    """);
            List<AccountEntry> entries = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                boolean more = row.next();
                while (more) {
                    String name = row.getString(1);
                    Set<String> groups = groups(row.getString(2));
                    boolean locked = row.getInt(3) != 0;
                    Instant created = Instant.ofEpochMilli(row.getLong(4));
                    List<AppPasswordEntry> passwords = new ArrayList<>();
                    do {
                        String label = row.getString(5);
                        if (label != null) {
                            passwords.add(new AppPasswordEntry(label, Instant.ofEpochMilli(row.getLong(6))));
                        }
                        more = row.next();
                    } while (more && row.getString(1).equals(name));
                    entries.add(new AccountEntry(name, groups, locked, created, passwords));
                }
            }
            return entries;
        });
    }

    @Override
    public void add(Account account) {
        database.write(ResourcePath.ROOT, session -> {
            step(session);
            PreparedStatement insert = session.prepare("""
                    INSERT INTO account (name, password, member_of, locked, created_at)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (name) DO NOTHING
                    """);
            insert.setString(1, account.name());
            insert.setString(2, account.passwordHash());
            insert.setString(3, text(account.groups()));
            insert.setInt(4, account.locked() ? 1 : 0);
            insert.setLong(5, clock.millis());
            if (insert.executeUpdate() == 0) {
                throw AccountRefusedException.exists(account.name());
            }
            return true;
        });
    }

    @Override
    public void changePassword(String name, String hash) {
        change(name, session -> {
            PreparedStatement update = session.prepare("""
                    UPDATE account
                    SET password = ?
                    WHERE name = ?
                    """);
            update.setString(1, hash);
            update.setString(2, name);
            return update.executeUpdate();
        });
    }

    @Override
    public void changeGroups(String name, Set<String> groups) {
        groups.forEach(group -> Account.requireName(group, "group"));
        change(name, session -> {
            PreparedStatement update = session.prepare("""
                    UPDATE account
                    SET member_of = ?
                    WHERE name = ?
                    """);
            update.setString(1, text(groups));
            update.setString(2, name);
            return update.executeUpdate();
        });
    }

    @Override
    public void changeLock(String name, boolean locked) {
        change(name, session -> {
            PreparedStatement update = session.prepare("""
                    UPDATE account
                    SET locked = ?
                    WHERE name = ?
                    """);
            update.setInt(1, locked ? 1 : 0);
            update.setString(2, name);
            return update.executeUpdate();
        });
    }

    @Override
    public void remove(String name) {
        // Its app passwords go with it.
        change(name, session -> {
            PreparedStatement delete = session.prepare("""
                    DELETE FROM account
                    WHERE name = ?
                    """);
            delete.setString(1, name);
            return delete.executeUpdate();
        });
    }

    @Override
    public void addAppPassword(String name, String label, String digest) {
        Account.requireName(label, "app password");
        database.write(ResourcePath.ROOT, session -> {
            // First: until this is committed, nobody else changes an account.
            step(session);
            requireRoom(session, name);
            PreparedStatement insert = session.prepare("""
                    INSERT INTO app_password (account, label, digest, created_at)
                    VALUES (?, ?, ?, ?)
                    ON CONFLICT (account, label) DO NOTHING
                    """);
            insert.setString(1, name);
            insert.setString(2, label);
            insert.setString(3, digest);
            insert.setLong(4, clock.millis());
            if (insert.executeUpdate() == 0) {
                throw AccountRefusedException.appPasswordExists(name, label);
            }
            return true;
        });
    }

    private static void requireRoom(SqlSession session, String name) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT COUNT(p.label)
                FROM account a
                LEFT JOIN app_password p ON p.account = a.name
                WHERE a.name = ?
                GROUP BY a.name
                """);
        select.setString(1, name);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw AccountRefusedException.unknown(name);
            }
            if (row.getInt(1) >= MOST_APP_PASSWORDS) {
                throw AccountRefusedException.tooManyAppPasswords(name);
            }
        }
    }

    @Override
    public void removeAppPassword(String name, String label) {
        database.writeAnyway(ResourcePath.ROOT, session -> {
            step(session);
            PreparedStatement delete = session.prepare("""
                    DELETE FROM app_password
                    WHERE account = ? AND label = ?
                    """);
            delete.setString(1, name);
            delete.setString(2, label);
            if (delete.executeUpdate() == 0) {
                throw AccountRefusedException.unknownAppPassword(name, label);
            }
            return true;
        });
    }

    /** @param work tells how many rows it changed; none when there is no such account, and then nothing is changed */
    private void change(String name, SqlWork<Integer> work) {
        database.writeAnyway(ResourcePath.ROOT, session -> {
            step(session);
            if (work.run(session) == 0) {
                throw AccountRefusedException.unknown(name);
            }
            return true;
        });
    }

    /** To be seen together with what it is for: the same transaction. */
    private static void step(SqlSession session) throws SQLException {
        session.prepare("""
                UPDATE account_state
                SET state = state + 1
                """).executeUpdate();
    }

    /** Names of groups hold no comma. */
    private static String text(Collection<String> groups) {
        return String.join(",", new TreeSet<>(groups));
    }

    private static Set<String> groups(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(","));
    }
}
