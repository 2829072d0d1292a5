package io.headroom.server.app;

import io.headroom.server.admin.RunningServer;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataRows;
import io.headroom.server.metadata.MetadataTable;
import io.headroom.server.metadata.SoleUse;
import io.headroom.server.upkeep.DumpReader;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.StorageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code import}: what {@code export} or {@code check --mend} wrote goes into the metadata database, all of it or nothing. */
final class ImportCommand implements Subcommand {
    private static final String MERGE = "--merge";

    private final ServeArguments serving;

    ImportCommand(ServeArguments serving) {
        this.serving = serving;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CopyArguments.spec(
                "import",
                "Reads what 'export' or 'check --mend' wrote, from a file or with - from standard input, while no server"
                        + " runs.",
                this);
        spec.addOption(OptionSpec.builder(MERGE)
                .type(boolean.class)
                .arity("0")
                .description("Into metadata that aren't empty: what is there stays, what is missing is added.")
                .build());
        return spec;
    }

    @Override
    public int run(ParseResult parsed, PrintWriter out) {
        CopyArguments arguments = new CopyArguments(parsed, serving);
        if (RunningServer.find(arguments.config().statePath()).isPresent()) {
            throw new SettingsException("A server serves " + arguments.config().location() + ". Stop it first.");
        }
        Map<MetadataTable, MetadataRows.Added> added;
        try (InputStream in =
                arguments.isStream() ? System.in : new BufferedInputStream(Files.newInputStream(arguments.file()))) {
            // Read before the database is made: a wrong file leaves nothing behind.
            DumpReader reader = new DumpReader(in);
            added = add(arguments, reader, parsed.matchedOptionValue(MERGE, false));
        } catch (StorageException | IOException | UncheckedIOException e) {
            throw new SettingsException("This could not be imported: " + e, e);
        }
        if (added.isEmpty()) {
            out.println(
                    "The metadata database isn't empty, so nothing was imported. With --merge what is there stays, and"
                            + " what is missing is added.");
            out.flush();
            return REFUSED;
        }
        print(added, out);
        return 0;
    }

    private static Map<MetadataTable, MetadataRows.Added> add(
            CopyArguments arguments, DumpReader reader, boolean merge) {
        try (MetadataDatabase database = MetadataDatabase.open(ServerAssembly.metadataSettings(arguments.config()));
                SoleUse sole = SoleUse.of(database)) {
            return new MetadataRows(database).add(reader, !merge);
        }
    }

    private static void print(Map<MetadataTable, MetadataRows.Added> added, PrintWriter out) {
        TextTable table = new TextTable(1, "WHAT", "ADDED", "THERE BEFORE");
        added.forEach((what, count) -> table.row(
                what.title().replace('_', ' '), Long.toString(count.added()), Long.toString(count.present())));
        table.print(out);
        out.flush();
    }
}
