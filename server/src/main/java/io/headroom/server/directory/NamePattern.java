package io.headroom.server.directory;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * What somebody binds as, made from the name that was sent: a distinguished name such as {@code uid={user},ou=people,dc=example,dc=org},
 * or what Active Directory takes in its place, such as {@code {user}@example.org}.
 *
 * @param text with {@code {user}} in it
 */
public record NamePattern(String text) {
    private static final String USER = "{user}";

    /** @throws IllegalArgumentException with a sentence for whoever wrote it */
    public NamePattern {
        if (!text.contains(USER)) {
            throw new IllegalArgumentException(
                    "'" + text + "' must hold {user}, as in uid={user},ou=people,dc=example,dc=org.");
        }
        if (isDistinguishedName(text)) {
            distinguishedName(text, "user");
        }
    }

    private static boolean isDistinguishedName(String text) {
        return text.contains("=");
    }

    /** Whether it names the entry itself. */
    public boolean isDistinguishedName() {
        return isDistinguishedName(text);
    }

    /** The whole entry's name; only for patterns of that kind. No part of the user's name can end what it stands in (RFC 4514 §2.4). */
    LdapName distinguishedName(String user) {
        return distinguishedName(text, user);
    }

    private static LdapName distinguishedName(String text, String user) {
        try {
            return new LdapName(text.replace(USER, Rdn.escapeValue(user)));
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no distinguished name such as uid={user},ou=people,dc=example,dc=org.", e);
        }
    }

    /** What to bind as. */
    String principal(String user) {
        return isDistinguishedName() ? distinguishedName(user).toString() : text.replace(USER, user);
    }
}
