package io.headroom.server.access;

import io.headroom.spi.path.ResourcePath;

/**
 * Where the home of each user is.
 *
 * @param text a path with {@code {user}} as one of its names
 */
public record HomePattern(String text) {
    private static final String USER = "{user}";

    /** @throws IllegalArgumentException with a sentence for whoever wrote it */
    public HomePattern {
        if (!text.startsWith("/") || !text.contains("/" + USER)) {
            throw new IllegalArgumentException("A home such as '" + text + "' must look like /home/{user}.");
        }
        ResourcePath.parse(text);
    }

    /** @param user a name that {@link io.headroom.server.account.Account} allows */
    public ResourcePath of(String user) {
        return ResourcePath.parse(text.replace(USER, user));
    }
}
