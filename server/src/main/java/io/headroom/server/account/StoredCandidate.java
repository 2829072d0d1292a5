package io.headroom.server.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Somebody with an account of this server. */
final class StoredCandidate implements Candidate {
    private final StoredAccount stored;
    private final String version;
    private final PasswordHashes hashes;

    /** One without app passwords. */
    StoredCandidate(Account account, PasswordHashes hashes) {
        this(new StoredAccount(account, List.of()), hashes);
    }

    StoredCandidate(StoredAccount stored, PasswordHashes hashes) {
        this.stored = stored;
        this.version = stored.toString();
        this.hashes = hashes;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Optional<Identity> check(String password) {
        Account account = stored.account();
        if (account.locked()) {
            // Known here all the same: no other source may let the name in.
            hashes.matchNobody(password);
            return Optional.empty();
        }
        return isAppPassword(password) || hashes.matches(password, account.passwordHash())
                ? Optional.of(account.identity())
                : Optional.empty();
    }

    @Override
    public Optional<Identity> identity() {
        return stored.account().locked()
                ? Optional.empty()
                : Optional.of(stored.account().identity());
    }

    private boolean isAppPassword(String password) {
        return AppPassword.parse(password).filter(this::isKept).isPresent();
    }

    private boolean isKept(AppPassword given) {
        byte[] digest = given.digest().getBytes(StandardCharsets.US_ASCII);
        boolean found = false;
        for (String kept : stored.appPasswords()) {
            found |= MessageDigest.isEqual(digest, kept.getBytes(StandardCharsets.US_ASCII));
        }
        return found;
    }
}
