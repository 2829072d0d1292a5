package io.headroom.server.account;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Accounts of the configuration. Immutable. */
public final class FixedAccounts implements LoginSource {
    private final Map<String, Candidate> byName;

    /** @param accounts with one name each; one that is locked keeps its name from the sources after this one */
    public FixedAccounts(Collection<Account> accounts, PasswordHashes hashes) {
        byName = accounts.stream()
                .collect(Collectors.toUnmodifiableMap(Account::name, account -> new StoredCandidate(account, hashes)));
    }

    @Override
    public Optional<Candidate> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
