package io.headroom.server.directory;

/**
 * What the server itself binds as, to search.
 *
 * @param name a distinguished name, or what the directory takes in its place; empty to search without a login
 * @param password empty only with an empty name: a name alone would bind as nobody (RFC 4513 §5.1.2)
 */
public record SearchAccount(String name, String password) {
    static final SearchAccount NOBODY = new SearchAccount("", "");

    /** @throws IllegalArgumentException with a sentence for whoever wrote it */
    public SearchAccount {
        if (name.isEmpty() != password.isEmpty()) {
            throw new IllegalArgumentException("'ldap-bind-dn' and 'ldap-bind-password-file' belong together.");
        }
    }

    /** Never with the password. */
    @Override
    public String toString() {
        return name.isEmpty() ? "nobody" : name;
    }
}
