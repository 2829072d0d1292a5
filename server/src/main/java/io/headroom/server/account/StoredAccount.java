package io.headroom.server.account;

import java.util.List;

/**
 * An account with the digests of its app passwords.
 *
 * @param appPasswords as {@link AppPassword#digest} tells them
 */
public record StoredAccount(Account account, List<String> appPasswords) {
    public StoredAccount {
        appPasswords = List.copyOf(appPasswords);
    }
}
