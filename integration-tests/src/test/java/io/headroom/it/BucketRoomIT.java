package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is started on a bucket and knows its room: what can't fit is refused before a byte of it is sent. */
final class BucketRoomIT {
    private static final int MIB = 1 << 20;
    private static final int ROOM = 12 * MIB;
    private static final String EXPECT = "Expect: 100-continue";
    private static final String FIGURES = "<D:propfind xmlns:D='DAV:'><D:prop><D:quota-available-bytes/>"
            + "<D:quota-used-bytes/></D:prop></D:propfind>";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    private UserBucket bucket;

    @BeforeEach
    void make() throws IOException {
        bucket = UserBucket.make();
        // True in both cases; only where it is told to be asked for does the server know of it beforehand.
        bucket.cluster().setBucketQuotaBytes(bucket.name(), ROOM);
    }

    private HttpResponse<String> send(
            HeadroomProcess server, String method, String path, byte[] content, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.url(path)).method(method, BodyPublishers.ofByteArray(content));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The first that the server says to a PUT of which nothing but the head was sent. */
    private static Answer announced(HeadroomProcess server, String path, long length, String... more)
            throws IOException {
        try (RawClient raw = new RawClient(server.url().getHost(), server.url().getPort())) {
            raw.send("PUT " + path + " HTTP/1.1\r\nHost: " + server.url().getAuthority() + "\r\n");
            for (String header : more) {
                raw.send(header + "\r\n");
            }
            return raw.head("Content-Length: " + length).read();
        }
    }

    private int chunked(HeadroomProcess server, String path, byte[] content) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.url(path))
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    private static long available(HttpResponse<String> figures) {
        return Long.parseLong(MultiStatusView.parse(figures.body().getBytes(StandardCharsets.UTF_8))
                .only()
                .text("quota-available-bytes"));
    }

    private long available(HeadroomProcess server) throws Exception {
        return available(send(server, "PROPFIND", "", FIGURES.getBytes(StandardCharsets.UTF_8), "Depth", "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--s3-limit=12MiB", "--s3-room=rgw"})
    @Proves({
        "S507-PUT-01",
        "S507-PUT-02",
        "S507-PUT-04",
        "S507-COPY-01",
        "S507-COPY-02",
        "S507-MOVE-04",
        "S507-GEN-03",
        "S507-GEN-05",
        "QUOTA-PF-10",
        "QUOTA-ERR-02"
    })
    void whatCannotFitIsRefusedAtItsHead(String setting) throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(bucket, folder, setting, "--floor", "0")) {
            assertThat(available(server)).isEqualTo(ROOM);
            NoRoom.assertRefused(announced(server, "/new", ROOM + 1), "/new");
            NoRoom.assertRefused(announced(server, "/new", ROOM + 1, EXPECT), "/new");
            assertThat(bucket.objects()).isEmpty();
            assertThat(bucket.openUploads()).isEmpty();

            assertThat(send(server, "MKCOL", "tree", new byte[0]).statusCode()).isEqualTo(201);
            assertThat(send(server, "PUT", "tree/a", new byte[7 * MIB]).statusCode())
                    .isEqualTo(201);
            assertThat(available(server)).isEqualTo(ROOM - 7 * MIB);
            NoRoom.assertRefused(announced(server, "/tree/a", 5 * MIB + 1, EXPECT), "/tree/a");
            assertThat(chunked(server, "tree/a", new byte[6 * MIB])).isEqualTo(507);
            assertThat(send(server, "COPY", "tree/a", new byte[0], "Destination", "/b")
                            .statusCode())
                    .isEqualTo(507);
            assertThat(send(server, "COPY", "tree/", new byte[0], "Destination", "/copy/")
                            .statusCode())
                    .isEqualTo(507);
            assertThat(send(server, "MOVE", "tree/a", new byte[0], "Destination", "/b")
                            .statusCode())
                    .isEqualTo(507);
            assertThat(send(server, "MOVE", "tree/", new byte[0], "Destination", "/moved/")
                            .statusCode())
                    .isEqualTo(507);
            assertThat(bucket.objects()).hasSize(2);
            assertThat(bucket.openUploads()).isEmpty();

            assertThat(send(server, "PUT", "b", new byte[5 * MIB]).statusCode()).isEqualTo(201);
            assertThat(available(server)).isZero();
            NoRoom.assertRefused(announced(server, "/c", 1, EXPECT), "/c");
            assertThat(send(server, "DELETE", "b", new byte[0]).statusCode()).isEqualTo(204);
            assertThat(available(server)).isEqualTo(ROOM - 7 * MIB);
            assertThat(announced(server, "/c", 5 * MIB, EXPECT).status()).isEqualTo(100);
        }
    }

    @Test
    void itsOwnFilesAreInTheFolderForSuch() throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(bucket, folder)) {
            assertThat(send(server, "PUT", "a", new byte[1]).statusCode()).isEqualTo(201);
            Path state = folder.resolve("headroom").resolve(bucket.name());
            assertThat(state.resolve("metadata.db")).exists();
            assertThat(state.resolve("admin.json")).exists();
        }
        assertThat(Files.exists(Path.of(".headroom")))
                .as("a folder where it was started")
                .isFalse();
        assertThat(bucket.objects()).hasSize(1);
    }
}
