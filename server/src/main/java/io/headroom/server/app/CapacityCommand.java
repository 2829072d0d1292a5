package io.headroom.server.app;

import io.headroom.server.admin.CapacityReport;
import io.headroom.server.capacity.Rooms;
import io.headroom.server.text.ByteCount;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code capacity DIR}: the room that is left. */
final class CapacityCommand implements Subcommand {
    private static final String JSON = "--json";
    private static final String FOLDERS = "--folders";
    private static final int MOST_FOLDERS = 20;

    private final Administrations administrations;

    CapacityCommand(Administrations administrations) {
        this.administrations = administrations;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = AdminArguments.spec(
                "capacity", "Shows the room that is left, on the volume and in every quota.", List.of(), this);
        spec.addOption(OptionSpec.builder(JSON)
                .type(boolean.class)
                .arity("0")
                .description("For programs.")
                .build());
        spec.addOption(OptionSpec.builder(FOLDERS)
                .paramLabel("PATH")
                .type(String.class)
                .arity("1")
                .description("Show the largest folders in this one too.")
                .build());
        return spec;
    }

    @Override
    public int run(ParseResult parsed, PrintWriter out) {
        AdminArguments arguments = new AdminArguments(parsed, List.of());
        String folders = parsed.matchedOptionValue(FOLDERS, "");
        try (Administration administration = arguments.open(administrations)) {
            CapacityReport report = folders.isEmpty()
                    ? administration.report()
                    : administration.report(arguments.path(FOLDERS, folders), MOST_FOLDERS);
            if (parsed.matchedOptionValue(JSON, false)) {
                out.println(report.toJson().toPrettyString());
            } else {
                print(report, out);
            }
            return 0;
        }
    }

    private static void print(CapacityReport report, PrintWriter out) {
        RoomTable.print(report.rooms(), out);
        if (!report.folders().isEmpty()) {
            TextTable table = new TextTable(1, "FOLDER", "USED", "ENTRIES");
            for (Rooms.Folder folder : report.folders()) {
                table.row(folder.path().toString(), ByteCount.of(folder.bytes()), Long.toString(folder.entries()));
            }
            out.println();
            table.print(out);
        }
    }
}
