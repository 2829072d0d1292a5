package io.headroom.server.app;

import io.headroom.server.admin.NodeReport;
import io.headroom.server.node.NodeStatus;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodes DIR}: the servers that serve the same. */
final class NodesCommand implements Subcommand {
    private static final String JSON = "--json";

    private final Administrations administrations;

    NodesCommand(Administrations administrations) {
        this.administrations = administrations;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = AdminArguments.spec(
                "nodes", "Shows the servers that share the storage, and whether they live.", List.of(), this);
        spec.addOption(OptionSpec.builder(JSON)
                .type(boolean.class)
                .arity("0")
                .description("For programs.")
                .build());
        return spec;
    }

    @Override
    public int run(ParseResult parsed, PrintWriter out) {
        AdminArguments arguments = new AdminArguments(parsed, List.of());
        try (Administration administration = arguments.open(administrations)) {
            NodeReport report = administration.nodes();
            if (parsed.matchedOptionValue(JSON, false)) {
                out.println(report.toJson().toPrettyString());
            } else {
                print(report, out);
            }
            return 0;
        }
    }

    private static void print(NodeReport report, PrintWriter out) {
        if (report.nodes().isEmpty()) {
            out.println("No server runs.");
            return;
        }
        TextTable table = new TextTable(6, "NAME", "ADDRESS", "VERSION", "SINCE", "LAST SEEN", "STATE");
        for (NodeStatus status : report.nodes()) {
            table.row(
                    status.node().name(),
                    status.service().isEmpty() ? "-" : status.service(),
                    status.node().version(),
                    status.started().truncatedTo(ChronoUnit.SECONDS).toString(),
                    ago(status),
                    status.state().name().toLowerCase(Locale.ROOT));
        }
        table.print(out);
    }

    private static String ago(NodeStatus status) {
        long seconds = status.age().toSeconds();
        if (seconds < 120) {
            return seconds + " s ago";
        }
        long minutes = seconds / 60;
        return minutes < 120 ? minutes + " min ago" : minutes / 60 + " h ago";
    }
}
