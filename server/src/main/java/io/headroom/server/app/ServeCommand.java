package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code serve DIR}: the main job. Its options are the {@link Setting}s, so that none can be forgotten. */
final class ServeCommand implements Subcommand {
    private static final String CONFIG = "--config";

    private final Clock clock;

    ServeCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("serve");
        spec.usageMessage().description("Serves a folder, or a bucket of an S3 store, over WebDAV.");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("DIR")
                .type(String.class)
                .index("0")
                .arity("0..1")
                .description(
                        "The folder to serve, or s3://BUCKET/PREFIX; may stand in the settings as 'storage' instead.")
                .build());
        spec.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(Path.class)
                .description("A YAML file with these settings; the command line wins.")
                .build());
        for (Setting setting : Setting.values()) {
            OptionSpec.Builder option = OptionSpec.builder("--" + setting.key())
                    .paramLabel("VALUE")
                    .type(String.class)
                    .description(setting.sentence()
                            + (setting.defaultValue().isEmpty() ? "" : " Default: " + setting.defaultValue() + "."));
            if (setting.isList()) {
                option = option.type(List.class).auxiliaryTypes(String.class);
            }
            spec.addOption(
                    setting.isFlag()
                            ? option.arity("0..1").fallbackValue("true").build()
                            : option.arity("1").build());
        }
        return spec;
    }

    /** Runs until the process is told to stop. */
    @Override
    public int run(CommandLine.ParseResult arguments, PrintWriter out) throws InterruptedException {
        Map<Setting, String> settings = settings(arguments);
        StorageLocation location = location(arguments, settings);
        ServerConfig config = ServerConfig.of(location, settings);
        ServiceManager manager = new ServiceManager(System.getenv());
        HeadroomServer server = HeadroomServer.open(config, clock);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, config, manager), "stop"));
        out.println("Headroom " + Version.text() + " serves " + location + " at " + server.url());
        server.adminUrl().ifPresent(admin -> out.println("Room, quotas and metrics: " + admin + "/"));
        out.println(MountHints.of(server.url()));
        out.flush();
        manager.ready(server.url());
        server.join();
        return 0;
    }

    private static void stop(HeadroomServer server, ServerConfig config, ServiceManager manager) {
        manager.stopping(config.stop());
        server.close();
    }

    /** The command line wins, here too. */
    private static StorageLocation location(CommandLine.ParseResult arguments, Map<Setting, String> settings) {
        String text = arguments.matchedPositionalValue(0, settings.getOrDefault(Setting.STORAGE, ""));
        if (text.isEmpty()) {
            throw new SettingsException("Nothing to serve: name a folder, as in: headroom serve DIR");
        }
        return StorageLocation.parse(text);
    }

    private static Map<Setting, String> settings(CommandLine.ParseResult arguments) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        Path file = arguments.matchedOptionValue(CONFIG, null);
        if (file != null) {
            settings.putAll(SettingsFile.read(file));
        }
        for (Setting setting : Setting.values()) {
            Optional<String> value = value(arguments, setting);
            value.ifPresent(text -> settings.put(setting, text));
        }
        return settings;
    }

    private static Optional<String> value(CommandLine.ParseResult arguments, Setting setting) {
        String option = "--" + setting.key();
        if (!setting.isList()) {
            return Optional.ofNullable(arguments.matchedOptionValue(option, null));
        }
        List<String> values = arguments.matchedOptionValue(option, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", values));
    }
}
