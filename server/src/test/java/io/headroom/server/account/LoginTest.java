package io.headroom.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginTest {
    private static final PasswordHashes HASHES = new PasswordHashes();
    private static final String HASH = HASHES.hash("secret");
    private static final String HERE = "192.0.2.1";
    private static final String THERE = "192.0.2.2";

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Map<String, Account> accounts = new HashMap<>(Map.of("alice", account(HASH, false)));
    private final Login login = new Login(List.of(this::candidate), HASHES, clock);

    private static Account account(String hash, boolean locked) {
        return new Account("alice", hash, Set.of("staff"), locked);
    }

    private Optional<Candidate> candidate(String name) {
        return new FixedAccounts(accounts.values(), HASHES).find(name);
    }

    @Test
    void theFirstSourceThatKnowsANameDecides() {
        FixedAccounts others = new FixedAccounts(
                List.of(
                        new Account("alice", HASHES.hash("other"), Set.of(), false),
                        new Account("bob", HASHES.hash("bobs"), Set.of(), false)),
                HASHES);
        Login both = login.withSources(List.of(this::candidate, others));
        assertThat(both.check("alice", "other", HERE)).isEmpty();
        assertThat(both.check("alice", "secret", HERE)).contains(new Identity("alice", Set.of("staff")));
        assertThat(both.check("bob", "bobs", HERE)).contains(new Identity("bob", Set.of()));
    }

    /** Directories don't tell upper case from lower, and have names of their own for people. */
    @Test
    void anotherSpellingIsNobodyWhomASourceBeforeKnows() {
        Candidate any = new Candidate() {
            @Override
            public String version() {
                return "1";
            }

            @Override
            public Optional<Identity> check(String password) {
                return Optional.of(new Identity(password, Set.of()));
            }
        };
        Login both = login.withSources(List.of(this::candidate, name -> Optional.of(any)));
        assertThat(both.check("Alice", "alice", HERE)).isEmpty();
        assertThat(both.check("Bob", "bob", HERE)).contains(new Identity("bob", Set.of()));
        accounts.put("bob", new Account("bob", HASH, Set.of(), false));
        assertThat(both.check("Bob", "bob", HERE)).as("known from before").isEmpty();
    }

    @Test
    void aLockedAccountKeepsItsNameFromOtherSources() {
        FixedAccounts others = new FixedAccounts(List.of(account(HASHES.hash("other"), false)), HASHES);
        Login both = login.withSources(List.of(this::candidate, others));
        accounts.put("alice", account(HASH, true));
        assertThat(both.check("alice", "other", HERE)).isEmpty();
        assertThat(both.check("alice", "secret", HERE)).isEmpty();
    }

    @Test
    void otherGroupsHoldAtOnce() {
        login.check("alice", "secret", HERE);
        accounts.put("alice", new Account("alice", HASH, Set.of("guests"), false));
        assertThat(login.check("alice", "secret", HERE)).contains(new Identity("alice", Set.of("guests")));
    }

    @Test
    void whoGuessedIsSlowedDownAfterAChangeOfTheAccountsToo() {
        for (int i = 0; i < 5; i++) {
            login.check("alice", "wrong", HERE);
        }
        Login changed = login.withSources(List.of(this::candidate));
        assertThatThrownBy(() -> changed.check("alice", "wrong", HERE)).isInstanceOf(RequestRefusedException.class);
    }

    @Test
    void theRightPasswordTellsWhoItIs() {
        assertThat(login.check("alice", "secret", HERE)).contains(new Identity("alice", Set.of("staff")));
        assertThat(login.check("alice", "Secret", HERE)).isEmpty();
        assertThat(login.check("bob", "secret", HERE)).isEmpty();
    }

    @Test
    void whatWasRightAMomentAgoIsNotWorkedOutAgain() {
        login.check("alice", "secret", HERE);
        long began = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            assertThat(login.check("alice", "secret", HERE)).isPresent();
        }
        // One hash takes longer than a millisecond on any machine; two hundred would take seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aNewPasswordOrALockedAccountHoldsAtOnce() {
        login.check("alice", "secret", HERE);
        accounts.put("alice", account(HASHES.hash("other"), false));
        assertThat(login.check("alice", "secret", HERE)).isEmpty();
        assertThat(login.check("alice", "other", HERE)).isPresent();
        accounts.put("alice", account(HASH, true));
        assertThat(login.check("alice", "secret", HERE)).isEmpty();
    }

    @Test
    @Proves("EXT-AUTH-07")
    void thePauseDoublesAndHoldsForOneAddressOnly() {
        for (int i = 0; i < 5; i++) {
            assertThat(login.check("alice", "wrong", HERE)).isEmpty();
        }
        long last = 0;
        for (int i = 0; i < 4; i++) {
            long pause = pause(HERE);
            assertThat(pause).isGreaterThan(last);
            last = pause;
            clock.advance(Duration.ofSeconds(pause));
            assertThat(login.check("alice", "wrong", HERE)).isEmpty();
        }
        assertThat(login.check("alice", "secret", THERE)).isPresent();
        assertThat(pause(HERE)).isPositive();
    }

    private long pause(String address) {
        AtomicInteger seconds = new AtomicInteger();
        assertThatThrownBy(() -> login.check("alice", "never seen", address))
                .isInstanceOfSatisfying(RequestRefusedException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(429);
                    seconds.set(Integer.parseInt(refusal.headers().get("Retry-After")));
                });
        return seconds.get();
    }

    @Test
    void whoTriesManyNamesFromOneAddressIsSlowedDownToo() {
        for (int i = 0; i < 30; i++) {
            assertThat(login.check("user" + i, "secret", HERE)).isEmpty();
        }
        assertThatThrownBy(() -> login.check("another", "secret", HERE)).isInstanceOf(RequestRefusedException.class);
        assertThat(login.check("alice", "secret", THERE)).isPresent();
    }

    @Test
    void theRightPasswordFreesTheAccount() {
        for (int i = 0; i < 4; i++) {
            login.check("alice", "wrong", HERE);
        }
        assertThat(login.check("alice", "secret", HERE)).isPresent();
        for (int i = 0; i < 5; i++) {
            assertThat(login.check("alice", "wrong", HERE)).isEmpty();
        }
    }

    @Test
    void hashesOfBothKindsAreUnderstood() {
        // As Apache's htpasswd writes it.
        String bcrypt = "$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC";
        assertThat(PasswordHashes.isKnown(bcrypt)).isTrue();
        assertThat(HASHES.matches("myPassword", bcrypt)).isTrue();
        assertThat(HASHES.matches("other", bcrypt)).isFalse();
        assertThat(HASH).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(PasswordHashes.isKnown(HASH)).isTrue();
        assertThat(PasswordHashes.isKnown("secret")).isFalse();
        assertThat(PasswordHashes.isKnown("$apr1$x$y")).isFalse();
    }

    @Test
    void aNameThatCanNotBeSentOrIsNoFolderIsRefused() {
        for (String name : new String[] {"", "a:b", "a/b", ".a", "-a", "a\n", "x".repeat(129)}) {
            assertThatThrownBy(() -> new Account(name, HASH, Set.of(), false))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new Account("Jürgen.O@example.org", HASH, Set.of(), false).name())
                .isNotEmpty();
    }
}
