package io.headroom.s3.testkit;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3Proxy as a process of its own over a folder: a second opinion, with the newer conditions and checksums, whose disk can really be
 * full. Closing ends the process and leaves the folder to whoever made it.
 */
public final class S3ProxyProcess extends S3Server {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final AccessKeys KEYS = new AccessKeys("testkey", "testsecret");

    private final Path work;
    private final ChildProcess process;
    private final URI endpoint;
    private final S3Client client;

    private S3ProxyProcess(Path work, ChildProcess process, URI endpoint) {
        this.work = work;
        this.process = process;
        this.endpoint = endpoint;
        client = client(endpoint, KEYS);
    }

    /** @param folder where the objects lie */
    public static S3ProxyProcess start(Path folder) throws IOException {
        Path jars = jars();
        Path work = Files.createTempDirectory("s3proxy");
        URI endpoint = URI.create("http://127.0.0.1:" + FreePort.find());
        Path properties = work.resolve("s3proxy.conf");
        Files.write(properties, lines(endpoint, folder));
        Path logging = work.resolve("logback.xml");
        // By default it logs every byte, and is several times slower.
        Files.writeString(logging, "<configuration><root level=\"warn\"/></configuration>");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                jars.resolve("*").toString(),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString());
        ChildProcess process = ChildProcess.start(command, work.resolve("s3proxy.out"));
        try {
            awaitAnswer(process, endpoint);
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
        return new S3ProxyProcess(work, process, endpoint);
    }

    private static List<String> lines(URI endpoint, Path folder) {
        Map<String, Object> settings = Map.of(
                "s3proxy.endpoint",
                endpoint,
                "s3proxy.authorization",
                "aws-v2-or-v4",
                "s3proxy.identity",
                KEYS.accessKey(),
                "s3proxy.credential",
                KEYS.secretKey(),
                "jclouds.provider",
                "filesystem-nio2",
                "jclouds.filesystem.basedir",
                folder);
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + "=" + value));
        return lines;
    }

    // The build puts them there; tests run in the folder of their module or in the one above it.
    private static Path jars() {
        for (String place : List.of("s3proxy/target/lib", "../storage-s3/s3proxy/target/lib")) {
            Path jars = Path.of(place).toAbsolutePath().normalize();
            if (Files.isDirectory(jars)) {
                return jars;
            }
        }
        Needs.missing(
                "the jars of S3Proxy are not in s3proxy/target/lib: the build of the module s3proxy puts them there");
        throw new AssertionError("missing parts end a test");
    }

    private static void awaitAnswer(ChildProcess process, URI endpoint) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        IOException last = new IOException("not tried");
        while (System.nanoTime() < end) {
            process.requireAlive();
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) endpoint.toURL().openConnection();
                connection.setConnectTimeout(2000);
                connection.setReadTimeout(5000);
                connection.getResponseCode();
                connection.disconnect();
                return;
            } catch (IOException e) {
                last = e;
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for S3Proxy", e);
            }
        }
        throw new IOException("waited in vain for S3Proxy: " + process.output(), last);
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

    /** Ends it at once (SIGKILL). */
    public void kill() throws IOException {
        process.close();
    }

    @Override
    public void close() throws IOException {
        client.close();
        process.close();
        for (String name : List.of("s3proxy.conf", "logback.xml", "s3proxy.out")) {
            Files.deleteIfExists(work.resolve(name));
        }
        Files.delete(work);
    }
}
