package io.headroom.server.app;

import io.headroom.server.admin.RunningServer;
import io.headroom.server.metadata.JdbcModificationTimes;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.server.metadata.SoleUse;
import io.headroom.server.upkeep.CheckReport;
import io.headroom.server.upkeep.DeadServers;
import io.headroom.server.upkeep.Finding;
import io.headroom.server.upkeep.MetadataCheck;
import io.headroom.server.upkeep.RemovedRows;
import io.headroom.spi.Leftover;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.error.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code check}: whether the metadata fit what is stored. It works while no server does, with the storage and the database to itself: a
 * server has locks and figures in its memory that nobody else may change, and what was true when it was looked at must still be true
 * when it is mended.
 */
final class CheckCommand implements Subcommand {
    private static final String MEND = "--mend";
    private static final String JSON = "--json";

    private final ServeArguments serving;
    private final Clock clock;

    CheckCommand(ServeArguments serving, Clock clock) {
        this.serving = serving;
        this.clock = clock;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("check");
        spec.usageMessage()
                .description(
                        "Compares locks, properties and quotas with what is stored, while no server runs. Takes the"
                                + " settings of 'serve'. Exit code 0: nothing is left to mend, 1: something is, 2: it could not"
                                + " be checked.");
        spec.addOption(
                CommandOptions.flag(MEND, "Mend what is found. What is removed is kept in a file for 'import'."));
        spec.addOption(CommandOptions.flag(JSON, "For programs."));
        ServeArguments.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult arguments, PrintWriter out) {
        boolean mend = arguments.matchedOptionValue(MEND, false);
        GivenSettings settings = serving.read(arguments);
        ServerConfig config = ServeArguments.check(settings);
        CheckReport report = new CheckReport();
        try {
            requireMetadata(config);
            check(config, settings, mend, report);
        } catch (StorageException | IOException e) {
            throw new SettingsException("This could not be checked: " + e.getMessage(), e);
        }
        if (arguments.matchedOptionValue(JSON, false)) {
            out.println(report.toJson().toPrettyString());
        } else {
            print(report, out);
        }
        out.flush();
        return report.open() == 0 ? 0 : REFUSED;
    }

    private static void requireMetadata(ServerConfig config) {
        if (config.readOnly()) {
            throw new SettingsException("With 'read-only' the server keeps no metadata: there is nothing to check.");
        }
        if (RunningServer.find(config.statePath()).isPresent()) {
            throw new SettingsException(
                    "A server serves " + config.location() + ". Stop it first: what it knows of locks"
                            + " and quotas it has in its memory, where nobody else can mend it.");
        }
    }

    private void check(ServerConfig config, GivenSettings settings, boolean mend, CheckReport report)
            throws IOException {
        MetadataSettings metadata = ServerAssembly.metadataSettings(config);
        if (metadata.file().isPresent() && !Files.exists(metadata.file().get())) {
            report.note("There are no metadata yet.");
            lookForLeftovers(config, mend, report);
            if (mend) {
                report.mended();
            }
            return;
        }
        try (MetadataDatabase database = MetadataDatabase.open(metadata)) {
            new DeadServers(database, report).look(mend);
            try (SoleUse sole = SoleUse.of(database)) {
                lookForLeftovers(config, mend, report);
                ServerConfig opened = mend ? config : readOnly(settings);
                try (Storage main = StorageOpening.open(opened, clock);
                        Mounts mounts = Mounts.open(main, opened, new JdbcModificationTimes(database), clock)) {
                    // What is in one that is away would look as if it were gone.
                    mounts.requireAll();
                    MetadataCheck check = new MetadataCheck(database, mounts.storage(), report, clock);
                    if (mend) {
                        check.mend(new RemovedRows(config.statePath(), Version.text(), clock));
                    } else {
                        check.look();
                    }
                }
            }
        }
    }

    /** Opening a storage for writing tidies it up. */
    private static ServerConfig readOnly(GivenSettings settings) {
        return ServeArguments.check(settings.under(GivenSettings.of(Map.of(Setting.READ_ONLY, "true"))));
    }

    private void lookForLeftovers(ServerConfig config, boolean mend, CheckReport report) {
        for (Leftover leftover : StorageOpening.leftovers(config, clock)) {
            report.add(new Finding(Finding.Kind.LEFTOVER, leftover.place(), leftover.what()));
        }
        if (mend && report.count(Finding.Kind.LEFTOVER) > 0) {
            StorageOpening.removeLeftovers(config, clock);
        }
    }

    private static void print(CheckReport report, PrintWriter out) {
        for (Finding.Kind kind : Finding.Kind.values()) {
            report.examples(kind).forEach(finding -> out.println(finding.subject() + " " + finding.what() + "."));
            long more = report.count(kind) - report.examples(kind).size();
            if (more > 0) {
                out.println(String.format(Locale.ROOT, "... and %,d more like the last one.", more));
            }
        }
        report.notes().forEach(out::println);
        out.println(sentence(report));
        report.kept()
                .ifPresent(file -> out.println(
                        "What was removed is kept in " + file + "; 'headroom import --merge' brings" + " it back."));
    }

    private static String sentence(CheckReport report) {
        if (report.count() == 0) {
            return "The metadata fit what is stored.";
        }
        String findings =
                report.count() == 1 ? "1 finding" : String.format(Locale.ROOT, "%,d findings", report.count());
        if (report.count(Finding.Kind.DAMAGE) > 0) {
            return findings + ". A damaged database can't be mended: stop using it, and go back to a copy.";
        }
        return findings
                + (report.isMended()
                        ? ", and all is mended."
                        : ". Nothing was changed; with --mend this command mends it.");
    }
}
