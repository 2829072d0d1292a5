package io.headroom.server.account;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who may log in.
 *
 * @param name without a colon, which ends a name in Basic credentials (RFC 7617 §2), and without a slash, as it names a home
 * @param passwordHash as {@link PasswordHashes} wrote it, or another program that knows argon2id or bcrypt
 * @param groups whose permissions the account has, too
 * @param locked whether nobody may log in with it for now
 */
public record Account(String name, String passwordHash, Set<String> groups, boolean locked) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,127}");

    /** @throws IllegalArgumentException with a sentence for whoever wrote it */
    public Account {
        requireName(name, "user");
        groups.forEach(group -> requireName(group, "group"));
        groups = Set.copyOf(groups);
    }

    /**
     * @param kind what is named, for the sentence
     * @throws IllegalArgumentException with a sentence for whoever wrote it
     */
    public static void requireName(String name, String kind) {
        if (!isName(name)) {
            throw new IllegalArgumentException("The " + kind + " name '" + name
                    + "' must begin with a letter or digit and hold letters, digits, spaces and . _ @ + - only,"
                    + " 128 characters at most.");
        }
    }

    /** Whether an account may be called so. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    public Identity identity() {
        return new Identity(name, groups);
    }
}
