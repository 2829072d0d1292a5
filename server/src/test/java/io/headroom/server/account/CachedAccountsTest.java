package io.headroom.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CachedAccountsTest {
    private static final PasswordHashes HASHES = new PasswordHashes();
    private static final String HASH = HASHES.hash("a good secret");
    private static final String OTHER_HASH = HASHES.hash("another secret");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Database database = new Database();
    private final CachedAccounts accounts = new CachedAccounts(database, HASHES, clock, 3, 2);

    /** Counts what it is asked, and can be away. */
    private static final class Database implements AccountStore {
        private final Map<String, StoredAccount> stored = new HashMap<>();
        private final AtomicInteger looks = new AtomicInteger();
        private final AtomicInteger reads = new AtomicInteger();
        private long state = 1;
        private boolean away;
        private Runnable beforeAnswer = () -> {};

        void put(Account account, String... appPasswords) {
            stored.put(account.name(), new StoredAccount(account, List.of(appPasswords)));
            state++;
        }

        @Override
        public long state() {
            looks.incrementAndGet();
            long seen = state;
            beforeAnswer.run();
            requireThere();
            return seen;
        }

        @Override
        public Found find(String name) {
            reads.incrementAndGet();
            requireThere();
            return new Found(state, Optional.ofNullable(stored.get(name)));
        }

        private void requireThere() {
            if (away) {
                throw new UnavailableException(ResourcePath.ROOT, Duration.ofSeconds(5), null);
            }
        }

        @Override
        public void remove(String name) {
            stored.remove(name);
            state++;
        }

        @Override
        public void changePassword(String name, String hash) {
            put(new Account(name, hash, Set.of(), false));
        }

        @Override
        public void changeLock(String name, boolean locked) {
            put(new Account(name, HASH, Set.of(), locked));
        }

        @Override
        public List<AccountEntry> list() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void add(Account account) {
            put(account);
        }

        @Override
        public void changeGroups(String name, Set<String> groups) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addAppPassword(String name, String label, String digest) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void removeAppPassword(String name, String label) {
            throw new UnsupportedOperationException();
        }
    }

    private static Account account(String name) {
        return new Account(name, HASH, Set.of("staff"), false);
    }

    private boolean isRight(String name, String password) {
        return accounts.find(name)
                .flatMap(candidate -> candidate.check(password))
                .isPresent();
    }

    @Test
    void theDatabaseIsAskedOnceASecondByAllTogether() {
        database.put(account("alice"));
        database.put(account("bob"));
        for (int i = 0; i < 1000; i++) {
            assertThat(accounts.find("alice")).isPresent();
            assertThat(accounts.find("bob")).isPresent();
            assertThat(accounts.find("nobody")).isEmpty();
            clock.advance(Duration.ofMillis(10));
        }
        assertThat(database.looks).hasValue(10);
        assertThat(database.reads).hasValue(3);
    }

    @Test
    void aChangeHoldsWithinTheBound() {
        database.put(account("alice"));
        assertThat(isRight("alice", "a good secret")).isTrue();
        database.changePassword("alice", OTHER_HASH);
        clock.advance(CachedAccounts.BOUND);
        assertThat(isRight("alice", "a good secret")).isFalse();
        assertThat(isRight("alice", "another secret")).isTrue();

        database.changeLock("alice", true);
        clock.advance(CachedAccounts.BOUND);
        assertThat(isRight("alice", "a good secret")).isFalse();

        database.remove("alice");
        clock.advance(CachedAccounts.BOUND);
        assertThat(accounts.find("alice")).isEmpty();

        database.add(account("alice"));
        clock.advance(CachedAccounts.BOUND);
        assertThat(isRight("alice", "a good secret")).isTrue();
    }

    @Test
    void anotherPasswordOrLockIsAnotherVersion() {
        database.put(account("alice"));
        String before = version();
        database.put(account("alice"), "ab");
        clock.advance(CachedAccounts.BOUND);
        assertThat(version()).isNotEqualTo(before);
        database.put(account("alice"));
        clock.advance(CachedAccounts.BOUND);
        assertThat(version()).isEqualTo(before);
        database.changeLock("alice", true);
        clock.advance(CachedAccounts.BOUND);
        assertThat(version()).isNotEqualTo(before);
    }

    private String version() {
        return accounts.find("alice").orElseThrow().version();
    }

    @Test
    void anAppPasswordIsAsGoodAsThePasswordUntilTheAccountIsLocked() {
        AppPassword phone = AppPassword.generate(new SecureRandom());
        database.put(account("alice"), AppPassword.generate(new SecureRandom()).digest(), phone.digest());
        assertThat(accounts.find("alice").orElseThrow().check(phone.shown()))
                .contains(new Identity("alice", Set.of("staff")));
        assertThat(isRight("alice", phone.letters())).isTrue();
        assertThat(isRight("alice", "a good secret")).isTrue();
        assertThat(isRight("alice", AppPassword.generate(new SecureRandom()).shown()))
                .isFalse();
        database.put(new Account("alice", HASH, Set.of(), true), phone.digest());
        clock.advance(CachedAccounts.BOUND);
        assertThat(isRight("alice", phone.shown())).isFalse();
    }

    @Test
    void aLockedNameIsNotLeftToTheNextSource() {
        database.put(new Account("alice", HASH, Set.of(), true));
        FixedAccounts next = new FixedAccounts(List.of(account("alice")), HASHES);
        Login login = new Login(List.of(accounts, next), HASHES, clock);
        assertThat(login.check("alice", "a good secret", "192.0.2.1")).isEmpty();
    }

    @Test
    void whileTheDatabaseIsAwayThoseWhoAreKnownGoOnForAWhile() {
        database.put(account("alice"));
        assertThat(accounts.find("alice")).isPresent();
        database.away = true;
        clock.advance(CachedAccounts.GRACE.minusSeconds(1));
        assertThat(isRight("alice", "a good secret")).isTrue();
        assertThatThrownBy(() -> accounts.find("bob")).isInstanceOf(UnavailableException.class);
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> accounts.find("alice")).isInstanceOf(UnavailableException.class);
        database.away = false;
        assertThat(accounts.find("alice")).isPresent();
    }

    @Test
    void whoWasChangedBeforeItWentAwayDoesNotGoOn() {
        database.put(account("alice"));
        database.put(account("bob"));
        assertThat(accounts.find("alice")).isPresent();
        database.changePassword("alice", OTHER_HASH);
        clock.advance(CachedAccounts.BOUND);
        assertThat(accounts.find("bob")).isPresent();
        database.away = true;
        assertThatThrownBy(() -> accounts.find("alice")).isInstanceOf(UnavailableException.class);
        assertThat(accounts.find("bob")).isPresent();
    }

    @Test
    void namesThatNobodyCanHaveAreNotAskedFor() {
        assertThat(accounts.find("a/b")).isEmpty();
        assertThat(accounts.find("x".repeat(100_000))).isEmpty();
        assertThat(database.looks).hasValue(0);
    }

    @Test
    void soManyAreRememberedAndNoMore() {
        for (int i = 0; i < 4; i++) {
            database.put(account("user" + i));
        }
        for (int i = 0; i < 4; i++) {
            accounts.find("user" + i);
        }
        assertThat(database.reads).hasValue(4);
        accounts.find("user1");
        assertThat(database.reads).hasValue(4);
        accounts.find("user0");
        assertThat(database.reads).hasValue(5);
    }

    @Test
    void whoTriesManyNamesPushesNobodyOut() {
        database.put(account("alice"));
        accounts.find("alice");
        for (int i = 0; i < 100; i++) {
            accounts.find("nobody" + i);
        }
        assertThat(database.reads).hasValue(101);
        accounts.find("alice");
        accounts.find("nobody99");
        accounts.find("nobody98");
        assertThat(database.reads).hasValue(101);
        accounts.find("nobody0");
        assertThat(database.reads).hasValue(102);
    }

    @Test
    void aClockThatWasSetBackKeepsNoOldState() {
        database.put(account("alice"));
        assertThat(accounts.find("alice")).isPresent();
        clock.advance(Duration.ofHours(-1));
        database.remove("alice");
        assertThat(accounts.find("alice")).isEmpty();
    }

    @Test
    @Timeout(30)
    void whileOneLooksTheOthersDoNotWait() throws InterruptedException {
        database.put(account("alice"));
        accounts.find("alice");
        clock.advance(Duration.ofSeconds(1));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        database.beforeAnswer = () -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        Thread looking = new Thread(() -> accounts.find("alice"));
        looking.start();
        asked.await();
        database.beforeAnswer = () -> {};
        assertThat(accounts.find("alice")).isPresent();
        assertThat(database.looks).hasValue(2);

        // From the bound on each asks for itself, and what the slow one saw counts no more.
        database.remove("alice");
        clock.advance(Duration.ofSeconds(1));
        assertThat(accounts.find("alice")).isEmpty();
        answer.countDown();
        looking.join();
        assertThat(accounts.find("alice")).isEmpty();
    }
}
