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
        Command command = tryRclone(server, words);
        assertThat(command.exitCode()).as(command.output()).isZero();
        return command.output();
    }

    private Command tryRclone(HeadroomProcess server, String... words) throws Exception {
        List<String> line = new ArrayList<>(
                List.of("rclone", "--config", scratch.resolve("none").toString()));
        line.addAll(List.of(words));
        line.addAll(List.of("--webdav-url", server.url().toString(), "--webdav-vendor", "other"));
        return Command.run(Duration.ofMinutes(2), Map.of(), scratch, line);
    }

    /** It shows our own words, and takes the quota for the disk. */
    @Test
    @Proves({"QUOTA-PF-05", "S507-BODY-05", "S507-RA-01"})
    void rcloneIsToldOfTheQuota() throws Exception {
        Path big = Files.write(scratch.resolve("big.bin"), new byte[2 << 20]);
        try (HeadroomProcess server = HeadroomProcess.serve(files, "--quota", "/=1MiB")) {
            assertThat(rclone(server, "about", ":webdav:"))
                    .contains("Total:   1 MiB", "Used:    0 B", "Free:    1 MiB");
            Command refused = tryRclone(server, "copyto", big.toString(), ":webdav:big.bin", "--retries", "1");
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.output())
                    .contains("this needs 2.0 MiB, but there is room for 1.0 MiB only")
                    .contains("507");
            assertThat(files.resolve("big.bin")).doesNotExist();
        }
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
