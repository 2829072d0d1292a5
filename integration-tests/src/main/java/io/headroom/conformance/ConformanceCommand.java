package io.headroom.conformance;

import io.headroom.conformance.report.JsonReport;
import io.headroom.conformance.report.TextReport;
import io.headroom.conformance.rows.AllRows;
import io.headroom.conformance.suite.RoomLimits;
import io.headroom.conformance.suite.Row;
import io.headroom.conformance.suite.RowResult;
import io.headroom.conformance.suite.RunReport;
import io.headroom.conformance.suite.Suite;
import io.headroom.conformance.wire.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code conformance URL}: a whole run. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = {
            "Tries the rows about room and 507 on a WebDAV server, and prints what it saw.",
            "It makes one collection below URL, works in it alone, and removes it at the end."
        })
final class ConformanceCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int GOODBYE_SECONDS = 30;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "URL", description = "A collection of the server that may be written to.")
    private URI url = URI.create("");

    @Option(names = "--user", paramLabel = "NAME", description = "For Basic authentication.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Its first line is the password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--room",
            paramLabel = "BYTES",
            converter = ByteCountConverter.class,
            description = "The room that the server has, where it doesn't say so itself.")
    private @Nullable Long room;

    @Option(
            names = "--most",
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            converter = ByteCountConverter.class,
            description = "A server with more room than this is not filled. Default: ${DEFAULT-VALUE}.")
    private long most;

    @Option(
            names = "--rows",
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "Only rows in whose ID this is found.")
    private Pattern rows = Pattern.compile(".*");

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(names = "--keep", description = "Leave the collection on the server.")
    private boolean keep;

    @Option(names = "--insecure", description = "Trust any certificate.")
    private boolean insecure;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Row> wanted = AllRows.list().stream()
                .filter(row -> rows.matcher(row.id()).find())
                .toList();
        if (wanted.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "No row matches '" + rows + "'.");
        }
        RoomLimits limits = new RoomLimits(room == null ? OptionalLong.empty() : OptionalLong.of(room), most);
        Suite suite = new Suite(endpoint(), limits, keep, new SecureRandom());
        PrintWriter out = spec.commandLine().getOut();
        TextReport table = new TextReport(out);
        RunReport report = untilStopped(suite, wanted, json ? result -> {} : table::row);
        if (json) {
            new JsonReport().print(report, out);
        } else {
            table.end(report);
        }
        return report.good() ? 0 : FAILED;
    }

    /** Ctrl-C ends the run, but not before the collection is removed. */
    private static RunReport untilStopped(Suite suite, List<Row> wanted, Consumer<RowResult> each)
            throws IOException, InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        Thread running = Thread.currentThread();
        Thread stop = new Thread(() -> leave(running, left), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            return suite.run(wanted, each);
        } finally {
            left.countDown();
        }
    }

    private static void leave(Thread running, CountDownLatch left) {
        running.interrupt();
        try {
            if (!left.await(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The collection could not be removed in time.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Endpoint endpoint() throws IOException {
        try {
            return new Endpoint(url, authorization(), insecure);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<String> authorization() throws IOException {
        if (user == null) {
            return Optional.empty();
        }
        String password = "";
        if (passwordFile != null) {
            password = Files.readString(passwordFile).lines().findFirst().orElse("");
        }
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }
}
