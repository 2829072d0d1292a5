package io.headroom.server.app;

import io.headroom.server.access.AccessRule;
import io.headroom.server.access.AccessRules;
import io.headroom.server.access.HomePattern;
import io.headroom.server.access.Right;
import io.headroom.server.access.Subject;
import io.headroom.server.account.Account;
import io.headroom.server.account.PasswordHashes;
import io.headroom.server.directory.DirectorySettings;
import io.headroom.server.token.IssuerSettings;
import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Who may log in, and what they may do.
 *
 * @param accounts those of the settings themselves
 * @param database whether those in the metadata database may log in, too
 * @param rules empty for the usual: who is logged in may do everything
 * @param homes where each user may write in any case
 * @param directory whose people may log in, too
 * @param issuer whose tokens are taken
 */
public record PeopleSettings(
        List<Account> accounts,
        boolean database,
        List<AccessRule> rules,
        Optional<HomePattern> homes,
        Optional<DirectorySettings> directory,
        Optional<IssuerSettings> issuer) {
    /** Nobody has an account, and everybody may do everything. */
    public static final PeopleSettings NONE =
            new PeopleSettings(List.of(), false, List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public PeopleSettings {
        accounts = List.copyOf(accounts);
        rules = List.copyOf(rules);
        if (!anybody(accounts, database, directory, issuer) && (!rules.isEmpty() || homes.isPresent())) {
            throw new IllegalArgumentException("There are permissions or homes, but no users who could log in.");
        }
    }

    private static boolean anybody(
            List<Account> accounts,
            boolean database,
            Optional<DirectorySettings> directory,
            Optional<IssuerSettings> issuer) {
        return database || !accounts.isEmpty() || directory.isPresent() || issuer.isPresent();
    }

    /** Whether there is anybody who could log in. */
    boolean hasLogins() {
        return anybody(accounts, database, directory, issuer);
    }

    /** Whether there is anybody who could log in with a password. */
    boolean hasPasswords() {
        return anybody(accounts, database, directory, Optional.empty());
    }

    AccessRules accessRules() {
        if (!hasLogins()) {
            return AccessRules.open();
        }
        return rules.isEmpty() && homes.isEmpty() ? AccessRules.users() : new AccessRules(rules, homes);
    }

    /** @throws SettingsException with the place, the key and a sentence for people */
    static PeopleSettings read(SettingValues values) {
        GivenSettings given = values.given();
        Optional<DirectorySettings> directory = DirectorySection.read(values);
        Optional<IssuerSettings> issuer = IssuerSection.read(values);
        Map<String, Set<String>> groupsOf = new HashMap<>();
        each(given, Setting.GROUPS, line -> {
            Pair pair = Pair.split(line, "staff: [alice, bob]");
            Account.requireName(pair.name(), "group");
            for (String member : pair.values()) {
                groupsOf.computeIfAbsent(member, any -> new HashSet<>()).add(pair.name());
            }
        });
        Map<String, Account> accounts = new TreeMap<>();
        each(given, Setting.USERS, line -> {
            Pair pair = Pair.split(line, "alice: HASH");
            String hash = pair.value();
            if (!PasswordHashes.isKnown(hash)) {
                throw new IllegalArgumentException("The password of the user '" + pair.name()
                        + "' must be a hash of argon2id or bcrypt. './headroom hash' makes one.");
            }
            add(accounts, pair.name(), hash, groupsOf);
        });
        each(given, Setting.USER, user -> oneUser(user, given.text(Setting.PASSWORD_FILE), accounts, groupsOf));
        each(
                given,
                Setting.GROUPS,
                line -> Pair.split(line, "").values().forEach(member -> {
                    if (!accounts.containsKey(member)) {
                        throw new IllegalArgumentException("A group has the member '" + member
                                + "', who is no user. Those of" + " 'headroom user' get their groups there.");
                    }
                }));
        List<AccessRule> rules = new ArrayList<>();
        each(given, Setting.PERMISSIONS, line -> rules(line).forEach(rules::add));
        Optional<HomePattern> homes = values.parsedIfAny(Setting.HOME, HomePattern::new);
        boolean database =
                values.choice(Setting.ACCOUNTS, "settings", "database").equals("database");
        List<Account> all = List.copyOf(accounts.values());
        if (!anybody(all, database, directory, issuer)) {
            requireNoRights(values);
        }
        return new PeopleSettings(all, database, rules, homes, directory, issuer);
    }

    /** What is wrong with an entry is said with its place and key. */
    private static void each(GivenSettings given, Setting setting, Consumer<String> reader) {
        for (Entry entry : given.entries(setting)) {
            try {
                reader.accept(entry.text());
            } catch (SettingsException e) {
                throw entry.wrong(String.valueOf(e.getMessage()), e);
            } catch (IllegalArgumentException e) {
                throw entry.wrong("The setting '" + setting.key() + "' is wrong: " + e.getMessage(), e);
            }
        }
    }

    private static void requireNoRights(SettingValues values) {
        for (Setting setting : List.of(Setting.PERMISSIONS, Setting.HOME)) {
            if (!values.text(setting).isEmpty()) {
                throw values.wrong(
                        setting, "The setting '" + setting.key() + "' is there, but no users who could log in.");
            }
        }
    }

    private static void add(
            Map<String, Account> accounts, String name, String hash, Map<String, Set<String>> groupsOf) {
        Account account = new Account(name, hash, groupsOf.getOrDefault(name, Set.of()), false);
        if (accounts.put(name, account) != null) {
            throw new IllegalArgumentException("There are two users '" + name + "'.");
        }
    }

    private static void oneUser(
            String user, String passwordFile, Map<String, Account> accounts, Map<String, Set<String>> groupsOf) {
        if (user.isEmpty() && passwordFile.isEmpty()) {
            return;
        }
        if (user.isEmpty() || passwordFile.isEmpty()) {
            throw new IllegalArgumentException("'user' and 'password-file' belong together.");
        }
        Path file = Path.of(passwordFile).toAbsolutePath().normalize();
        String password;
        try {
            password = Files.readString(file).strip();
        } catch (IOException e) {
            throw new SettingsException("The password file " + file + " can't be read.", e);
        }
        if (password.isEmpty()) {
            throw new IllegalArgumentException("The password file " + file + " is empty.");
        }
        String hash = PasswordHashes.isKnown(password) ? password : new PasswordHashes().hash(password);
        add(accounts, user, hash, groupsOf);
    }

    /** {@code /projects=alice:write,@staff:read}, or the same with spaces. */
    private static Stream<AccessRule> rules(String line) {
        Pair pair = Pair.split(line, "/projects: {alice: write, '@staff': read}");
        if (!pair.name().startsWith("/")) {
            throw new IllegalArgumentException("The permission '" + line + "' must begin with a path.");
        }
        String path = pair.name().length() > 1 && pair.name().endsWith("/")
                ? pair.name().substring(0, pair.name().length() - 1)
                : pair.name();
        ResourcePath prefix = ResourcePath.parse(path);
        return pair.values().stream().map(rule -> {
            int colon = rule.lastIndexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("The permission '" + rule + "' for " + prefix
                        + " must look like 'alice: read', with none, read or write.");
            }
            return new AccessRule(
                    prefix,
                    Subject.parse(rule.substring(0, colon).strip()),
                    right(rule.substring(colon + 1).strip()));
        });
    }

    private static Right right(String text) {
        return Arrays.stream(Right.values())
                .filter(right -> right.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The permission '" + text + "' is unknown: it must be none, read or write."));
    }

    /** What stands before the first equals sign, and after it. */
    private record Pair(String name, String value) {
        static Pair split(String line, String example) {
            int equals = line.indexOf('=');
            if (equals < 1 || equals == line.length() - 1) {
                throw new IllegalArgumentException("'" + line + "' does not look like " + example + ".");
            }
            return new Pair(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }

        List<String> values() {
            List<String> values = new ArrayList<>();
            for (String each : value.split(",", -1)) {
                if (!each.isBlank()) {
                    values.add(each.strip());
                }
            }
            return values;
        }
    }
}
