package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On a full store, whatever else is wrong with a request is told first; and what is not lack of room is not called so. */
final class RefusalOrderIT {
    private static final int ROOM = 100_000;

    private FaultyStorage storage;
    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(Map.of(), clock -> storage = new FaultyStorage(new MemoryStorage(ROOM, clock)));
        dav = server.dav();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void fill() {
        dav.mkcol("/folder");
        dav.put("/file", "content");
        dav.put("/locked", "content");
        dav.mkcol("/closed");
        dav.locked("/locked", "0");
        dav.locked("/closed", "0");
        dav.put("/ballast", "x".repeat((int) RoomView.available(server)));
        assertThat(RoomView.available(server)).isZero();
    }

    /** A request that would get a 507, were it not for something else. */
    private record Wrong(int status, String name, Function<Dav, Dav.Request> request) {
        @Override
        public String toString() {
            return status + " " + name;
        }
    }

    private static Wrong wrong(int status, String name, Function<Dav, Dav.Request> request) {
        return new Wrong(status, name, request);
    }

    static Stream<Wrong> wrongRequests() {
        return Stream.of(
                wrong(
                        400,
                        "PUT of a part",
                        dav -> dav.request("PUT", "/new")
                                .header("Content-Range", "bytes 0-3/9")
                                .body("part")),
                wrong(400, "COPY without Destination", dav -> dav.request("COPY", "/file")),
                wrong(
                        400,
                        "LOCK with a broken body",
                        dav -> dav.request("LOCK", "/new").xml("<D:lockinfo")),
                wrong(
                        400,
                        "malformed If",
                        dav -> dav.request("PUT", "/new").header("If", "(<").body("x")),
                wrong(
                        403,
                        "COPY onto itself",
                        dav -> dav.request("COPY", "/file").destination("/file")),
                wrong(
                        404,
                        "COPY of nothing",
                        dav -> dav.request("COPY", "/nothing").destination("/new")),
                wrong(
                        404,
                        "PROPPATCH of nothing",
                        dav -> dav.request("PROPPATCH", "/nothing")
                                .update("<D:set><D:prop><x:a>1</x:a></D:prop></D:set>")),
                wrong(
                        405,
                        "PUT on a collection",
                        dav -> dav.request("PUT", "/folder").body("x")),
                wrong(405, "MKCOL on a file", dav -> dav.request("MKCOL", "/file")),
                wrong(
                        409,
                        "PUT without a parent",
                        dav -> dav.request("PUT", "/no/new").body("x")),
                wrong(409, "MKCOL without a parent", dav -> dav.request("MKCOL", "/no/new")),
                wrong(409, "LOCK without a parent", dav -> dav.lock("/no/new", "0")),
                wrong(
                        409,
                        "COPY without a parent",
                        dav -> dav.request("COPY", "/file").destination("/no/new")),
                wrong(
                        412,
                        "PUT If-Match",
                        dav -> dav.request("PUT", "/file")
                                .header("If-Match", "\"other\"")
                                .body("much longer content")),
                wrong(
                        412,
                        "PUT If-None-Match",
                        dav -> dav.request("PUT", "/file")
                                .header("If-None-Match", "*")
                                .body("much longer content")),
                wrong(
                        412,
                        "PUT with a false If",
                        dav -> dav.request("PUT", "/new")
                                .header("If", "([\"tag\"])")
                                .body("x")),
                wrong(
                        412,
                        "COPY Overwrite F",
                        dav -> dav.request("COPY", "/ballast")
                                .header("Overwrite", "F")
                                .destination("/file")),
                wrong(
                        413,
                        "PUT over the largest file",
                        dav -> dav.request("PUT", "/new")
                                .header("X-Expected-Entity-Length", "4000000000")
                                .header("OC-Total-Length", "4000000000")
                                .body("x")),
                wrong(
                        415,
                        "PUT of a coding",
                        dav -> dav.request("PUT", "/new")
                                .header("Content-Encoding", "gzip")
                                .body("x")),
                wrong(
                        415,
                        "MKCOL with a body",
                        dav -> dav.request("MKCOL", "/new").body("x")),
                wrong(
                        423,
                        "PUT over a locked file",
                        dav -> dav.request("PUT", "/locked").body("much longer content")),
                wrong(
                        423,
                        "PUT into a locked collection",
                        dav -> dav.request("PUT", "/closed/new").body("x")),
                wrong(423, "MKCOL in a locked collection", dav -> dav.request("MKCOL", "/closed/new")),
                wrong(423, "LOCK in a locked collection", dav -> dav.lock("/closed/new", "0")),
                wrong(
                        423,
                        "COPY onto a locked file",
                        dav -> dav.request("COPY", "/ballast").destination("/locked")),
                wrong(
                        502,
                        "COPY to another server",
                        dav -> dav.request("COPY", "/file").header("Destination", "http://other.example/new")),
                wrong(
                        507,
                        "PUT with nothing else wrong",
                        dav -> dav.request("PUT", "/new").body("x")));
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    @Proves({"S507-GEN-08", "S507-413-02"})
    void lackOfRoomIsToldLast(Wrong wrong) {
        fill();
        assertThat(wrong.request().apply(dav).send().status()).isEqualTo(wrong.status());
        assertThat(dav.head("/new").status()).isEqualTo(404);
    }

    @Test
    @Proves({"S507-GEN-08", "S507-413-01", "S507-413-02"})
    void waitingClientIsToldTheSameBeforeItSends() throws IOException {
        fill();
        for (Map.Entry<String, Integer> length :
                Map.of("3000000000", 413, "10", 507).entrySet()) {
            try (RawClient client = server.raw()) {
                client.head(
                        "PUT /new HTTP/1.1",
                        "Host: " + server.authority(),
                        "Content-Length: " + length.getKey(),
                        "Expect: 100-continue");
                assertThat(client.read().status()).isEqualTo(length.getValue());
            }
        }
    }

    @Test
    @Proves("S507-413-01")
    void fixedLimitIs413AndTellsTheLimit() throws IOException {
        try (RawClient client = server.raw()) {
            client.head("PUT /new HTTP/1.1", "Host: " + server.authority(), "Content-Length: 3000000000");
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(MultiStatusView.nameOf(MultiStatusView.root(answer.body())))
                    .isEqualTo("{DAV:}error");
            assertThat(answer.text()).contains("No file may be larger than 2.0 GiB here.");
        }
    }

    @Test
    @Proves({"S507-413-01", "DAV-XML-02"})
    void xmlBodyOverItsLimitIs413EvenOnAFullStore() {
        fill();
        assertThat(dav.request("PROPPATCH", "/file")
                        .update("<D:set><D:prop><x:a>" + "x".repeat(2 << 20) + "</x:a></D:prop></D:set>")
                        .send()
                        .status())
                .isEqualTo(413);
    }

    @Test
    @Proves("S507-503-01")
    void storageThatIsAwayForAWhileIs503WithATime() {
        storage.failAlways(Point.BEGIN_WRITE, path -> new UnavailableException(path, Duration.ofSeconds(17), null));
        Answer answer = dav.put("/new", "x");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.require("Retry-After")).isEqualTo("17");
        assertThat(answer.text()).doesNotContain("sufficient-disk-space");
    }

    @Test
    @Proves("S507-GEN-08")
    void whatTheStorageForbidsIs403OnAFullStoreToo() {
        fill();
        storage.failAlways(Point.BEGIN_WRITE, AccessDeniedException::new);
        assertThat(dav.put("/new", "x").status()).isEqualTo(403);
    }
}
