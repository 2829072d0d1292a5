package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs against the real jar: this project's own sources go in and come out unchanged. */
class OrdinaryClientsIT {
    private static final Path SOURCES =
            Path.of("..", "server", "src").toAbsolutePath().normalize();

    @TempDir
    Path files;

    @TempDir
    Path scratch;

    @BeforeEach
    void needs() {
        Needs.program("rclone");
        Needs.program("cadaver");
    }

    private String rclone(HeadroomProcess server, String... words) throws Exception {
        List<String> line = new ArrayList<>(
                List.of("rclone", "--config", scratch.resolve("none").toString()));
        line.addAll(List.of(words));
        line.addAll(List.of("--webdav-url", server.url().toString(), "--webdav-vendor", "other"));
        Command command = Command.run(Duration.ofMinutes(2), Map.of(), scratch, line);
        assertThat(command.exitCode()).as(command.output()).isZero();
        return command.output();
    }

    @Test
    @Proves("QUOTA-PF-01")
    void rclone() throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            rclone(server, "sync", SOURCES.toString(), ":webdav:sources");
            rclone(server, "check", "--download", SOURCES.toString(), ":webdav:sources");
            Command.succeed(
                    "diff", "-r", SOURCES.toString(), files.resolve("sources").toString());
            rclone(server, "moveto", ":webdav:sources", ":webdav:moved");
            rclone(server, "check", "--download", SOURCES.toString(), ":webdav:moved");
            assertThat(rclone(server, "about", ":webdav:")).contains("Free:", "Used:", "Total:");
            rclone(server, "purge", ":webdav:moved");
            assertThat(files.resolve("moved")).doesNotExist();
        }
    }

    @Test
    void cadaver() throws Exception {
        Path file = Files.writeString(scratch.resolve("hello world.txt"), "hello");
        Path script = Files.writeString(scratch.resolve("script"), """
                mkcol folder
                put "%s" "folder/hello world.txt"
                copy "folder/hello world.txt" "folder/copy.txt"
                move "folder/copy.txt" "moved.txt"
                propset moved.txt color red
                propget moved.txt color
                lock moved.txt
                unlock moved.txt
                get "folder/hello world.txt" "%s"
                delete moved.txt
                ls folder
                quit
                """.formatted(file, scratch.resolve("back.txt")));
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            Command cadaver = Command.run(
                    Duration.ofMinutes(1),
                    Map.of("HOME", scratch.toString()),
                    scratch,
                    List.of("sh", "-c", "cadaver " + server.url() + " < " + script));
            assertThat(cadaver.output())
                    .doesNotContain("failed")
                    .contains("red")
                    .contains("hello world.txt");
            assertThat(scratch.resolve("back.txt")).hasContent("hello");
            assertThat(files.resolve("folder/hello world.txt")).hasContent("hello");
            assertThat(files.resolve("moved.txt")).doesNotExist();
        }
    }
}
