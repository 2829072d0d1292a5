package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL of its own, thrown away at the end: on a free port of 127.0.0.1, in a temporary directory, without a
 * password, and without the syncs that only a power cut needs. Texts are sorted as people do, so that what counts on the order
 * of bytes must say so. It can be stopped, killed and frozen while its clients talk to it.
 *
 * <p>Needs the programs of Debian's package {@code postgresql}; where they are missing the test is skipped, and fails with
 * {@code CI=true}. The superuser lends it another user, because PostgreSQL refuses to run as that one. For one thread.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "headroom";
    private static final List<String> SERVANTS = List.of("postgres", "nobody");
    private static final int SECONDS = 60;

    private final Path programs;
    private final Path directory;
    private final Optional<String> servant;
    private final int port;
    private Process process;

    private PostgresServer(Path programs, Path directory, Optional<String> servant, int port) throws IOException {
        this.programs = programs;
        this.directory = directory;
        this.servant = servant;
        this.port = port;
        this.process = launch();
    }

    /** One for all tests of this process, which end it; for those that leave it running. */
    private static final class Shared {
        static final PostgresServer SERVER = open();

        private static PostgresServer open() {
            PostgresServer server = start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::leave, "postgres-end"));
            return server;
        }
    }

    /** The one that all tests of this process share. Nobody stops or closes it; each takes a {@link #createDatabase}. */
    public static PostgresServer shared() {
        // Before the class that would remember a failure as one of its own.
        programs();
        return Shared.SERVER;
    }

    /** One that the caller may stop, and closes. Takes about a second, the first one two. */
    public static PostgresServer start() {
        Path programs = programs();
        try {
            Path directory = Files.createTempDirectory("headroom-postgres");
            Optional<String> servant = servant(directory);
            SmallVolume.run("cp", "-a", Template.DIRECTORY.resolve("data").toString(), directory.toString());
            PostgresServer server = new PostgresServer(programs, directory, servant, freePort());
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty databases to be copied, made once a process, because that takes longer than all the rest. */
    private static final class Template {
        static final Path DIRECTORY = make();

        private static Path make() {
            try {
                Path directory = Files.createTempDirectory("headroom-postgres-template");
                initialize(programs(), directory.resolve("data"), servant(directory));
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> removeQuietly(directory), "postgres-template-end"));
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void removeQuietly(Path directory) {
            try {
                removeTree(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void initialize(Path programs, Path data, Optional<String> servant) throws IOException {
        List<String> initialize = List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + data,
                "--username=" + USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        List<String> sorted = new ArrayList<>(initialize);
        sorted.addAll(List.of("--locale-provider=icu", "--icu-locale=en-US"));
        if (!runs(asServant(servant, sorted))) {
            // One that is older than 15, or was built without ICU.
            removeTree(data);
            SmallVolume.run(asServant(servant, initialize).toArray(String[]::new));
        }
    }

    private static boolean runs(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().join().exitValue() == 0;
    }

    /** Where the programs are. Skips the test, or fails it in continuous integration, when there are none. */
    private static Path programs() {
        Path debian = Path.of("/usr/lib/postgresql");
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.comparingInt(PostgresServer::version).reversed())
                        .forEach(version -> folders.add(version.resolve("bin")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            folders.add(Path.of(folder));
        }
        for (Path folder : folders) {
            if (Files.isExecutable(folder.resolve("initdb")) && Files.isExecutable(folder.resolve("postgres"))) {
                return folder;
            }
        }
        return missing("PostgreSQL is not installed: ./verify installs it");
    }

    private static int version(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches("\\d{1,4}") ? Integer.parseInt(name) : 0;
    }

    private static Path missing(String why) {
        if ("true".equals(System.getenv("CI"))) {
            fail(why);
        }
        return Assumptions.abort(why);
    }

    /** @return who is to run it; empty for whoever runs the tests */
    private static Optional<String> servant(Path directory) throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.empty();
        }
        FileSystem files = directory.getFileSystem();
        for (String name : SERVANTS) {
            try {
                Files.setOwner(directory, files.getUserPrincipalLookupService().lookupPrincipalByName(name));
                return Optional.of(name);
            } catch (IOException unknownUser) {
                // The next one, then.
            }
        }
        missing("PostgreSQL needs a user other than root");
        return Optional.empty();
    }

    private static List<String> asServant(Optional<String> servant, List<String> command) {
        List<String> whole = new ArrayList<>();
        // Becomes the program, so that signals reach it.
        servant.ifPresent(user -> whole.addAll(List.of("setpriv", "--reuid=" + user, "--clear-groups")));
        whole.addAll(command);
        return whole;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("postgres").toString(),
                "-D",
                directory.resolve("data").toString(),
                "-p",
                Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=off",
                "full_page_writes=off",
                "shared_buffers=16MB",
                "max_connections=100",
                "lc_messages=C")) {
            command.addAll(List.of("-c", setting));
        }
        return new ProcessBuilder(asServant(servant, command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
    }

    private void awaitReady() {
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (!runs(client("pg_isready", "--quiet"))) {
                assertThat(process.isAlive() && System.nanoTime() < end)
                        .as(() -> "PostgreSQL comes up: " + log())
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> client(String program, String... more) {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve(program).toString(), "--host=127.0.0.1", "--port=" + port, "--username=" + USER));
        command.addAll(List.of(more));
        return command;
    }

    /** What the server has said so far. */
    public String log() {
        try {
            return Files.readString(directory.resolve("log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes an empty database.
     *
     * @return its JDBC URL, with the user in it
     */
    public String createDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        try {
            SmallVolume.run(
                    client("createdb", "--maintenance-db=postgres", name).toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=" + USER;
    }

    public int port() {
        return port;
    }

    /** Ends it in good order, as an update of the package does: open transactions are rolled back. */
    public void stop() {
        signal("INT");
        awaitEnd();
    }

    /** Ends it at once, as a crash of its machine does. */
    public void kill() {
        // The children before their parent could look after them.
        signal("STOP");
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
        all.forEach(each -> each.onExit().join());
    }

    private void awaitEnd() {
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("PostgreSQL comes to its end")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Brings it up again after {@link #stop} or {@link #kill}, on the same port with the same databases. */
    public void startAgain() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    public void restart() {
        stop();
        startAgain();
    }

    /** As {@link #startAgain}, as one that follows another: it answers questions and takes no changes. Until it is killed. */
    public void startAgainAsStandby() {
        try {
            Path signal = Files.createFile(directory.resolve("data").resolve("standby.signal"));
            startAgain();
            // Read by now; the next start is an ordinary one.
            Files.delete(signal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops all of its processes where they are: connections stay, the system takes new ones, and nothing is answered. */
    public void freeze() {
        signal("STOP");
        all().forEach(each -> signal("STOP", each));
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() {
        all().forEach(each -> signal("CONT", each));
    }

    private List<ProcessHandle> all() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    private void signal(String name) {
        signal(name, process.toHandle());
    }

    private static void signal(String name, ProcessHandle to) {
        try {
            // One that has ended meanwhile is no failure.
            runs(List.of("kill", "-" + name, Long.toString(to.pid())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeTree(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> found = Files.walk(top)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /**
     * At the end of the Java machine: its databases are tens of thousands of files by then, and whoever waits for the machine
     * gives up after half a minute. So another process removes them.
     */
    private void leave() {
        if (process.isAlive()) {
            kill();
        }
        try {
            new ProcessBuilder("rm", "-rf", directory.toString()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        try {
            removeTree(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
