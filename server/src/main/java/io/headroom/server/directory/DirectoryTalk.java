package io.headroom.server.directory;

import io.headroom.server.account.Account;
import io.headroom.server.account.Identity;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said between this server and a directory to find out who somebody is. Thread-safe. */
final class DirectoryTalk {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryTalk.class);

    private static final String ANY = "(objectClass=*)";

    private final DirectorySettings settings;
    private final UserRule users;
    private final DirectoryGroups groups;
    private final SSLSocketFactory tls;

    DirectoryTalk(DirectorySettings settings) {
        this.settings = settings;
        this.users = settings.users();
        this.groups = new DirectoryGroups(settings.groups());
        this.tls = settings.authorities().context().getSocketFactory();
    }

    /**
     * Who this is; empty when name or password are wrong, or the person may not log in.
     *
     * @param password not empty
     * @throws NamingException when this server of the directory can't say
     */
    Optional<Identity> identity(URI url, String name, String password) throws NamingException {
        Optional<DirectoryConnection> opened = users.pattern().isPresent()
                ? bound(url, users.pattern().get().principal(name), password)
                : Optional.of(open(url, users.account().name(), users.account().password()));
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryConnection connection = opened.get()) {
            Optional<DirectoryEntry> person = person(connection, name);
            if (person.isEmpty() || !isPersonsPassword(url, person.get().dn(), password)) {
                return Optional.empty();
            }
            return identity(connection, person.get());
        }
    }

    private DirectoryConnection open(URI url, String name, String password) throws NamingException {
        return DirectoryConnection.open(settings, url, tls, name, password);
    }

    /** A connection as a person; empty when that one may not log in. */
    private Optional<DirectoryConnection> bound(URI url, String principal, String password) throws NamingException {
        try {
            DirectoryConnection connection = open(url, principal, password);
            if (!connection.mustChangePassword()) {
                return Optional.of(connection);
            }
            connection.close();
            LOG.info("The directory does not let {} log in: the password must be changed first.", principal);
            return Optional.empty();
        } catch (NamingException e) {
            if (!BindRefusal.isPersonal(e)) {
                throw e;
            }
            if (!BindRefusal.isWrongPassword(e)) {
                LOG.info("The directory does not let {} log in: {}", principal, e.getMessage());
            }
            return Optional.empty();
        }
    }

    private Optional<DirectoryEntry> person(DirectoryConnection connection, String name) throws NamingException {
        String[] attributes = {users.attribute(), DirectoryGroups.MEMBER_OF};
        String filter = users.filter().map(pattern -> pattern.of(name, "")).orElse(ANY);
        Optional<LdapName> known = knownName(name);
        List<DirectoryEntry> found = known.isPresent()
                ? connection.read(known.get(), filter, attributes)
                : connection.search(users.base(), filter, 2, attributes);
        if (found.size() > 1) {
            LOG.warn("The directory has several entries for the name {}: nobody can log in with it.", name);
            return Optional.empty();
        }
        return found.stream().findFirst();
    }

    /** Where the pattern names the entry. */
    private Optional<LdapName> knownName(String name) {
        return users.pattern().filter(NamePattern::isDistinguishedName).map(pattern -> pattern.distinguishedName(name));
    }

    /**
     * Whether the password is that of the entry which was found. Needed after a bind by another name, too: that one and the filter may
     * mean different people.
     */
    private boolean isPersonsPassword(URI url, LdapName dn, String password) throws NamingException {
        if (users.pattern().filter(NamePattern::isDistinguishedName).isPresent()) {
            return true;
        }
        if (dn.isEmpty()) {
            return false;
        }
        Optional<DirectoryConnection> own = bound(url, dn.toString(), password);
        if (own.isPresent()) {
            own.get().close();
        }
        return own.isPresent();
    }

    /** The name is the directory's, not the one that was sent: {@code Alice} and {@code alice} are one person with one home. */
    private Optional<Identity> identity(DirectoryConnection connection, DirectoryEntry person) throws NamingException {
        Optional<String> name = person.name(users.attribute());
        if (name.isEmpty()) {
            LOG.warn(
                    "{} can't log in: the directory names no value of {}, or several.", person.dn(), users.attribute());
            return Optional.empty();
        }
        try {
            Account.requireName(name.get(), "user");
        } catch (IllegalArgumentException e) {
            LOG.warn("{} can't log in: {}", person.dn(), e.getMessage());
            return Optional.empty();
        }
        return Optional.of(new Identity(name.get(), groups.of(connection, person, name.get())));
    }
}
