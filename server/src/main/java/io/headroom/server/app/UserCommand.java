package io.headroom.server.app;

import io.headroom.server.account.Account;
import io.headroom.server.account.AccountEntry;
import io.headroom.server.account.AccountRefusedException;
import io.headroom.server.account.Accounts;
import io.headroom.server.account.AppPassword;
import io.headroom.server.account.AppPasswordEntry;
import io.headroom.server.admin.AccountReport;
import io.headroom.server.app.UserArguments.Extra;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.StorageException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code user add|passwd|groups|list|lock|unlock|remove} and {@code user app-password add|list|remove}. */
final class UserCommand implements Subcommand {
    private static final String GROUP = "user ";
    private static final String APP_GROUP = "user app-password ";
    private static final String NAME = "NAME";
    private static final String LABEL = "LABEL";

    private final String group;
    private final String name;
    private final String description;
    private final List<String> words;
    private final Set<Extra> extras;
    private final Preparation preparation;
    private final Context context;

    private UserCommand(
            String group,
            String name,
            String description,
            List<String> words,
            Set<Extra> extras,
            Preparation preparation,
            Context context) {
        this.group = group;
        this.name = name;
        this.description = description;
        this.words = words;
        this.extras = extras;
        this.preparation = preparation;
        this.context = context;
    }

    /**
     * What all of them need.
     *
     * @param serving reads the settings of a server
     * @param prompt asks for passwords
     */
    record Context(ServeArguments serving, PasswordPrompt prompt, Clock clock) {}

    /** What comes before the database is opened: a person may take long to type a password. */
    @FunctionalInterface
    private interface Preparation {
        Work prepare(UserArguments arguments);
    }

    /** What one of the commands does. */
    @FunctionalInterface
    private interface Work {
        /** @throws AccountRefusedException when it can't be done */
        void run(Accounts accounts, PrintWriter out);
    }

    /** {@code user …}. */
    static List<UserCommand> all(Context context) {
        return List.of(
                command("add", "Makes a user.", NAME, Set.of(Extra.GROUPS, Extra.PASSWORD), UserCommand::add, context),
                command(
                        "passwd",
                        "Gives a user another password. App passwords stay.",
                        NAME,
                        Set.of(Extra.PASSWORD),
                        UserCommand::passwd,
                        context),
                command(
                        "groups",
                        "Puts a user into these groups, and takes the user out of all others.",
                        NAME,
                        Set.of(Extra.GROUPS),
                        UserCommand::groups,
                        context),
                new UserCommand(
                        GROUP, "list", "Lists all users.", List.of(), Set.of(Extra.JSON), UserCommand::list, context),
                command("lock", "Lets a user in no more, until it is undone.", NAME, Set.of(), lock(true), context),
                command("unlock", "Lets a user in again.", NAME, Set.of(), lock(false), context),
                command(
                        "remove",
                        "Removes a user and all app passwords; the files stay.",
                        NAME,
                        Set.of(),
                        UserCommand::remove,
                        context));
    }

    private static UserCommand command(
            String name, String description, String word, Set<Extra> extras, Preparation preparation, Context context) {
        return new UserCommand(GROUP, name, description, List.of(word), extras, preparation, context);
    }

    /** {@code user app-password …}. */
    static List<UserCommand> ofAppPasswords(Context context) {
        return List.of(
                new UserCommand(
                        APP_GROUP,
                        "add",
                        "Makes a password for one device or program, and shows it once.",
                        List.of(NAME, LABEL),
                        Set.of(),
                        UserCommand::addAppPassword,
                        context),
                new UserCommand(
                        APP_GROUP,
                        "list",
                        "Lists a user's app passwords, without what they are.",
                        List.of(NAME),
                        Set.of(Extra.JSON),
                        UserCommand::listAppPasswords,
                        context),
                new UserCommand(
                        APP_GROUP,
                        "remove",
                        "Takes an app password back.",
                        List.of(NAME, LABEL),
                        Set.of(),
                        UserCommand::removeAppPassword,
                        context));
    }

    @Override
    public CommandSpec spec() {
        return UserArguments.spec(group + name, description, words, extras, this)
                .name(name);
    }

