package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The words that say how to serve. The options are the {@link Setting}s, so that none can be forgotten. The file is overridden by the
 * environment, and both by the command line.
 */
final class ServeArguments {
    private static final String FOLDER = "DIR";
    private static final String CONFIG = "--config";

    private final Map<String, String> environment;

    ServeArguments(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    static void addTo(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel(FOLDER)
                .type(String.class)
                .index("0")
                .arity("0..1")
                .description(
                        "The folder to serve, or s3://BUCKET/PREFIX; may stand in the settings as 'storage' instead.")
                .build());
        addOptionsTo(spec);
    }

    /** For commands that take other words than the folder alone, and each setting. */
    static void addOptionsTo(CommandSpec spec) {
        spec.addOption(config());
        for (Setting setting : Setting.values()) {
            spec.addOption(option(setting));
        }
    }

    static OptionSpec config() {
        return OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(Path.class)
                .description(
                        "A YAML file with the server's settings. HEADROOM_PORT and the like in the environment win over it,"
                                + " and the command line over both.")
                .build();
    }

    private static OptionSpec option(Setting setting) {
        OptionSpec.Builder option = OptionSpec.builder("--" + setting.key())
                .paramLabel("VALUE")
                .type(String.class)
                // A percent sign would be taken for the beginning of a format.
                .description((setting.sentence()
                                + (setting.defaultValue().isEmpty() ? "" : " Default: " + setting.defaultValue() + "."))
                        .replace("%", "%%"));
        if (setting.isList()) {
            option = option.type(List.class).auxiliaryTypes(String.class);
        }
        return setting.isFlag()
                ? option.arity("0..1").fallbackValue("true").build()
                : option.arity("1").build();
    }

    /** @throws SettingsException when the file or the environment holds what isn't known */
    GivenSettings read(ParseResult arguments) {
        return read(arguments, arguments.matchedPositionalValue(0, ""));
    }

    /**
     * For commands that take other words, too, and not each setting.
     *
     * @param folder what is served; empty when the settings say so
     * @throws SettingsException when the file or the environment holds what isn't known
     */
    GivenSettings read(ParseResult arguments, String folder) {
        Path file = arguments.matchedOptionValue(CONFIG, null);
        GivenSettings fromFile = file == null ? new GivenSettings(Map.of()) : SettingsFile.read(file);
        return fromFile.under(EnvironmentSettings.read(environment)).under(commandLine(arguments, folder));
    }

    /** The files that {@link RunningSettings} are read from: none, where all stands on the command line. */
    static List<Path> files(ParseResult arguments, GivenSettings settings) {
        List<Path> files = new ArrayList<>();
        Path file = arguments.matchedOptionValue(CONFIG, null);
        if (file != null) {
            files.add(file);
        }
        String password = settings.text(Setting.PASSWORD_FILE);
        if (!password.isEmpty()) {
            files.add(Path.of(password));
        }
        return files;
    }

    /** @throws SettingsException when a value is wrong, or there is nothing to serve */
    static ServerConfig check(GivenSettings settings) {
        return ServerConfig.of(location(settings), settings);
    }

    /**
     * Where the server keeps its own files; no other setting needs to be right.
     *
     * @throws SettingsException when there is nothing to serve
     */
    static Path state(GivenSettings settings) {
        return new SettingValues(settings)
                .path(Setting.STATE)
                .orElseGet(() -> location(settings).stateFolder(System.getenv()));
    }

    private static StorageLocation location(GivenSettings settings) {
        Entry storage = settings.entry(Setting.STORAGE);
        if (storage.text().isEmpty()) {
            throw new SettingsException("Nothing to serve: name a folder, as in: headroom serve DIR");
        }
        try {
            return StorageLocation.parse(storage.text());
        } catch (SettingsException | IllegalArgumentException e) {
            throw storage.wrong("The setting 'storage' is wrong: " + e.getMessage(), e);
        }
    }

    private static GivenSettings commandLine(ParseResult arguments, String folder) {
        Map<Setting, List<Entry>> settings = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String option = "--" + setting.key();
            if (arguments.hasMatchedOption(option)) {
                String text = setting.isList()
                        ? String.join("\n", arguments.<List<String>>matchedOptionValue(option, List.of()))
                        : arguments.matchedOptionValue(option, "");
                settings.put(setting, GivenSettings.split(setting, text, new Origin.OnCommandLine(option)));
            }
        }
        if (!folder.isEmpty()) {
            settings.put(Setting.STORAGE, List.of(new Entry(folder, new Origin.OnCommandLine(FOLDER))));
        }
        return new GivenSettings(settings);
    }
}
