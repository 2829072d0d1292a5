package io.headroom.server.app;

import io.headroom.server.account.Account;
import io.headroom.server.account.NewPassword;
import io.headroom.server.account.PasswordHashes;
import io.headroom.server.admin.RunningServer;
import io.headroom.spi.SettingsException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The words that all commands about users take: whose users, and then their own. Whose they are is said by the folder or bucket that is
 * served, by the server's settings, or by the address of its administration.
 */
final class UserArguments {
    private static final String GROUP = "--group";
    private static final String PASSWORD_STDIN = "--password-stdin";
    private static final String JSON = "--json";
    private static final String ADMIN = "--admin";
    private static final String TOKEN_FILE = "--token-file";

    /** What a command takes beside its words. */
    enum Extra {
        GROUPS,
        PASSWORD,
        JSON
    }

    private final ParseResult parsed;
    private final PasswordPrompt prompt;
    private final CommandWords words;

    /**
     * @param names of the words that the command takes after the folder
     * @throws ParameterException when there are more or fewer
     */
    UserArguments(ParseResult parsed, PasswordPrompt prompt, List<String> names) {
        this.parsed = parsed;
        this.prompt = prompt;
        this.words = new CommandWords(parsed, true, names);
    }

    /**
     * @param name with the groups of commands before it
     * @param names of the words that the command takes after the folder
     * @param command carries it out
     */
    static CommandSpec spec(
            String name, String description, List<String> names, Set<Extra> extras, Subcommand command) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        String own = String.join("", names.stream().map(each -> " " + each).toList());
        spec.usageMessage()
                .description(description)
                .customSynopsis(
                        "headroom " + name + " DIR" + own + " [--state FOLDER] [OPTIONS]",
                        "headroom " + name + own + " --config FILE [OPTIONS]",
                        "headroom " + name + own + " --admin URL --token-file FILE [OPTIONS]");
        spec.addPositional(CommandOptions.words());
        if (extras.contains(Extra.GROUPS)) {
            spec.addOption(OptionSpec.builder(GROUP)
                    .paramLabel("GROUP")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .arity("1")
                    .description("A group whose permissions the user has; may be given several times.")
                    .build());
        }
        if (extras.contains(Extra.PASSWORD)) {
            spec.addOption(CommandOptions.flag(
                    PASSWORD_STDIN, "Read the password from standard input, up to the end of the line."));
        }
        if (extras.contains(Extra.JSON)) {
            spec.addOption(CommandOptions.flag(JSON, "For programs."));
        }
        spec.addOption(ServeArguments.config());
        spec.addOption(CommandOptions.option("--" + Setting.STATE.key(), "FOLDER", Setting.STATE.sentence()));
        spec.addOption(CommandOptions.option("--" + Setting.METADATA.key(), "PLACE", Setting.METADATA.sentence()));
        spec.addOption(
                CommandOptions.option(ADMIN, "URL", "The server's administration, such as http://127.0.0.1:8081."));
        spec.addOption(CommandOptions.option(
                TOKEN_FILE, "FILE", "A file with the token of the administration, to go with --admin."));
        return spec;
    }

    /**
     * What the command works on: opened when it is asked for, which throws a {@link SettingsException} when it is not to be had. Closed
     * by whoever asks.
     *
     * @param serving reads the settings as {@code serve} does
     * @throws SettingsException when the words don't say whose users they are
     */
    Supplier<AccountsAccess> access(ServeArguments serving, Clock clock) {
        String url = parsed.matchedOptionValue(ADMIN, "");
        if (!url.isEmpty()) {
            String tokenFile = parsed.matchedOptionValue(TOKEN_FILE, "");
            if (tokenFile.isEmpty()) {
                throw words.wrong(
                        "The administration tells and changes users for its token only: add --token-file FILE.");
            }
            RunningServer server = Administrations.running(url, Path.of(tokenFile));
            return () -> AccountsAccess.of(server);
        }
        GivenSettings settings = serving.read(parsed, words.folder());
        if (settings.text(Setting.STORAGE).isEmpty()) {
            throw words.wrong("Whose users? Name the folder that is served, before '" + String.join(" ", words.own())
                    + "', or the server's settings with --config FILE.");
        }
        ServerConfig config = ServeArguments.check(settings);
        return () -> AccountsAccess.of(config, clock);
    }

    /** A name of a user, or of an app password. */
    String word(String name) {
        return words.word(name);
    }

    boolean json() {
        return parsed.matchedOptionValue(JSON, false);
    }

    Set<String> groups() {
        return new TreeSet<>(parsed.<List<String>>matchedOptionValue(GROUP, List.of()));
    }

    /**
     * The hash of a password that is asked for.
     *
     * @throws SettingsException when it can't be used
     */
    String newHash() {
        String password = parsed.matchedOptionValue(PASSWORD_STDIN, false) ? prompt.read() : prompt.ask();
        try {
            return new PasswordHashes().hash(new NewPassword(password).text());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * An account before its password is asked for.
     *
     * @throws SettingsException when it may not be called so
     */
    void requireNames(String name, Set<String> groups) {
        try {
            Account.requireName(name, "user");
            groups.forEach(group -> Account.requireName(group, "group"));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }
}
