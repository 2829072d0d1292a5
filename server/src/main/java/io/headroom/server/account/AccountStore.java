package io.headroom.server.account;

import java.util.Optional;

/** Where accounts are looked up, for each request: cheap. Thread-safe. */
@FunctionalInterface
public interface AccountStore {
    /**
     * @param name as the client sent it
     * @throws io.headroom.spi.error.StorageException when the accounts can't be read now
     */
    Optional<Account> find(String name);
}
