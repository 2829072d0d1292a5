package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file, the environment and the command line, as the started program takes them. */
class ConfigurationIT {
    @TempDir
    Path folder;

    private static Command headroom(Map<String, String> environment, String... arguments) throws Exception {
        return Command.run(Duration.ofSeconds(30), environment, Path.of("."), HeadroomProcess.command(arguments));
    }

    private Path file(String yaml) throws Exception {
        return Files.writeString(folder.resolve("headroom.yaml"), yaml);
    }

    private Path files() throws Exception {
        return Files.createDirectory(folder.resolve("files"));
    }

    @Test
    void theEnvironmentWinsOverTheFileAndTheCommandLineOverBoth() throws Exception {
        String file =
                file("path-prefix: /file\nread-only: true\ncontact: file\n").toString();
        Map<String, String> environment = Map.of("HEADROOM_PATH_PREFIX", "/env", "HEADROOM_READ_ONLY", "false");
        Path files = files();
        try (HeadroomProcess server = HeadroomProcess.serve(files.toString(), environment, "--config", file)) {
            assertThat(server.url().getPath()).isEqualTo("/env/");
            assertThat(server.dav().put("/a.txt", "a").status()).isEqualTo(201);
        }
        try (HeadroomProcess server = HeadroomProcess.serve(
                files.toString(), environment, "--config", file, "--path-prefix", "/word", "--read-only")) {
            assertThat(server.url().getPath()).isEqualTo("/word/");
            assertThat(server.dav().put("/b.txt", "b").status()).isEqualTo(403);
        }
    }

    @Test
    void anUnknownVariableIsRefused() throws Exception {
        Command command = headroom(Map.of("HEADROOM_RAED_ONLY", "true"), "serve", files().toString(), "--port", "0");
        assertThat(command)
                .isEqualTo(new Command(
                        2,
                        "HEADROOM_RAED_ONLY: There is no such setting for the environment."
                                + " Did you mean HEADROOM_READ_ONLY?\n"));
    }

    @Test
    void checkSaysWhatServeWouldSay() throws Exception {
        String file =
                file("storage: " + files() + "\nport: 0\nsync: sometimes\n").toString();
        Command checked = headroom(Map.of(), "config", "check", "--config", file);
        assertThat(checked)
                .isEqualTo(
                        new Command(2, file + ":3: The setting 'sync' is 'sometimes': it must be always or never.\n"));
        assertThat(headroom(Map.of(), "serve", "--config", file)).isEqualTo(checked);
        assertThat(headroom(Map.of("HEADROOM_SYNC", "never"), "config", "check", "--config", file))
                .isEqualTo(new Command(0, "The settings are right. They serve " + folder.resolve("files") + ".\n"));
        assertThat(folder.resolve("files")).isEmptyDirectory();
    }

    @Test
    void printSaysWhereAValueComesFrom() throws Exception {
        String file = file("storage: " + folder + "\nusers: {alice: $argon2id$hash}\n")
                .toString();
        Command printed = headroom(Map.of("HEADROOM_PORT", "1"), "config", "print", "--config", file);
        assertThat(printed.exitCode()).isZero();
        assertThat(printed.output().replaceAll(" +", " "))
                .contains("port 1 HEADROOM_PORT\n", "users alice=(not shown) " + file + ":2\n", "sync always default\n")
                .doesNotContain("$argon2id$");
    }
}
