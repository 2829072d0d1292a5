package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as bytes (RFC 9112): what is malformed or ambiguous is refused, and the connection ends with it. */
final class HttpMessageIT {
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start();
        server.dav().put("/file", "content");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer send(String request) throws IOException {
        try (RawClient client = server.raw()) {
            return client.send(request).read();
        }
    }

    private void assertRefusedAndClosed(String request, int status) throws IOException {
        try (RawClient client = server.raw()) {
            client.send(request);
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(client.isAtEnd()).isTrue();
        }
        assertThat(server.dav().head("/new").status()).isEqualTo(404);
    }

    private String host() {
        return "Host: " + server.authority() + "\r\n";
    }

    @Test
    @Proves("HTTP-100-02")
    void http10ClientIsNotToldToGoOn() throws IOException {
        try (RawClient client = server.raw()) {
            client.send("PUT /new HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            client.send("abc");
            assertThat(client.read().status()).isEqualTo(201);
        }
        assertThat(server.dav().get("/new").text()).isEqualTo("abc");
    }

    @Test
    @Proves("HTTP-100-02")
    void otherExpectationIs417() throws IOException {
        assertThat(send("PUT /new HTTP/1.1\r\n" + host() + "Content-Length: 3\r\nExpect: miracles\r\n\r\n")
                        .status())
                .isEqualTo(417);
    }

    @Test
    @Proves("HTTP-100-01")
    void continueComesAtOnceAndOnce() throws IOException {
        try (RawClient client = server.raw()) {
            client.send(
                    "PUT /new HTTP/1.1\r\n" + host() + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(100);
            client.chunk("abc".getBytes(StandardCharsets.UTF_8)).lastChunk();
            assertThat(client.read().status()).isEqualTo(201);
            client.send("GET /new HTTP/1.1\r\n" + host() + "\r\n");
            assertThat(client.read().text()).isEqualTo("abc");
        }
    }

    @ParameterizedTest
    @Proves("HTTP-HOST-01")
    @ValueSource(
            strings = {"", "Host: a\r\nHost: b\r\n", "Host: a b\r\n", "Host: a\r\nHost: a\r\n", "Host: a:port\r\n"})
    void requestWithoutOneGoodHostIs400(String hosts) throws IOException {
        assertThat(send("GET /file HTTP/1.1\r\n" + hosts + "\r\n").status()).isEqualTo(400);
    }

    @Test
    @Proves("HTTP-HOST-02")
    void absoluteTargetReplacesTheHost() throws IOException {
        for (String host : new String[] {server.authority(), "other.example"}) {
            Answer answer = send("GET http://" + server.authority() + "/file HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(answer.status()).as(host).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("content");
        }
        Answer copied = send("COPY http://" + server.authority() + "/file HTTP/1.1\r\nHost: other.example\r\n"
                + "Destination: http://" + server.authority() + "/copy\r\n\r\n");
        assertThat(copied.status()).isEqualTo(201);
    }

    @Test
    @Proves("HTTP-HOST-03")
    void aHostThatIsNotOursIsRefusedWhereThatIsAskedFor() throws IOException {
        assertThat(send("GET /file HTTP/1.1\r\nHost: evil.example\r\n\r\n").status())
                .isEqualTo(200);
        try (TestServer strict = TestServer.start(
                        Map.of(Setting.UNKNOWN_HOSTS, "refuse", Setting.PUBLIC_HOSTS, "files.example"),
                        clock -> new MemoryStorage(Storages.ROOM, clock));
                RawClient client = strict.raw()) {
            for (String own : List.of(
                    strict.authority(),
                    "files.example",
                    "FILES.example.:443",
                    "localhost",
                    "[::1]:8080",
                    "192.0.2.1")) {
                Answer answer =
                        client.head("OPTIONS / HTTP/1.1", "Host: " + own).read();
                assertThat(answer.status()).as(own).isEqualTo(200);
            }
            for (String foreign : List.of("evil.example", "files.example.evil", "127.0.0.1.evil", "localhost.evil")) {
                Answer answer = client.head("PUT /new HTTP/1.1", "Host: " + foreign, "Content-Length: 0")
                        .read();
                assertThat(answer.status()).as(foreign).isEqualTo(421);
            }
            assertThat(client.head("GET http://evil.example/ HTTP/1.1", "Host: " + strict.authority())
                            .read()
                            .status())
                    .isEqualTo(421);
            assertThat(strict.dav().head("/new").status()).isEqualTo(404);
        }
    }

    @Test
    @Proves("HTTP-HOST-04")
    void forwardedHeadersOfStrangersChangeNothing() throws IOException {
        String forwarded = "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\n"
                + "Forwarded: host=evil.example;proto=https\r\nX-Forwarded-Prefix: /evil\r\n";
        assertThat(send("COPY /file HTTP/1.1\r\n" + host() + forwarded
                                + "Destination: https://evil.example/copy\r\n\r\n")
                        .status())
                .isEqualTo(502);
        Answer answer = send("PROPFIND /file HTTP/1.1\r\n" + host() + forwarded + "Depth: 0\r\n\r\n");
        assertThat(answer.multiStatus().hrefs()).containsExactly("/file");
    }

    @ParameterizedTest
    @Proves("HTTP-MSG-01")
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "Content-Length: 3, 4\r\n\r\nabcd",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: +3\r\n\r\nabc",
                "Content-Length: three\r\n\r\nabc",
                "Content-Length: 99999999999999999999999\r\n\r\nabc",
                "Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc",
                "Bad Header: x\r\nContent-Length: 0\r\n\r\n",
                "Content-Length : 0\r\n\r\n"
            })
    void ambiguousMessagesAreRefusedAndTheConnectionEnds(String rest) throws IOException {
        assertRefusedAndClosed("PUT /new HTTP/1.1\r\n" + host() + rest, 400);
    }

    @ParameterizedTest
    @Proves("HTTP-MSG-02")
    @ValueSource(strings = {"gzip, chunked", "magic", "chunked, gzip"})
    void unknownTransferCodingIsNotStored(String coding) throws IOException {
        try (RawClient client = server.raw()) {
            client.send("PUT /new HTTP/1.1\r\n" + host() + "Transfer-Encoding: " + coding
                    + "\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(coding.endsWith("chunked") ? 501 : 400);
        }
        assertThat(server.dav().head("/new").status()).isEqualTo(404);
    }

    @Test
    @Proves("HTTP-MSG-03")
    void tooMuchHeaderIs431AndTooLongATarget414() throws IOException {
        assertThat(send("GET /file HTTP/1.1\r\n" + host() + "X-Big: " + "x".repeat(60_000) + "\r\n\r\n")
                        .status())
                .isEqualTo(431);
        assertThat(send("GET /" + "x".repeat(60_000) + " HTTP/1.1\r\n" + host() + "\r\n")
                        .status())
                .isEqualTo(414);
    }

    /** What the container refuses before any method is asked. */
    @ParameterizedTest
    @Proves("S507-BODY-08")
    @ValueSource(
            strings = {
                "400 GET /file HTTP/1.1|",
                "400 GET /file HTTP/1.1|Host: a b",
                "400 nonsense|",
                "400 GET /%zz HTTP/1.1|Host: a",
                "400 PUT /file HTTP/1.1|Host: a|Content-Length: three",
                "414 GET /LONG HTTP/1.1|Host: a",
                "417 PUT /file HTTP/1.1|Host: a|Content-Length: 3|Expect: miracles",
                "426 GET /file HTTP/2.0|Host: a",
                "431 GET /file HTTP/1.1|Host: a|X-Big: LONG",
                "505 GET /file HTTP/4.0|Host: a"
            })
    void refusalsOfTheContainerLookLikeAllOthers(String example) throws IOException {
        String lines = example.substring(4).replace("|", "\r\n").replace("LONG", "x".repeat(60_000));
        Answer answer = send(lines + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(Integer.parseInt(example.substring(0, 3)));
        assertThat(answer.require("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        assertThat(answer.require("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.conditions()).isEmpty();
        assertThat(answer.text())
                .startsWith("<?xml")
                .contains("h:message>")
                .doesNotContainIgnoringCase("jetty")
                .doesNotContain("Exception", "nonsense", "xxx");
    }

    @Test
    @Proves("HTTP-MSG-03")
    void longNamesAndDeepPathsFit() throws IOException {
        String path = ("/" + "%C3%A9".repeat(127)).repeat(4);
        assertThat(server.dav().get(path).status()).isEqualTo(404);
    }

    @Test
    @Proves("HTTP-MSG-04")
    void slowSenderIsCutOffByItsAverageAndOnlyAfterAWhile() throws IOException {
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT /new HTTP/1.1",
                    "Host: " + server.authority(),
                    "Transfer-Encoding: chunked",
                    "Expect: 100-continue");
            assertThat(client.read().status()).isEqualTo(100);
            server.clock().advance(Duration.ofMinutes(4));
            client.chunk(new byte[10]);
            awaitStored(10);
            server.clock().advance(Duration.ofMinutes(2));
            client.chunk(new byte[10]);
            assertThat(client.read().status()).isEqualTo(408);
            client.lastChunk();
            assertThat(client.isAtEnd()).isTrue();
        }
        assertThat(server.dav().head("/new").status()).isEqualTo(404);
    }

    @Test
    @Proves("HTTP-MSG-04")
    void longUploadIsNotBoundedInTime() throws IOException {
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT /new HTTP/1.1",
                    "Host: " + server.authority(),
                    "Transfer-Encoding: chunked",
                    "Expect: 100-continue");
            assertThat(client.read().status()).isEqualTo(100);
            for (int i = 1; i <= 5; i++) {
                client.chunk(new byte[100_000]);
                awaitStored(i * 100_000L);
                server.clock().advance(Duration.ofHours(1));
            }
            client.lastChunk();
            assertThat(client.read().status()).isEqualTo(201);
        }
    }

    /** Waits until the bytes have reached the storage, which counts those of uploads under way as used. */
    private void awaitStored(long bytes) {
        long before = "content".length();
        Awaitility.await().until(() -> RoomView.of(server, "/").used() >= before + bytes);
    }

    @Test
    @Proves("DAV-DEL-07")
    void fragmentInATargetDeletesNothing() throws IOException {
        assertThat(send("DELETE /file#part HTTP/1.1\r\n" + host() + "\r\n").status())
                .isEqualTo(400);
        assertThat(server.dav().head("/file").status()).isEqualTo(200);
    }
}
