package io.headroom.server.directory;

import java.util.Optional;
import javax.naming.ldap.LdapName;

/**
 * How people are found by the name that they sent.
 *
 * @param pattern what they bind as; empty: they are searched for first
 * @param account to search with; of no account when people bind first
 * @param base below which they are searched for
 * @param filter which they must match; empty where the pattern names their entry and that is enough
 * @param attribute whose value is the name that they have here
 */
public record UserRule(
        Optional<NamePattern> pattern,
        SearchAccount account,
        LdapName base,
        Optional<FilterPattern> filter,
        String attribute) {}
