package io.headroom.s3.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A whole Ceph on this machine: a monitor, one store in memory and the S3 gateway, on free ports of the loopback address, thrown
 * away when closed. Its quotas and its "full" are the real ones. The methods that change the cluster are for one thread; the client
 * is for any.
 */
public final class RgwCluster extends S3Server {
    private static final Logger LOG = LoggerFactory.getLogger(RgwCluster.class);
    private static final Duration COMMAND = Duration.ofMinutes(1);
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int TRIES = 3;
    private static final String USER = "test";
    private static final AccessKeys KEYS = new AccessKeys("testkey", "testsecret");

    private final CephConfiguration configuration;
    private final Path directory;
    private final List<ChildProcess> daemons = new ArrayList<>();
    private final AtomicInteger commands = new AtomicInteger();
    private final URI endpoint;
    private final S3Client client;
    private ChildProcess gateway;

    private RgwCluster(CephConfiguration configuration) throws IOException {
        this.configuration = configuration;
        directory = configuration.directory();
        endpoint = URI.create("http://127.0.0.1:" + configuration.gatewayPort());
        try {
            startMonitor();
            startStore();
            gateway = startGateway();
            awaitGateway();
            makeUser(USER, KEYS);
        } catch (IOException | RuntimeException e) {
            end();
            throw e;
        }
        client = client(endpoint, KEYS);
    }

    /** One for all tests of this JVM, since a start takes seconds; it ends with the JVM. For tests that leave it as it was: never full. */
    public static RgwCluster shared() {
        require();
        return Shared.INSTANCE;
    }

    /** Skips the test, or in continuous integration fails it, where Ceph is not installed. */
    public static void require() {
        Needs.programs("ceph-mon", "ceph-osd", "ceph", "monmaptool", "radosgw", "radosgw-admin");
    }

    /** A cluster whose operations hang on while it is full, as Ceph's do by default. */
    public static RgwCluster start() throws IOException {
        return start(Optional.empty());
    }

    /** A cluster whose operations fail after a time, while it is full above all. */
    public static RgwCluster start(Duration operationTimeout) throws IOException {
        return start(Optional.of(operationTimeout));
    }

    private static RgwCluster start(Optional<Duration> operationTimeout) throws IOException {
        require();
        IOException last = new IOException("not tried");
        for (int i = 0; i < TRIES; i++) {
            Path directory = Files.createTempDirectory(Path.of("/tmp"), "rgw");
            CephConfiguration configuration = new CephConfiguration(
                    directory, UUID.randomUUID(), FreePort.find(), FreePort.find(), operationTimeout);
            try {
                return new RgwCluster(configuration);
            } catch (IOException e) {
                // Somebody else may have taken a port meanwhile.
                LOG.warn("A Ceph cluster didn't start, try {}", i + 1, e);
                last = e;
            }
        }
        throw last;
    }

    private void startMonitor() throws IOException {
        for (String folder : List.of("mon", "osd", "rgw")) {
            Files.createDirectory(directory.resolve(folder));
        }
        Files.createFile(directory.resolve("keyring"));
        Files.writeString(configurationFile(), configuration.text());
        String map = directory.resolve("monmap").toString();
        String address = "[v2:127.0.0.1:" + configuration.monitorPort() + "/0]";
        run(List.of("monmaptool", "--create", "--fsid", configuration.id().toString(), "--addv", "a", address, map));
        run(daemon("ceph-mon", "--mkfs", "-i", "a", "--monmap", map));
        ChildProcess monitor = startDaemon("ceph-mon", "-f", "-i", "a");
        await(
                "the monitor",
                monitor,
                () -> ceph("--connect-timeout", "5", "mon", "stat").contains("quorum"));
    }

    private void startStore() throws IOException {
        String id = UUID.randomUUID().toString();
        ceph("osd", "new", id, "0");
        run(daemon("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", id));
        ChildProcess store = startDaemon("ceph-osd", "-f", "-i", "0");
        await("the store", store, () -> ceph("osd", "stat").contains("1 up"));
    }

    private ChildProcess startGateway() throws IOException {
        return startDaemon("radosgw", "-f", "-n", "client.rgw");
    }

