package io.headroom.server.directory;

import java.util.Optional;
import javax.naming.ldap.LdapName;

/**
 * How a person's groups are found.
 *
 * @param base where groups count; empty for everywhere
 * @param filter to search them by; empty: those that the person's {@code memberOf} names
 * @param attribute whose value is the name that a group has here
 */
public record GroupRule(LdapName base, Optional<FilterPattern> filter, String attribute) {}
