package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told, on a socket like its own. Java has no such sockets; Python has. */
@Timeout(60)
final class ServiceNotifyIT {
    /** Appends each message to a file, one variable a line. */
    private static final String RECEIVER = """
            import socket, sys
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver, open(sys.argv[2], "w") as log:
                receiver.bind(sys.argv[1])
                while True:
                    # File descriptors that come along, on which the sender waits, are closed by being left alone.
                    log.write(receiver.recv(65536).decode().rstrip() + "\\n")
                    log.flush()
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void requirePrograms() {
        Needs.program("python3");
        Needs.program("systemd-notify");
    }

    @Test
    void systemdHearsWhenTheServerIsReadyAndWhenItStops() throws Exception {
        Path socket = folder.resolve("notify");
        Path heard = folder.resolve("heard");
        Path files = Files.createDirectory(folder.resolve("files"));
        Process receiver = new ProcessBuilder("python3", "-c", RECEIVER, socket.toString(), heard.toString())
                .inheritIO()
                .start();
        try {
            await().until(() -> Files.exists(socket));
            try (HeadroomProcess server = HeadroomProcess.serve(
                    files.toString(), Map.of("NOTIFY_SOCKET", socket.toString()), "--stop-seconds", "40")) {
                await().untilAsserted(
                                () -> assertThat(lines(heard)).contains("READY=1", "STATUS=Serves at " + server.url()));
                assertThat(lines(heard)).doesNotContain("STOPPING=1");
                server.stop();
                // A minute for 40 seconds of requests and what is to be closed after them.
                assertThat(lines(heard)).contains("STOPPING=1", "EXTEND_TIMEOUT_USEC=60000000");
                assertThat(server.output())
                        .as("what a person needs is not for the journal")
                        .doesNotContain("systemd was not told", "Ctrl-C");
            }
        } finally {
            receiver.destroy();
            receiver.waitFor();
        }
    }

    private static List<String> lines(Path file) throws Exception {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
