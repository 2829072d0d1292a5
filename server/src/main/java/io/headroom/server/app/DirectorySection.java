package io.headroom.server.app;

import io.headroom.server.directory.DirectorySettings;
import io.headroom.server.directory.FilterPattern;
import io.headroom.server.directory.GroupRule;
import io.headroom.server.directory.NamePattern;
import io.headroom.server.directory.SearchAccount;
import io.headroom.server.directory.UserRule;
import io.headroom.server.tls.Authorities;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Reads the settings of a directory. */
final class DirectorySection {
    private final SettingValues values;

    private DirectorySection(SettingValues values) {
        this.values = values;
    }

    /**
     * Empty when there is none.
     *
     * @throws SettingsException with the place, the key and a sentence for people
     */
    static Optional<DirectorySettings> read(SettingValues values) {
        return new DirectorySection(values).read();
    }

    private Optional<DirectorySettings> read() {
        if (values.text(Setting.LDAP_URL).isEmpty()) {
            values.requireNoneAlone("ldap-", Setting.LDAP_URL);
            return Optional.empty();
        }
        List<URI> urls = values.parsed(Setting.LDAP_URL, DirectorySection::urls);
        boolean startTls = values.flag(Setting.LDAP_START_TLS);
        requireSafe(urls, startTls);
        return Optional.of(new DirectorySettings(
                urls,
                startTls,
                values.path(Setting.LDAP_CA_FILE).map(this::authorities).orElse(Authorities.OF_JAVA),
                users(),
                new GroupRule(
                        values.parsed(Setting.LDAP_GROUPS_BASE, DirectorySection::distinguishedName),
                        groupFilter(),
                        values.parsed(Setting.LDAP_GROUP_ATTRIBUTE, DirectorySection::attribute)),
                Duration.ofSeconds(values.number(Setting.LDAP_TIMEOUT, 1, 60))));
    }

    private static List<URI> urls(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(DirectorySection::url)
                .toList();
    }

    private static URI url(String text) {
        String wrong = "'" + text + "' must look like ldaps://ldap.example.org or ldap://localhost:389.";
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean bare = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
            if (!List.of("ldap", "ldaps").contains(scheme)
                    || url.getHost() == null
                    || !bare
                    || !List.of("", "/").contains(url.getRawPath())) {
                throw new IllegalArgumentException(wrong);
            }
            return new URI(scheme, null, url.getHost(), url.getPort(), null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    private void requireSafe(List<URI> urls, boolean startTls) {
        for (URI url : urls) {
            boolean secured = url.getScheme().equals("ldaps");
            if (secured && startTls) {
                throw values.wrong(
                        Setting.LDAP_START_TLS, "'ldap-start-tls' is for ldap://: " + url + " begins with TLS.");
            }
            if (!secured && !startTls && !isLoopback(url.getHost()) && !values.flag(Setting.LDAP_ALLOW_PLAIN)) {
                throw values.wrong(
                        Setting.LDAP_URL,
                        url + " without TLS would let others on the way read the passwords. Use ldaps://, or"
                                + " 'ldap-start-tls'; if that is meant, say 'ldap-allow-plain'.");
            }
        }
    }

    /** As it is written: a name could mean another machine tomorrow. */
    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private Authorities authorities(Path file) {
        return values.parsed(Setting.LDAP_CA_FILE, text -> Authorities.read(file));
    }

    private UserRule users() {
        Optional<NamePattern> pattern = values.parsedIfAny(Setting.LDAP_USER_DN, NamePattern::new);
        SearchAccount account = values.parsed(Setting.LDAP_BIND_DN, this::account);
        String attribute = values.parsed(Setting.LDAP_NAME_ATTRIBUTE, DirectorySection::attribute);
        Optional<FilterPattern> filter = filter(Setting.LDAP_FILTER);
        boolean search = pattern.isEmpty() || !pattern.get().isDistinguishedName();
        if (search && values.text(Setting.LDAP_BASE).isEmpty()) {
            throw values.wrong(
                    pattern.isPresent() ? Setting.LDAP_USER_DN : Setting.LDAP_URL,
                    "Without 'ldap-base' nobody can be found in the directory; or 'ldap-user-dn' must be a whole name such as"
                            + " uid={user},ou=people,dc=example,dc=org.");
        }
        if (search && filter.isEmpty()) {
            filter = Optional.of(new FilterPattern("(" + attribute + "={user})"));
        }
        if (search && !filter.get().asksForUser()) {
            throw values.wrong(Setting.LDAP_FILTER, "'ldap-filter' must hold {user}: else everybody would be found.");
        }
        if (pattern.isPresent() && !account.name().isEmpty()) {
            throw values.wrong(
                    Setting.LDAP_BIND_DN,
                    "'ldap-user-dn' and 'ldap-bind-dn' exclude each other: people are searched for, or not.");
        }
        return new UserRule(
                pattern,
                account,
                values.parsed(Setting.LDAP_BASE, DirectorySection::distinguishedName),
                filter,
                attribute);
    }

    private SearchAccount account(String name) {
        return new SearchAccount(
                name,
                values.path(Setting.LDAP_BIND_PASSWORD_FILE)
                        .map(DirectorySection::password)
                        .orElse(""));
    }

    private static String password(Path file) {
        try {
            String password = Files.readString(file).strip();
            if (password.isEmpty()) {
                throw new IllegalArgumentException("The password file " + file + " is empty.");
            }
            return password;
        } catch (IOException e) {
            throw new SettingsException("The password file " + file + " can't be read.", e);
        }
    }

    private Optional<FilterPattern> filter(Setting setting) {
        return values.parsedIfAny(setting, FilterPattern::new);
    }

    private Optional<FilterPattern> groupFilter() {
        Optional<FilterPattern> filter = filter(Setting.LDAP_GROUP_FILTER);
        if (filter.isPresent() && !filter.get().asksForPerson()) {
            throw values.wrong(
                    Setting.LDAP_GROUP_FILTER,
                    "'ldap-group-filter' must hold {dn} or {user}: else everybody would be in every group.");
        }
        return filter;
    }

    private static LdapName distinguishedName(String text) {
        try {
            return new LdapName(text);
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("'" + text + "' must look like ou=people,dc=example,dc=org.", e);
        }
    }

    private static String attribute(String text) {
        if (!text.matches("[A-Za-z][A-Za-z0-9-]*")) {
            throw new IllegalArgumentException("'" + text + "' is no name of an attribute.");
        }
        return text;
    }
}
