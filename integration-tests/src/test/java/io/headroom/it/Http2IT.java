package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 on the port of HTTP/1.1, frame by frame: the same answers, and a refusal that harms nobody else on the connection. */
final class Http2IT {
    private static final int MIB = 1 << 20;
    private static final int ROOM = 16 * MIB;

    private TestServer server;
    private Http2Client client;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(ROOM);
        client = new Http2Client(server.base());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    private Http2Exchange tooLarge(String path) throws Exception {
        return client.upload("PUT", path, "content-length", Long.toString(64L * MIB));
    }

    private static void assertOwnFieldsOnly(Answer answer) {
        assertThat(answer.headers())
                .extracting(header -> header.getKey().toLowerCase(Locale.ROOT))
                .doesNotContain("connection", "transfer-encoding", "keep-alive", "upgrade");
    }

    @Test
    void methodsAnswerAsTheyDoOverHttp11() throws Exception {
        Http2Exchange put = client.upload("PUT", "/file");
        put.send("content".getBytes(StandardCharsets.UTF_8), true);
        assertThat(put.answer().status()).isEqualTo(201);
        assertThat(client.request("MKCOL", "/folder").answer().status()).isEqualTo(201);
        assertThat(client.request("PUT", "/folder/empty").answer().status()).isEqualTo(201);
        assertThat(client.request("COPY", "/file", "destination", "/folder/copy")
                        .answer()
                        .status())
                .isEqualTo(201);
        Answer got = client.request("GET", "/folder/copy").answer();
        assertThat(got.text()).isEqualTo("content");
        assertThat(client.request("GET", "/folder/copy", "if-none-match", got.require("etag"))
                        .answer()
                        .status())
                .isEqualTo(304);
        Answer head = client.request("HEAD", "/file").answer();
        assertThat(head.require("content-length")).isEqualTo("7");
        assertThat(head.body()).isEmpty();
        Answer listing = client.request("PROPFIND", "/", "depth", "1").answer();
        assertThat(listing.multiStatus().hrefs()).containsExactlyInAnyOrder("/", "/file", "/folder/");
        assertThat(client.request("LOCK", "/file").answer().status()).isEqualTo(400);
        assertThat(client.request("DELETE", "/folder").answer().status()).isEqualTo(204);
        assertThat(client.request("GET", "/folder/copy").answer().status()).isEqualTo(404);
        assertOwnFieldsOnly(got);
        assertOwnFieldsOnly(head);
        assertOwnFieldsOnly(listing);
    }

    @Test
    @Proves({"S507-CON-03", "S507-PUT-02", "S507-RA-01"})
    void refusalIsWholeAndThenTheStreamIsResetWithNoError() throws Exception {
        Http2Exchange other = client.upload("PUT", "/other");
        other.send(new byte[MIB], false);

        Http2Exchange refused = tooLarge("/a");
        NoRoom.assertRefused(refused.answer(), "/a");
        assertOwnFieldsOnly(refused.answer());
        assertThat(refused.reset()).isEqualTo(ErrorCode.NO_ERROR.code);

        other.send(new byte[MIB], true);
        assertThat(other.answer().status()).isEqualTo(201);
        assertThat(client.isAlive()).isTrue();
        assertThat(RoomView.available(server)).isEqualTo(ROOM - 2 * MIB);
    }

    /** What was under way when the refusal came is dropped, and given back to the connection's window. */
    @Test
    @Proves("S507-CON-03")
    void refusedSendersLeaveTheConnectionsWindowToTheOthers() throws Exception {
        for (int i = 0; i < 10; i++) {
            Http2Exchange refused = tooLarge("/a");
            refused.send(new byte[4 * MIB], false);
            NoRoom.assertRefused(refused.answer(), "/a");
            assertThat(refused.reset()).isEqualTo(ErrorCode.NO_ERROR.code);
        }
        Http2Exchange fits = client.upload("PUT", "/fits");
        fits.send(new byte[12 * MIB], true).awaitSent();
        assertThat(fits.answer().status()).isEqualTo(201);
    }

