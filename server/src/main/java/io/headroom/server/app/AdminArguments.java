package io.headroom.server.app;

import io.headroom.server.capacity.QuotaLimit;
import io.headroom.spi.ByteSize;
import io.headroom.spi.path.ResourcePath;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The words that all commands about room take: which server, and then their own. A server is named by the folder that it
 * serves (or its bucket), by its settings, or by the address of its administration; then there is no folder.
 */
final class AdminArguments {
    private static final String ADMIN = "--admin";
    private static final String TOKEN_FILE = "--token-file";

    private final ParseResult parsed;
    private final CommandWords words;

    /**
     * @param names of the words that the command takes after the folder
     * @throws ParameterException when there are more or fewer
     */
    AdminArguments(ParseResult parsed, List<String> names) {
        this.parsed = parsed;
        this.words = new CommandWords(parsed, !parsed.hasMatchedOption(ADMIN), names);
    }

    /**
     * @param names of the words that the command takes after the folder
     * @param command carries it out
     */
    static CommandSpec spec(String name, String description, List<String> names, Subcommand command) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        String own = String.join("", names.stream().map(each -> " " + each).toList());
        spec.usageMessage()
                .description(description)
                .customSynopsis(
                        "headroom " + name + " DIR" + own + " [--state FOLDER] [OPTIONS]",
                        "headroom " + name + own + " --config FILE [OPTIONS]",
                        "headroom " + name + own + " --admin URL [--token-file FILE] [OPTIONS]");
        spec.addPositional(CommandOptions.words());
        spec.addOption(ServeArguments.config());
        spec.addOption(CommandOptions.option("--" + Setting.STATE.key(), "FOLDER", Setting.STATE.sentence()));
        spec.addOption(
                CommandOptions.option(ADMIN, "URL", "The server's administration, such as http://127.0.0.1:8081."));
        spec.addOption(CommandOptions.option(
                TOKEN_FILE, "FILE", "A file with the token that changes ask for, to go with --admin."));
        return spec;
    }

    /**
     * What the command works on; the caller closes it.
     *
     * @throws io.headroom.spi.SettingsException when neither a server nor a folder is there
     */
    Administration open(Administrations administrations) {
        String url = parsed.matchedOptionValue(ADMIN, "");
        String tokenFile = parsed.matchedOptionValue(TOKEN_FILE, "");
        if (!url.isEmpty()) {
            return tokenFile.isEmpty() ? administrations.at(url) : administrations.at(url, Path.of(tokenFile));
        }
        GivenSettings settings = administrations.settings(parsed, words.folder());
        if (settings.text(Setting.STORAGE).isEmpty()) {
            throw words.mismatch();
        }
        return administrations.of(settings);
    }

    String word(String name) {
        return words.word(name);
    }

    /** As people write it: a slash at the front or the end is as good as none. */
    ResourcePath path(String name) {
        return path(name, word(name));
    }

    ResourcePath path(String name, String text) {
        String names = text.replaceAll("^/|/$", "");
        try {
            return ResourcePath.parse("/" + names);
        } catch (IllegalArgumentException e) {
            throw words.wrong("The " + name + " '" + text + "' is no path such as /alice: " + e.getMessage() + ".");
        }
    }

    long size(String name) {
        try {
            return ByteSize.parse(word(name));
        } catch (IllegalArgumentException e) {
            throw words.wrong(String.valueOf(e.getMessage()));
        }
    }

    QuotaLimit limit(String name) {
        try {
            return QuotaLimit.parse(word(name));
        } catch (IllegalArgumentException e) {
            throw words.wrong(String.valueOf(e.getMessage()));
        }
    }
}
