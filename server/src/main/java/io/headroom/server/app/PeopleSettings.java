package io.headroom.server.app;

import io.headroom.server.access.AccessRule;
import io.headroom.server.access.AccessRules;
import io.headroom.server.access.HomePattern;
import io.headroom.server.access.Right;
import io.headroom.server.access.Subject;
import io.headroom.server.account.Account;
import io.headroom.server.account.PasswordHashes;
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
import java.util.stream.Stream;

/**
 * Who may log in, and what they may do.
 *
 * @param accounts none for a server that asks nobody to log in
 * @param rules empty for the usual: who is logged in may do everything
 * @param homes where each user may write in any case
 */
public record PeopleSettings(List<Account> accounts, List<AccessRule> rules, Optional<HomePattern> homes) {
    /** Nobody has an account, and everybody may do everything. */
    public static final PeopleSettings NONE = new PeopleSettings(List.of(), List.of(), Optional.empty());

    public PeopleSettings {
        accounts = List.copyOf(accounts);
        rules = List.copyOf(rules);
        if (accounts.isEmpty() && (!rules.isEmpty() || homes.isPresent())) {
            throw new IllegalArgumentException("There are permissions or homes, but no users who could log in.");
        }
    }

    boolean hasAccounts() {
        return !accounts.isEmpty();
    }

    AccessRules accessRules() {
        if (!hasAccounts()) {
            return AccessRules.open();
        }
        return rules.isEmpty() && homes.isEmpty() ? AccessRules.users() : new AccessRules(rules, homes);
    }

    /** The texts of the settings, each with one thing to a line. */
    record Texts(
            String users, String groups, String permissions, String home, String user, Optional<Path> passwordFile) {}

    /** @throws IllegalArgumentException with a sentence for people */
    static PeopleSettings parse(Texts texts) {
        Map<String, Set<String>> groupsOf = new HashMap<>();
        lines(texts.groups()).forEach(line -> {
            Pair pair = Pair.split(line, "staff: [alice, bob]");
            Account.requireName(pair.name(), "group");
            for (String member : pair.values()) {
                groupsOf.computeIfAbsent(member, any -> new HashSet<>()).add(pair.name());
            }
        });
        Map<String, Account> accounts = new TreeMap<>();
        lines(texts.users()).forEach(line -> {
            Pair pair = Pair.split(line, "alice: HASH");
            String hash = pair.value();
            if (!PasswordHashes.isKnown(hash)) {
                throw new IllegalArgumentException("The password of the user '" + pair.name()
                        + "' must be a hash of argon2id or bcrypt. './headroom hash' makes one.");
            }
            add(accounts, pair.name(), hash, groupsOf);
        });
        oneUser(texts, accounts, groupsOf);
        groupsOf.keySet().forEach(member -> {
            if (!accounts.containsKey(member)) {
                throw new IllegalArgumentException("A group has the member '" + member + "', who is no user.");
            }
        });
        return new PeopleSettings(
                List.copyOf(accounts.values()),
                lines(texts.permissions()).flatMap(PeopleSettings::rules).toList(),
                texts.home().isEmpty() ? Optional.empty() : Optional.of(new HomePattern(texts.home())));
    }

    private static void add(
            Map<String, Account> accounts, String name, String hash, Map<String, Set<String>> groupsOf) {
        Account account = new Account(name, hash, groupsOf.getOrDefault(name, Set.of()), false);
        if (accounts.put(name, account) != null) {
            throw new IllegalArgumentException("There are two users '" + name + "'.");
        }
    }

    private static void oneUser(Texts texts, Map<String, Account> accounts, Map<String, Set<String>> groupsOf) {
        if (texts.user().isEmpty() && texts.passwordFile().isEmpty()) {
            return;
        }
        if (texts.user().isEmpty() || texts.passwordFile().isEmpty()) {
            throw new IllegalArgumentException("'user' and 'password-file' belong together.");
        }
        Path file = texts.passwordFile().get();
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
        add(accounts, texts.user(), hash, groupsOf);
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

    private static Stream<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty());
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
