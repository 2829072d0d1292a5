package io.headroom.s3.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that a test has started, or a command that it runs. For one thread; closing kills it. */
final class ChildProcess implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(30);

    private final Process process;
    private final List<String> command;
    private final Path output;

    private ChildProcess(Process process, List<String> command, Path output) {
        this.process = process;
        this.command = command;
        this.output = output;
    }

    /** @param output gets what it prints, appended */
    static ChildProcess start(List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new ChildProcess(process, command, output);
    }

    /**
     * Runs to the end.
     *
     * @param output gets what it prints, in place of what was in it
     * @return what it printed
     * @throws IOException when it fails or takes longer than the limit
     */
    static String run(List<String> command, Path output, Duration limit) throws IOException {
        Files.deleteIfExists(output);
        try (ChildProcess child = start(command, output)) {
            if (!child.waits(limit)) {
                throw new IOException("not done in " + limit + ": " + command);
            }
            String text = child.output();
            if (child.process.exitValue() != 0) {
                throw new IOException("exit code " + child.process.exitValue() + " of " + command + ": " + text);
            }
            return text;
        }
    }

    private boolean waits(Duration limit) throws IOException {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command, e);
        }
    }

    /** @throws IOException with what it printed, when it has ended */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("ended with " + process.exitValue() + ": " + command + ": " + output());
        }
    }

    String output() throws IOException {
        return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
    }

    long id() {
        return process.pid();
    }

    /** @param name as {@code kill} knows it, {@code STOP} say */
    void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (!new ChildProcess(kill, List.of("kill"), output).waits(END)) {
            throw new IOException("can't signal " + command);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        if (!waits(END)) {
            throw new IOException("can't be killed: " + command);
        }
    }
}
