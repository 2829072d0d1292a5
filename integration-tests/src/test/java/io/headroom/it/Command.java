package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that was run to its end.
 *
 * @param output stdout and stderr together
 */
record Command(int exitCode, String output) {
    /** Runs with a bound in time; the process is ended when that passes. */
    static Command run(Duration most, Map<String, String> environment, Path folder, List<String> words)
            throws IOException, InterruptedException {
        return run(most, environment, folder, words, "");
    }

    /** @param input what it finds on its standard input */
    static Command run(Duration most, Map<String, String> environment, Path folder, List<String> words, String input)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("command", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (OutputStream standardInput = process.getOutputStream()) {
                standardInput.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(words + " did not end in " + most + ": " + Files.readString(output));
            }
            return new Command(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** The server's own command line, within a minute. */
    static Command headroom(String... arguments) throws IOException, InterruptedException {
        return run(
                Duration.ofMinutes(1), Map.of("LC_ALL", "C.UTF-8"), Path.of("."), HeadroomProcess.command(arguments));
    }

    static void assertSays(Command command, int exitCode, String... words) {
        assertThat(command.output()).contains(words);
        assertThat(command.exitCode()).as(command.output()).isEqualTo(exitCode);
    }

    /** Runs within two minutes and expects exit code 0. */
    static String succeed(String... words) throws IOException, InterruptedException {
        Command command = run(Duration.ofMinutes(2), Map.of(), Path.of("."), List.of(words));
        assertThat(command.exitCode())
                .as("%s: %s", List.of(words), command.output())
                .isZero();
        return command.output();
    }
}
