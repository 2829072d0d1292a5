package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The system itself says that there is no room, late: when the bytes are forced to the disk, as NFS does, or at the rename, where a
 * directory may need a block. strace makes the calls fail; the server is the jar as it is shipped.
 */
final class SystemFaultsIT {
    private static final String RENAME = "?rename,?renameat,renameat2";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path files;

    private static HeadroomProcess server;

    @BeforeAll
    static void start() throws Exception {
        Needs.program("strace");
        Needs.root();
        server = HeadroomProcess.serve(files);
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void fill() throws Exception {
        assertThat(send("PUT", "old", "old").statusCode()).isIn(201, 204);
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static List<Path> staged() throws IOException {
        try (Stream<Path> found = Files.walk(files.resolve(".headroom/staging"))) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    /** Calls of the server that fail until this is closed. */
    private static final class Fault implements AutoCloseable {
        private final Process strace;
        private final Path output;

        /** @param calls as strace names them */
        Fault(String calls, String error) throws IOException {
            output = Files.createTempFile("strace", ".out");
            strace = new ProcessBuilder(
                            "strace",
                            "-f",
                            "-p",
                            Long.toString(server.pid()),
                            "-e",
                            "trace=" + calls,
                            "-e",
                            "inject=" + calls + ":error=" + error)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Awaitility.await().until(() -> Files.readString(output).contains("attached"));
        }

        @Override
        public void close() throws Exception {
            strace.destroy();
            assertThat(strace.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(output)).contains("INJECTED");
            Files.delete(output);
        }
    }

    @ParameterizedTest
    @CsvSource({"ENOSPC, sufficient-disk-space", "EDQUOT, quota-not-exceeded"})
    @Proves({"S507-GEN-01", "S507-GEN-02", "S507-GEN-05"})
    void noRoomAtTheForce(String error, String condition) throws Exception {
        try (Fault fault = new Fault("fsync", error)) {
            for (HttpResponse<String> answer : List.of(
                    send("PUT", "new", "new"),
                    send("PUT", "old", "new"),
                    send("COPY", "old", "", "Destination", "/copy"))) {
                assertThat(answer.statusCode()).isEqualTo(507);
                assertThat(answer.body()).contains(condition);
            }
        }
        assertNothingChanged();
    }

    @ParameterizedTest
    @CsvSource({"ENOSPC, 507, sufficient-disk-space", "EDQUOT, 507, quota-not-exceeded", "EROFS, 403, ''"})
    @Proves({"S507-GEN-01", "S507-GEN-02", "S507-GEN-05"})
    void noRoomAtTheRename(String error, int status, String condition) throws Exception {
        try (Fault fault = new Fault(RENAME, error)) {
            for (HttpResponse<String> answer : List.of(
                    send("PUT", "new", "new"),
                    send("COPY", "old", "", "Destination", "/new"),
                    send("MOVE", "old", "", "Destination", "/new"))) {
                assertThat(answer.statusCode()).isEqualTo(status);
                assertThat(answer.body()).contains(condition);
            }
        }
        assertNothingChanged();
    }

    private static void assertNothingChanged() throws Exception {
        assertThat(send("GET", "old", "").body()).isEqualTo("old");
        assertThat(files.resolve("new")).doesNotExist();
        assertThat(files.resolve("copy")).doesNotExist();
        assertThat(staged()).isEmpty();
        assertThat(send("PUT", "new", "new").statusCode()).isEqualTo(201);
        assertThat(send("DELETE", "new", "").statusCode()).isEqualTo(204);
        assertThat(server.output()).doesNotContain("ERROR");
    }
}
