package io.headroom.server.account;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Accounts of the configuration. Immutable. */
public final class FixedAccounts implements AccountStore {
    private final Map<String, Account> byName;

    /** @param accounts with one name each */
    public FixedAccounts(Collection<Account> accounts) {
        byName = accounts.stream().collect(Collectors.toUnmodifiableMap(Account::name, Function.identity()));
    }

    @Override
    public Optional<Account> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
