package io.headroom.server.account;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What is told of an account: no hash.
 *
 * @param locked whether nobody may log in with it for now
 */
public record AccountEntry(
        String name, Set<String> groups, boolean locked, Instant created, List<AppPasswordEntry> appPasswords) {
    public AccountEntry {
        groups = Set.copyOf(groups);
        appPasswords = List.copyOf(appPasswords);
    }
}