    private void awaitGateway() throws IOException {
        await("the gateway", gateway, () -> {
            HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
            connection.setConnectTimeout(2000);
            connection.setReadTimeout(5000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        });
    }

    private Path configurationFile() {
        return directory.resolve("ceph.conf");
    }

    private List<String> daemon(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(program, "-c", configurationFile().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private ChildProcess startDaemon(String program, String... arguments) throws IOException {
        ChildProcess daemon = ChildProcess.start(daemon(program, arguments), directory.resolve(program + ".out"));
        daemons.add(daemon);
        return daemon;
    }

    private String run(List<String> command) throws IOException {
        Path output = directory.resolve("command-" + commands.incrementAndGet() + ".out");
        return ChildProcess.run(command, output, COMMAND);
    }

    private String ceph(String... arguments) throws IOException {
        return run(daemon("ceph", arguments));
    }

    /** Runs {@code radosgw-admin}; what it says. */
    public String administer(String... arguments) throws IOException {
        return run(daemon("radosgw-admin", arguments));
    }

    private static void await(String what, ChildProcess daemon, Callable<Boolean> condition) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        Exception last = new IOException("not yet");
        while (System.nanoTime() < end) {
            daemon.requireAlive();
            try {
                if (condition.call()) {
                    return;
                }
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for " + what, e);
            } catch (Exception e) {
                last = e;
            }
        }
        throw new IOException("waited in vain for " + what, last);
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public AccessKeys keys() {
        return KEYS;
    }

    @Override
    public S3Client client() {
        return client;
    }

    /** Makes a user, whose quota is nobody else's: a client of theirs, which the caller closes. */
    public S3Client clientOf(AccessKeys user) {
        return client(endpoint, user);
    }

    /** Makes a user; the access key is the name as well. */
    public AccessKeys newUser() throws IOException {
        String name = "u-" + UUID.randomUUID();
        AccessKeys keys = new AccessKeys(name, UUID.randomUUID().toString());
        makeUser(name, keys);
        return keys;
    }

    private void makeUser(String name, AccessKeys keys) throws IOException {
        administer(
                "user",
                "create",
                "--uid=" + name,
                "--display-name=" + name,
                "--access-key=" + keys.accessKey(),
                "--secret-key=" + keys.secretKey());
    }

    /** Limits the bytes of a bucket. */
    public void setBucketQuotaBytes(String bucket, long bytes) throws IOException {
        setQuota("bucket", "--bucket=" + bucket, "--max-size=" + bytes);
    }

    /** Limits the number of objects of a bucket. */
    public void setBucketQuotaObjects(String bucket, long objects) throws IOException {
        setQuota("bucket", "--bucket=" + bucket, "--max-objects=" + objects);
    }

    /** Limits the bytes of all buckets of a user that {@link #newUser} made. */
    public void setUserQuotaBytes(AccessKeys user, long bytes) throws IOException {
        setQuota("user", "--uid=" + user.accessKey(), "--max-size=" + bytes);
    }

    /** Limits the number of objects of a user that {@link #newUser} made. */
    public void setUserQuotaObjects(AccessKeys user, long objects) throws IOException {
        setQuota("user", "--uid=" + user.accessKey(), "--max-objects=" + objects);
    }

    private void setQuota(String scope, String whose, String limit) throws IOException {
        administer("quota", "set", "--quota-scope=" + scope, whose, limit);
        administer("quota", "enable", "--quota-scope=" + scope, whose);
    }

    /** Ends the limits of a bucket; the figures of them stay in the headers of the gateway. */
    public void disableBucketQuota(String bucket) throws IOException {
        administer("quota", "disable", "--quota-scope=bucket", "--bucket=" + bucket);
    }

    /**
     * Lets the cluster be full, or no more, without filling it: writes hang, or fail after the time for operations; reads, listings and
     * removals work.
     */
    public void setFull(boolean full) throws IOException {
        // A ratio is raised to the lower ones where those are higher: hence all three, and the lowest first.
        if (full) {
            ceph("osd", "set-nearfull-ratio", "0.000001");
            ceph("osd", "set-backfillfull-ratio", "0.000001");
            ceph("osd", "set-full-ratio", "0.000001");
        } else {
            ceph("osd", "set-full-ratio", "0.95");
            ceph("osd", "set-backfillfull-ratio", "0.90");
            ceph("osd", "set-nearfull-ratio", "0.85");
        }
        String state = full ? "exists,full,up" : "exists,up";
        await(
                "the state " + state,
                daemons.get(1),
                () -> ceph("osd", "dump").lines().anyMatch(line -> line.startsWith("osd.0 ") && line.contains(state)));
    }

    /** Ends the gateway at once (SIGKILL); the cluster behind it goes on. */
    public void killGateway() throws IOException {
        daemons.remove(gateway);
        gateway.close();
    }

    /** Starts a gateway after {@link #killGateway()}, at the same place, and waits until it answers. */
    public void restartGateway() throws IOException {
        gateway = startGateway();
        awaitGateway();
    }

    /** Lets the gateway do nothing (SIGSTOP): the system takes connections and bytes for it, and nothing answers. */
    public void pauseGateway() throws IOException {
        gateway.signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void continueGateway() throws IOException {
        gateway.signal("CONT");
    }

    @Override
    public void close() throws IOException {
        client.close();
        end();
    }

    private void end() throws IOException {
        // The gateway first, the monitor last. Killed: what they could still tidy up is thrown away anyway.
        for (int i = daemons.size() - 1; i >= 0; i--) {
            daemons.get(i).close();
        }
        daemons.clear();
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static final class Shared {
        static final RgwCluster INSTANCE = start();

        private static RgwCluster start() {
            try {
                RgwCluster cluster = RgwCluster.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        cluster.close();
                    } catch (IOException e) {
                        LOG.warn("A Ceph cluster didn't end well", e);
                    }
                }));
                return cluster;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
