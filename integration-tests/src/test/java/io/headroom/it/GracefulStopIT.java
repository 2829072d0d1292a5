package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while somebody uploads: the upload comes to its end while there is time, and has never been when there is none. */
@Timeout(60)
final class GracefulStopIT {
    /** What the JVM says when a signal ended it, in good order too: 128 + SIGTERM. */
    private static final int TERMINATED = 143;

    private static final int HALF = 300_000;
    private static final int PIECE = 30_000;
    /** Longer than the container's own patience with connections, when it stops, which is one second. */
    private static final long PAUSE_MILLIS = 1300;

    @TempDir
    Path files;

    private final byte[] content = new byte[2 * HALF];

    @BeforeEach
    void fill() {
        new Random(1).nextBytes(content);
    }

    private static RawClient connect(HeadroomProcess server) throws IOException {
        return new RawClient(server.url().getHost(), server.url().getPort());
    }

    /** Sends half a file, and returns when the server has some of it. */
    private void sendHalf(RawClient client, String path) throws IOException {
        client.head("PUT " + path + " HTTP/1.1", "Host: localhost", "Content-Length: " + content.length);
        client.send(Arrays.copyOf(content, HALF));
        await().until(() -> !StagedFiles.of(files).isEmpty());
    }

    private static int ready(HeadroomProcess server) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.admin().resolve("/ready")).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static boolean isRefused(HeadroomProcess server) throws IOException {
        try (RawClient client = connect(server)) {
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    @Test
    void anUploadUnderWayIsFinishedWhileNobodyElseIsLetIn() throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files);
                RawClient upload = connect(server);
                RawClient early = connect(server);
                RawClient unused = connect(server)) {
            assertThat(ready(server)).isEqualTo(200);
            sendHalf(upload, "/film");
            // Half a request before the stop, the rest after it.
            early.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
            server.signal();
            await().until(() -> {
                early.send("X-Slow: yes\r\n");
                return isRefused(server);
            });
            early.send("\r\n");
            Answer refusal = early.read();
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.header("Connection")).hasValue("close");
            assertThat(early.isAtEnd()).isTrue();
            assertThat(unused.isAtEnd()).isTrue();
            assertThat(ready(server)).isEqualTo(503);

            Answer stored = finishSlowly(upload);
            assertThat(stored.status()).isEqualTo(201);
            assertThat(stored.header("Connection")).hasValue("close");
            assertThat(upload.isAtEnd()).isTrue();
            assertThat(server.ended()).isEqualTo(TERMINATED);
        }
        assertThat(files.resolve("film")).hasBinaryContent(content);
        assertThat(StagedFiles.of(files)).isEmpty();
    }

    /** A pause, and the rest in small pieces. */
    private Answer finishSlowly(RawClient client) throws Exception {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        try {
            ScheduledFuture<?> rest = later.schedule(
                    () -> {
                        for (int at = HALF; at < content.length; at += PIECE) {
                            client.send(Arrays.copyOfRange(content, at, at + PIECE));
                        }
                        return null;
                    },
                    PAUSE_MILLIS,
                    TimeUnit.MILLISECONDS);
            rest.get();
            return client.read();
        } finally {
            later.shutdownNow();
        }
    }

    @Test
    void anUploadThatTakesTooLongHasNeverBeen() throws Exception {
        Files.writeString(files.resolve("film"), "old");
        try (HeadroomProcess server = HeadroomProcess.serve(files, "--stop-seconds", "1");
                RawClient upload = connect(server)) {
            sendHalf(upload, "/film");
            long start = System.nanoTime();
            server.signal();
            assertThat(server.ended()).isEqualTo(TERMINATED);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
            assertThat(isBrokenOff(upload)).isTrue();
        }
        assertThat(files.resolve("film")).hasContent("old");
        assertThat(StagedFiles.of(files)).isEmpty();
    }

    private static boolean isBrokenOff(RawClient client) throws IOException {
        try {
            return client.read().status() >= 400;
        } catch (EOFException | SocketException gone) {
            return true;
        }
    }

    @Test
    void aServerWithoutRequestsStopsAtOnce() throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files);
                RawClient kept = connect(server)) {
            kept.head("GET / HTTP/1.1", "Host: localhost");
            assertThat(kept.read().status()).isEqualTo(200);
            long start = System.nanoTime();
            server.signal();
            assertThat(server.ended()).isEqualTo(TERMINATED);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }
}