    @Test
    @Proves({"S507-CON-03", "S507-PUT-04", "S507-GEN-05"})
    void uploadOfUnknownLengthIsRefusedWhenItPassesTheRoom() throws Exception {
        Http2Exchange refused = client.upload("PUT", "/a");
        refused.send(new byte[2 * ROOM], false);
        NoRoom.assertRefused(refused.answer(), "/a");
        assertThat(refused.reset()).isEqualTo(ErrorCode.NO_ERROR.code);
        assertThat(client.request("HEAD", "/a").answer().status()).isEqualTo(404);
        assertThat(RoomView.available(server)).isEqualTo(ROOM);
    }

    @Test
    @Proves("S507-CON-03")
    void smallRestIsReadAndNothingIsReset() throws Exception {
        server.dav().request("PUT", "/ballast").body(new byte[ROOM]).send();
        Http2Exchange refused = client.upload("PUT", "/a", "content-length", Integer.toString(MIB));
        NoRoom.assertRefused(refused.answer(), "/a");
        refused.send(new byte[MIB], true).awaitSent();
        assertThat(client.request("HEAD", "/a").answer().status()).isEqualTo(404);
        assertThat(refused.isReset()).isFalse();
    }

    @Test
    @Proves({"HTTP-100-01", "S507-PUT-01", "S507-CON-02"})
    void waitingClientIsToldToGoOnOrRefused() throws Exception {
        Http2Exchange fits =
                client.upload("PUT", "/fits", "content-length", Integer.toString(MIB), "expect", "100-continue");
        assertThat(fits.interim()).isEqualTo(100);
        fits.send(new byte[MIB], true);
        assertThat(fits.answer().status()).isEqualTo(201);

        Http2Exchange refused =
                client.upload("PUT", "/a", "content-length", Long.toString(64L * MIB), "expect", "100-continue");
        NoRoom.assertRefused(refused.answer(), "/a");
        assertThat(refused.hasInterim()).isFalse();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void requestsThatAreTakenBackAtOnceEndTheConnectionOfTheirSenderOnly() throws Exception {
        try (Http2Client rapid = new Http2Client(server.base())) {
            List<Http2Exchange> taken = new ArrayList<>();
            while (rapid.isAlive() && taken.size() < 5_000) {
                try {
                    taken.add(rapid.upload("PUT", "/a").cancel());
                } catch (ExecutionException e) {
                    // The connection is gone, which is what is waited for.
                    break;
                }
            }
            assertThat(rapid.goAway()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM_ERROR.code);
        }
        assertThat(client.request("OPTIONS", "/").answer().status()).isEqualTo(200);
    }

    @Test
    void http11ClientMayAskForHttp2() throws IOException {
        try (RawClient raw = server.raw()) {
            raw.head(
                    "OPTIONS / HTTP/1.1",
                    "Host: " + server.authority(),
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA");
            Answer answer = raw.read();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.require("Upgrade")).isEqualTo("h2c");
        }
    }

    @Test
    void bodyIsNotLostWhenItsSenderAsksForHttp2() throws IOException {
        for (String framing : List.of("Content-Length: 3", "Transfer-Encoding: chunked")) {
            try (RawClient raw = server.raw()) {
                raw.head(
                        "PUT /new HTTP/1.1",
                        "Host: " + server.authority(),
                        "Connection: Upgrade, HTTP2-Settings",
                        "Upgrade: h2c",
                        "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
                        framing);
                raw.send(framing.startsWith("C") ? "abc" : "3\r\nabc\r\n0\r\n\r\n");
                assertThat(raw.read().status()).as(framing).isIn(201, 204);
            }
            assertThat(server.dav().get("/new").text()).as(framing).isEqualTo("abc");
        }
    }

    @Test
    @Proves({"S507-CON-03", "S507-PUT-02"})
    void curlReadsTheRefusalOverHttp2(@TempDir Path folder) throws Exception {
        Needs.program("curl");
        Path film = folder.resolve("film");
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        Command curl = Command.run(
                Duration.ofSeconds(20),
                Map.of(),
                folder,
                List.of(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--http2-prior-knowledge",
                        "--write-out",
                        "\n%{http_version} %{http_code}",
                        "--upload-file",
                        film.toString(),
                        server.base().resolve("/a").toString()));
        assertThat(curl.exitCode()).as(curl.output()).isZero();
        assertThat(curl.output()).contains("sufficient-disk-space").endsWith("2 507");
    }
}
