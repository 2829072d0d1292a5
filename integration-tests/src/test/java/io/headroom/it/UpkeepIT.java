package io.headroom.it;

import static io.headroom.it.Command.assertSays;
import static io.headroom.it.Command.headroom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server is killed and its files change behind its back; then the commands that look after it, as a person calls them. */
class UpkeepIT {
    @TempDir
    Path files;

    private List<Path> staged() {
        try (Stream<Path> all = Files.walk(files.resolve(".headroom/staging"))) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatACrashLeavesIsFoundMendedAndNotLost() throws Exception {
        String dir = files.toString();
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            Dav dav = server.dav();
            for (String name : List.of("/stays.txt", "/goes.txt")) {
                assertThat(dav.put(name, "x").status()).isEqualTo(201);
                dav.setProperty(name, "colour", "red");
                assertThat(dav.locked(name, "0")).isNotEmpty();
            }
            assertSays(headroom("check", dir), 2, "A server serves " + dir + ". Stop it first");
            try (RawClient upload = dav.raw()) {
                upload.head(
                                "PUT " + dav.target("/film.mkv") + " HTTP/1.1",
                                "Host: localhost",
                                "Content-Length: 1000000")
                        .send(new byte[100_000]);
                await().until(() -> !staged().isEmpty());
                server.kill();
            }
        }
        Files.delete(files.resolve("goes.txt"));

        assertSays(
                headroom("check", dir),
                1,
                staged().get(0) + " is of an upload",
                "/goes.txt has the property",
                "/goes.txt has a lock",
                "3 findings. Nothing was changed");
        assertSays(headroom("check", dir, "--mend"), 0, "3 findings, and all is mended.", "headroom-check-");
        assertThat(staged()).isEmpty();

        Path kept;
        try (Stream<Path> all = Files.list(files.resolve(".headroom"))) {
            kept = all.filter(path -> path.getFileName().toString().startsWith("headroom-check-"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(files.resolve("goes.txt"), "back");
        assertSays(headroom("import", dir, kept.toString(), "--merge"), 0, "dead property", "lock");
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            for (String name : List.of("/stays.txt", "/goes.txt")) {
                assertThat(server.dav().put(name, "y").status())
                        .as("it is locked")
                        .isEqualTo(423);
                assertThat(server.dav().propfindBody(name, "0", "<D:allprop/>").text())
                        .contains("red");
            }
        }
    }
}
