package io.headroom.server.account;

import java.util.Optional;

/** An account whose password is kept as a hash; when it is locked no password is right. */
public final class HashedAccount implements Candidate {
    private final Account account;
    private final String version;
    private final PasswordHashes hashes;

    public HashedAccount(Account account, PasswordHashes hashes) {
        this.account = account;
        this.version = account.toString();
        this.hashes = hashes;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Optional<Identity> check(String password) {
        return hashes.matches(password, account.passwordHash()) ? identity() : Optional.empty();
    }

    /** Nobody, while it is locked: the name stays taken. */
    @Override
    public Optional<Identity> identity() {
        return account.locked() ? Optional.empty() : Optional.of(account.identity());
    }
}
