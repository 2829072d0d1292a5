package io.headroom.server.account;

import java.util.Set;

/**
 * Who asks.
 *
 * @param name of the account; empty for nobody in particular
 * @param groups that the account belongs to
 */
public record Identity(String name, Set<String> groups) {
    /** Somebody who didn't log in. */
    public static final Identity NOBODY = new Identity("", Set.of());

    public Identity {
        groups = Set.copyOf(groups);
    }

    public boolean isNobody() {
        return name.isEmpty();
    }
}
