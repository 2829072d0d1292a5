package io.headroom.server.account;

import io.headroom.server.failure.RequestRefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks names and passwords. Thread-safe. */
public final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    private static final int KEPT = 10_000;

    private final AccountStore accounts;
    private final PasswordHashes hashes;
    private final VerifiedLogins verified;
    private final FailedLogins failed;

    public Login(AccountStore accounts, PasswordHashes hashes, Clock clock) {
        this.accounts = accounts;
        this.hashes = hashes;
        this.verified = new VerifiedLogins(KEPT, clock);
        this.failed = new FailedLogins(KEPT, clock);
    }

    /**
     * Who this is; empty when name or password are wrong.
     *
     * @param address where it comes from, to slow down those who guess
     * @throws RequestRefusedException 429 after too many failures (RFC 6585 §4)
     * @throws io.headroom.spi.error.StorageException when the accounts can't be read now
     */
    public Optional<Identity> check(String name, String password, String address) {
        Optional<Account> account = accounts.find(name).filter(found -> !found.locked());
        if (account.isPresent() && verified.contains(account.get(), password)) {
            return account.map(Account::identity);
        }
        Duration pause = failed.pause(name, address);
        if (!pause.isZero()) {
            throw new RequestRefusedException(
                    429,
                    "Too many wrong passwords. Wait " + (pause.toSeconds() + 1) + " seconds.",
                    Map.of("Retry-After", Long.toString(pause.toSeconds() + 1)));
        }
        if (account.isEmpty()) {
            hashes.matchNobody(password);
        } else if (hashes.matches(password, account.get().passwordHash())) {
            failed.succeeded(name, address);
            verified.add(account.get(), password);
            return account.map(Account::identity);
        }
        failed.failed(name, address);
        LOG.warn("A login as '{}' from {} failed.", printable(name), address);
        return Optional.empty();
    }

    /** The name is the client's: no line of its own in the log. */
    private static String printable(String name) {
        String shown = name.length() > 128 ? name.substring(0, 128) : name;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
