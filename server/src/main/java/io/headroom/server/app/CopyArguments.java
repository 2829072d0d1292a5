package io.headroom.server.app;

import io.headroom.server.metadata.MetadataSettings;
import io.headroom.spi.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The words of the commands that copy metadata: what is served, as {@code serve} takes it, and a file. */
final class CopyArguments {
    private static final String STREAM = "-";

    private final ServerConfig config;
    private final String file;

    /**
     * @throws ParameterException when there are more or fewer words
     * @throws SettingsException when a setting is wrong, or there are no metadata
     */
    CopyArguments(ParseResult parsed, ServeArguments serving) {
        List<String> words = parsed.matchedPositionalValue(0, List.of());
        if (words.isEmpty() || words.size() > 2) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(), "This takes what is served and a file: [DIR] FILE.");
        }
        file = words.get(words.size() - 1);
        config = ServeArguments.check(serving.read(parsed, words.size() == 2 ? words.get(0) : ""));
        if (config.readOnly()) {
            throw new SettingsException("With 'read-only' the server keeps no metadata.");
        }
    }

    /** @param command carries it out */
    static CommandSpec spec(String name, String description, Subcommand command) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        spec.usageMessage()
                .description(description)
                .customSynopsis("headroom " + name + " [DIR] FILE|- [--config FILE] [OPTIONS]");
        spec.addPositional(CommandOptions.words());
        ServeArguments.addOptionsTo(spec);
        return spec;
    }

    ServerConfig config() {
        return config;
    }

    /** @throws SettingsException when they are in a file that isn't there */
    MetadataSettings existing() {
        MetadataSettings metadata = ServerAssembly.metadataSettings(config);
        metadata.file().filter(path -> !Files.exists(path)).ifPresent(path -> {
            throw new SettingsException("There are no metadata: " + path + " doesn't exist.");
        });
        return metadata;
    }

    /** Whether it is standard input or output. */
    boolean isStream() {
        return file.equals(STREAM);
    }

    Path file() {
        return Path.of(file);
    }
}
