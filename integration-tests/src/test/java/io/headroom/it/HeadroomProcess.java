package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jar, run as a person runs it. Closed by whoever started it. */
final class HeadroomProcess implements AutoCloseable {
    private static final Path JAR = Path.of("..", "server", "target", "headroom.jar");
    private static final Pattern ADMIN = Pattern.compile("metrics: (http://\\S+)");
    /** Up to the last line that it says when it is ready: what it says before may still be on its way here. */
    private static final Pattern READY = Pattern.compile("serves .* at (http://\\S+)[\\s\\S]*Stop with Ctrl-C");
    /** Under systemd nothing is said to a person at a terminal. */
    private static final Pattern READY_AS_SERVICE = Pattern.compile("serves .* at (http://\\S+)\n");

    private final Process process;
    private final Path output;
    private final URI url;

    private HeadroomProcess(Process process, Path output, URI url) {
        this.process = process;
        this.output = output;
        this.url = url;
    }

    /** The words that start the jar with the JVM of these tests. */
    static List<String> command(String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx160m");
        words.add("-jar");
        words.add(JAR.toAbsolutePath().normalize().toString());
        words.addAll(List.of(arguments));
        return words;
    }

    /** Serves a folder on a free port, and returns when it answers. */
    static HeadroomProcess serve(Path folder, String... options) throws IOException, InterruptedException {
        return serve(folder.toString(), options);
    }

    /**
     * @param storage a folder, or the address of a bucket
     * @param options also the ports, where they are not to be free ones
     */
    static HeadroomProcess serve(String storage, String... options) throws IOException, InterruptedException {
        return serve(storage, Map.of(), options);
    }

    /**
     * Serves a bucket on a free port, and returns when it answers.
     *
     * @param state for the folder that the server keeps its own files in
     */
    static HeadroomProcess serve(UserBucket bucket, Path state, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("--endpoint", bucket.cluster().endpoint().toString(), "--s3-region", "us-east-1"));
        arguments.addAll(List.of(options));
        return serve(
                "s3://" + bucket.name(),
                Map.of(
                        "AWS_ACCESS_KEY_ID", bucket.user().accessKey(),
                        "AWS_SECRET_ACCESS_KEY", bucket.user().secretKey(),
                        "XDG_STATE_HOME", state.toString()),
                arguments.toArray(String[]::new));
    }

    /**
     * @param storage a folder, or the address of a bucket
     * @param environment variables beside those of this process
     */
    static HeadroomProcess serve(String storage, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("serve", storage));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--port")) {
            arguments.addAll(List.of("--port", "0"));
        }
        if (!arguments.contains("--admin-port")) {
            arguments.addAll(List.of("--admin-port", "0"));
        }
        Map<String, String> all = new HashMap<>(environment);
        all.put("LC_ALL", "C.UTF-8");
        return run(command(arguments.toArray(String[]::new)), all);
    }

    /**
     * Runs any words that start a server, and returns when it answers.
     *
     * @param environment in addition to that of these tests
     */
    static HeadroomProcess run(List<String> words, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("headroom", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        Pattern pattern = environment.containsKey("NOTIFY_SOCKET") ? READY_AS_SERVICE : READY;
        for (int i = 0; i < 2400; i++) {
            Matcher ready = pattern.matcher(Files.readString(output));
            if (ready.find()) {
                return new HeadroomProcess(process, output, URI.create(ready.group(1)));
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        process.destroyForcibly().waitFor();
        throw new AssertionError("the server did not start: " + Files.readString(output));
    }

    /** Serves a place in a bucket that other processes may serve too, with what they share in a PostgreSQL. */
    static HeadroomProcess serve(TestBucket bucket, String prefix, String database, Path state, String... options)
            throws IOException, InterruptedException {
        Path secret = state.resolveSibling(state.getFileName() + ".secret");
        Files.writeString(secret, bucket.cluster().keys().secretKey());
        List<String> all = new ArrayList<>(List.of(
                "--endpoint",
                bucket.cluster().endpoint().toString(),
                "--s3-access-key",
                bucket.cluster().keys().accessKey(),
                "--s3-secret-key-file",
                secret.toString(),
                "--s3-part-size",
                "5MiB",
                "--metadata",
                database,
                "--state",
                state.toString()));
        all.addAll(List.of(options));
        return serve("s3://" + bucket.name() + "/" + prefix, all.toArray(String[]::new));
    }

    /** Where its administration is. */
    URI admin() throws IOException {
        Matcher found = ADMIN.matcher(output());
        assertThat(found.find()).isTrue();
        return URI.create(found.group(1));
    }

    URI url() {
        return url;
    }

    URI url(String path) {
        return url.resolve(path);
    }

    Dav dav() {
        return new Dav(url);
    }

    long pid() {
        return process.pid();
    }

    /** What it printed so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill}: it is told to stop, and goes on until it has. */
    void signal() {
        process.destroy();
    }

    /** As {@code kill}; the exit code. */
    int stop() throws InterruptedException {
        signal();
        return ended();
    }

    /** Waits for its end; the exit code. */
    int ended() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("the server did not stop");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws Exception {
        if (process.isAlive()) {
            stop();
        }
        Files.deleteIfExists(output);
    }
}