    @Override
    public int run(ParseResult parsed, PrintWriter out) {
        UserArguments arguments = new UserArguments(parsed, context.prompt(), words);
        Supplier<AccountsAccess> opening = arguments.access(context.serving(), context.clock());
        Work work = preparation.prepare(arguments);
        try (AccountsAccess access = opening.get()) {
            work.run(access.accounts(), out);
            return 0;
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        } catch (StorageException e) {
            throw new SettingsException("The users can't be read or changed: " + e.getMessage(), e);
        }
    }

    private static Work add(UserArguments arguments) {
        String name = arguments.word(NAME);
        Set<String> groups = arguments.groups();
        arguments.requireNames(name, groups);
        Account account = new Account(name, arguments.newHash(), groups, false);
        return (accounts, out) -> {
            accounts.add(account);
            out.println(
                    "The user " + name + " is made. Servers ask for it that have the setting 'accounts: database'.");
        };
    }

    private static Work passwd(UserArguments arguments) {
        String name = arguments.word(NAME);
        String hash = arguments.newHash();
        return (accounts, out) -> {
            accounts.changePassword(name, hash);
            out.println("The password of " + name + " is changed.");
        };
    }

    private static Work groups(UserArguments arguments) {
        String name = arguments.word(NAME);
        Set<String> groups = arguments.groups();
        arguments.requireNames(name, groups);
        return (accounts, out) -> {
            accounts.changeGroups(name, groups);
            out.println("The user " + name + " is in "
                    + (groups.isEmpty() ? "no group." : "these groups: " + String.join(", ", groups) + "."));
        };
    }

    private static Work list(UserArguments arguments) {
        return (accounts, out) -> {
            List<AccountEntry> all = accounts.list();
            if (arguments.json()) {
                out.println(new AccountReport(all).toJson().toPrettyString());
                return;
            }
            if (all.isEmpty()) {
                out.println("There are no users. To make one: headroom user add");
                return;
            }
            TextTable table = new TextTable(4, "NAME", "GROUPS", "MADE", "LOCKED", "APP PASSWORDS");
            for (AccountEntry each : all) {
                table.row(
                        each.name(),
                        each.groups().isEmpty() ? "-" : String.join(", ", new TreeSet<>(each.groups())),
                        time(each.created()),
                        each.locked() ? "locked" : "-",
                        Integer.toString(each.appPasswords().size()));
            }
            table.print(out);
        };
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Preparation lock(boolean locked) {
        return arguments -> {
            String name = arguments.word(NAME);
            return (accounts, out) -> {
                accounts.changeLock(name, locked);
                out.println("The user " + name + (locked ? " is locked." : " is locked no more."));
            };
        };
    }

    private static Work remove(UserArguments arguments) {
        String name = arguments.word(NAME);
        return (accounts, out) -> {
            accounts.remove(name);
            out.println("The user " + name + " is removed. The files stay.");
        };
    }

    private static Work addAppPassword(UserArguments arguments) {
        String name = arguments.word(NAME);
        String label = arguments.word(LABEL);
        return (accounts, out) -> {
            AppPassword password = AppPassword.generate(new SecureRandom());
            accounts.addAppPassword(name, label, password.digest());
            out.println("The app password '" + label + "' of " + name + ". It is shown this once:");
            out.println(password.shown());
        };
    }

    private static Work listAppPasswords(UserArguments arguments) {
        String name = arguments.word(NAME);
        return (accounts, out) -> {
            AccountEntry account = accounts.list().stream()
                    .filter(entry -> entry.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> AccountRefusedException.unknown(name));
            if (arguments.json()) {
                out.println(AccountReport.toJson(account).toPrettyString());
                return;
            }
            if (account.appPasswords().isEmpty()) {
                out.println(name + " has no app passwords.");
                return;
            }
            TextTable table = new TextTable(2, "LABEL", "MADE");
            for (AppPasswordEntry each : account.appPasswords()) {
                table.row(each.label(), time(each.created()));
            }
            table.print(out);
        };
    }

    private static Work removeAppPassword(UserArguments arguments) {
        String name = arguments.word(NAME);
        String label = arguments.word(LABEL);
        return (accounts, out) -> {
            accounts.removeAppPassword(name, label);
            out.println("The app password '" + label + "' of " + name + " is taken back.");
        };
    }
}
