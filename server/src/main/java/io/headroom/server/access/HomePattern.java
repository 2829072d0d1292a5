package io.headroom.server.access;

import io.headroom.server.account.Account;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Optional;

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

    /** Whose home a path is, or lies in; empty when it is nobody's. */
    Optional<String> userOver(ResourcePath path) {
        List<String> names = ResourcePath.parse(text).segments();
        List<String> given = path.segments();
        for (int i = 0; i < Math.min(names.size(), given.size()); i++) {
            if (names.get(i).startsWith(USER)) {
                String end = names.get(i).substring(USER.length());
                String user = given.get(i).substring(0, Math.max(given.get(i).length() - end.length(), 0));
                return Optional.of(user).filter(name -> Account.isName(name) && path.startsWith(of(name)));
            }
        }
        return Optional.empty();
    }
}
