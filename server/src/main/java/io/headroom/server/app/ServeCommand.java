package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code serve DIR}: the main job. */
final class ServeCommand implements Subcommand {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final ServeArguments serving;
    private final Clock clock;

    ServeCommand(ServeArguments serving, Clock clock) {
        this.serving = serving;
        this.clock = clock;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("serve");
        spec.usageMessage().description("Serves a folder, or a bucket of an S3 store, over WebDAV.");
        ServeArguments.addTo(spec);
        return spec;
    }

    /** Runs until the process is told to stop. */
    @Override
    public int run(CommandLine.ParseResult arguments, PrintWriter out) throws InterruptedException {
        GivenSettings settings = serving.read(arguments);
        ServerConfig config = ServeArguments.check(settings);
        ServiceManager manager = new ServiceManager(System.getenv());
        HeadroomServer server = open(config);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, config, manager), "stop"));
        RunningSettings running = new RunningSettings(() -> serving.read(arguments), settings, server);
        // Before anybody hears that the server is there: until then the signal ends the process.
        HangUpSignal.listen(running::readAgain);
        if (config.watched()) {
            // Ends with the process.
            SettingsWatch.open(ServeArguments.files(arguments, settings), BETWEEN_LOOKS, running::readAgain);
        }
        out.println("Headroom " + Version.text() + " serves " + config.location() + " at " + server.url());
        server.adminUrl().ifPresent(admin -> out.println("Room, quotas and metrics: " + admin + "/"));
        if (!manager.listens()) {
            // For whoever sits before it; nobody presses Ctrl-C in a journal.
            out.println(MountHints.of(server.url(), machineName()));
        }
        out.flush();
        manager.ready(server.url());
        server.join();
        return 0;
    }

    private HeadroomServer open(ServerConfig config) {
        try {
            return HeadroomServer.open(config, clock);
        } catch (SettingsException e) {
            throw new StartRefusedException(e);
        }
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine whose own name is known nowhere.
            return "localhost";
        }
    }

    private static void stop(HeadroomServer server, ServerConfig config, ServiceManager manager) {
        manager.stopping(config.stop());
        server.close();
    }
}
