package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.account.Account;
import io.headroom.server.account.AccountEntry;
import io.headroom.server.account.AccountStore;
import io.headroom.server.account.AccountStoreContract;
import io.headroom.server.account.AppPasswordEntry;
import io.headroom.spi.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs on each kind of database. */
abstract class JdbcAccountsContract extends AccountStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

    private final MutableClock clock = new MutableClock(NOW);
    private MetadataDatabase database;

    /** Of the same database each time. */
    protected abstract MetadataSettings settings();

    @BeforeEach
    void open() {
        database = MetadataDatabase.open(settings());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected AccountStore store() {
        return new JdbcAccounts(database, clock);
    }

    @Test
    void accountsOutliveTheServerWithTheirTimes() {
        store().add(new Account("alice", "$argon2id$hash", Set.of("staff"), false));
        clock.advance(Duration.ofDays(1));
        store().addAppPassword("alice", "phone", "ab");
        long state = store().state();
        close();
        open();
        assertThat(store().list())
                .containsExactly(new AccountEntry(
                        "alice",
                        Set.of("staff"),
                        false,
                        NOW,
                        List.of(new AppPasswordEntry("phone", NOW.plus(Duration.ofDays(1))))));
        assertThat(store().state()).isEqualTo(state);
    }
}
