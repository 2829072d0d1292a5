package io.headroom.server.account;

import java.util.List;
import java.util.Set;

/**
 * Accounts that are made and changed while servers run. A change is whole when its call returns; servers heed it within the time that
 * {@link CachedAccounts} tells. Thread-safe.
 */
public interface Accounts {
    /** Bounds what a wrong password is compared with. */
    int MOST_APP_PASSWORDS = 100;

    /** By their names. */
    List<AccountEntry> list();

    /** @throws AccountRefusedException when there is one of this name */
    void add(Account account);

    /**
     * App passwords stay.
     *
     * @param hash as {@link PasswordHashes} makes it
     * @throws AccountRefusedException when there is no such account, here and below
     */
    void changePassword(String name, String hash);

    /** @param groups instead of those that the account has */
    void changeGroups(String name, Set<String> groups);

    /** @param locked whether nobody may log in with it, by an app password neither */
    void changeLock(String name, boolean locked);

    /** With all its app passwords. What the user has stored stays. */
    void remove(String name);

    /**
     * @param label what it is for
     * @param digest as {@link AppPassword#digest} tells it
     * @throws AccountRefusedException when there is one of this label, or too many
     */
    void addAppPassword(String name, String label, String digest);

    /** @throws AccountRefusedException when there is no such app password */
    void removeAppPassword(String name, String label);
}
