package io.headroom.server.account;

import java.util.Optional;

/** Where accounts are kept, with what only the server sees. Thread-safe. */
public interface AccountStore extends Accounts {
    /**
     * A figure for the state that all accounts are in: another one after each change, whoever made it.
     *
     * @throws io.headroom.spi.error.UnavailableException when it can't be said now
     */
    long state();

    /**
     * One account as it is at this moment.
     *
     * @throws io.headroom.spi.error.UnavailableException when it can't be said now
     */
    Found find(String name);

    /**
     * @param state that the accounts were in
     * @param account empty when there is none
     */
    record Found(long state, Optional<StoredAccount> account) {}
}
