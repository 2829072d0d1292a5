package io.headroom.server.directory;

import io.headroom.server.account.Account;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The groups that a person is in, by the names that they have here. Thread-safe. */
final class DirectoryGroups {
    static final String MEMBER_OF = "memberOf";

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryGroups.class);

    /** Each odd group is told of once; this many are remembered. */
    private static final int MOST_TOLD = 1000;

    private final GroupRule rule;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    DirectoryGroups(GroupRule rule) {
        this.rule = rule;
    }

    /** @param name what the person is called here */
    Set<String> of(DirectoryConnection connection, DirectoryEntry person, String name) throws NamingException {
        Set<String> names = new HashSet<>();
        if (rule.filter().isEmpty()) {
            for (String group : person.values(MEMBER_OF)) {
                add(group, memberOf(group), names);
            }
            return names;
        }
        String filter = rule.filter().get().of(name, person.dn().toString());
        List<DirectoryEntry> groups = connection.search(rule.base(), filter, 0, rule.attribute());
        for (DirectoryEntry group : groups) {
            add(group.dn().toString(), group.name(rule.attribute()), names);
        }
        return names;
    }

    /** A group beside the base might have been made by somebody who may make groups there only. */
    private Optional<String> memberOf(String group) throws NamingException {
        try {
            LdapName dn = new LdapName(group);
            return dn.startsWith(rule.base()) ? DirectoryEntry.ownName(dn, rule.attribute()) : Optional.empty();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    private void add(String group, Optional<String> name, Set<String> names) {
        try {
            if (name.isPresent()) {
                Account.requireName(name.get(), "group");
                names.add(name.get());
            }
        } catch (IllegalArgumentException e) {
            if (told.size() < MOST_TOLD && told.add(group)) {
                LOG.info("The group {} of the directory does not count here: {}", group, e.getMessage());
            }
        }
    }
}
