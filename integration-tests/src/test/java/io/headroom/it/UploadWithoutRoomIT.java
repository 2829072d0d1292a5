package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PUT on a store that is full, almost full, or promised to somebody else. */
final class UploadWithoutRoomIT {
    private static final int ROOM = 100_000;

    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(ROOM);
        dav = server.dav();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String ofLength(int bytes) {
        return "x".repeat(bytes);
    }

    private void fill() {
        dav.put("/ballast", ofLength((int) RoomView.available(server)));
        assertThat(RoomView.available(server)).isZero();
    }

    @Test
    @Proves({"S507-GEN-04", "S507-GEN-05", "S507-PUT-09"})
    void newFileThatDoesNotFitNeverAppears() {
        NoRoom.assertRefused(dav.put("/new", ofLength(ROOM + 1)), "/new");
        assertThat(dav.head("/new").status()).isEqualTo(404);
        assertThat(dav.propfind("/", "1").hrefs()).containsExactly("/");
        assertThat(RoomView.of(server, "/")).isEqualTo(new RoomView(ROOM, 0));
    }

    @Test
    @Proves("S507-GEN-05")
    void replacedFileIsExactlyAsBefore() {
        dav.put("/file", "old");
        dav.setProperty("/file", "colour", "red");
        String token = dav.locked("/file", "0");
        String etag = dav.head("/file").require("ETag");
        String modified = dav.head("/file").require("Last-Modified");

        Answer refused =
                dav.request("PUT", "/file").token(token).body(ofLength(ROOM)).send();

        NoRoom.assertRefused(refused, "/file");
        Answer after = dav.get("/file");
        assertThat(after.text()).isEqualTo("old");
        assertThat(after.require("ETag")).isEqualTo(etag);
        assertThat(after.require("Last-Modified")).isEqualTo(modified);
        assertThat(dav.propfind("/file", "0", "<x:colour/>").only().text("{urn:x}colour"))
                .isEqualTo("red");
        assertThat(dav.request("UNLOCK", "/file")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(RoomView.available(server)).isEqualTo(ROOM - 3);
    }

    @Test
    @Proves({"QUOTA-PF-10", "S507-GEN-04"})
    void figuresAgreeWithWhatIsEnforced() {
        dav.put("/some", ofLength(777));
        int available = (int) RoomView.available(server);
        NoRoom.assertRefused(dav.put("/one-too-many", ofLength(available + 1)), "/one-too-many");
        assertThat(dav.put("/exactly", ofLength(available)).status()).isEqualTo(201);
        assertThat(RoomView.available(server)).isZero();
    }

    @Test
    @Proves({"S507-PUT-03", "S507-PUT-05", "EXT-MS-04"})
    void evenAnEmptyFileIsRefusedWhenNothingIsLeft() {
        fill();
        NoRoom.assertRefused(dav.put("/empty", ""), "/empty");
    }

    @Test
    @Proves({"QUOTA-PF-08", "S507-PUT-07"})
    void overwriteThatGrowsNothingMayUseTheFloor() throws IOException {
        // A tenth is kept back: enough to hold the new file beside the old one.
        try (TestServer floored =
                TestServer.start(Map.of(Setting.FLOOR, "10%"), clock -> new MemoryStorage(ROOM, clock))) {
            Dav client = floored.dav();
            client.put("/small", ofLength(5_000));
            client.put("/ballast", ofLength((int) RoomView.available(floored)));
            assertThat(RoomView.available(floored)).isZero();

            assertThat(client.put("/small", ofLength(5_000)).status()).isEqualTo(204);
            NoRoom.assertRefused(client.put("/small", ofLength(5_001)), "/small");
            assertThat(client.put("/small", ofLength(1)).status()).isEqualTo(204);
            assertThat(client.put("/small", "").status()).isEqualTo(204);
        }
    }

    @Test
    @Proves({"S507-PUT-05", "S507-PUT-04"})
    void floorHoldsAgainstUploadsOfUnknownLength() throws IOException {
        try (TestServer floored =
                TestServer.start(Map.of(Setting.FLOOR, "10%"), clock -> new MemoryStorage(ROOM, clock))) {
            Dav client = floored.dav();
            client.put("/small", ofLength(3_000));
            client.put("/ballast", ofLength((int) RoomView.available(floored)));

            assertThat(chunked(floored, "/small", ofLength(3_000)).status()).isEqualTo(204);
            NoRoom.assertRefused(chunked(floored, "/small", ofLength(3_001)), "/small");
            NoRoom.assertRefused(chunked(floored, "/small", ofLength(3_001), "X-Expected-Entity-Length: 10"), "/small");
            assertThat(client.get("/small").body()).hasSize(3_000);
        }
    }

    private static Answer chunked(TestServer server, String path, String content, String... headers)
            throws IOException {
        try (RawClient client = server.raw()) {
            client.send("PUT " + path + " HTTP/1.1\r\nHost: " + server.authority() + "\r\n");
            for (String header : headers) {
                client.send(header + "\r\n");
            }
            client.head("Transfer-Encoding: chunked");
            client.chunk(content.getBytes(StandardCharsets.UTF_8)).lastChunk();
            return client.read();
        }
    }

    @Test
    @Proves({"S507-PUT-04", "S507-GEN-05"})
    void uploadOfUnknownLengthMayTakeTheLastByte() throws IOException {
        assertThat(chunked(server, "/all", ofLength(ROOM)).status()).isEqualTo(201);
        assertThat(RoomView.available(server)).isZero();
        assertThat(dav.delete("/all").status()).isEqualTo(204);
        assertThat(RoomView.available(server)).isEqualTo(ROOM);
    }

    @Test
    @Proves({"S507-GEN-07", "QUOTA-PF-05"})
    void roomOfAnUploadUnderWayIsPromisedToNobodyElse() throws IOException {
        try (RawClient first = server.raw()) {
            first.head(
                    "PUT /first HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Length: 60000",
                    "Expect: 100-continue");
            assertThat(first.read().status()).isEqualTo(100);
            assertThat(RoomView.available(server)).isEqualTo(ROOM - 60_000);
            NoRoom.assertRefused(dav.put("/second", ofLength(60_000)), "/second");

            first.send(new byte[60_000]);
            assertThat(first.read().status()).isEqualTo(201);
        }
        assertThat(RoomView.available(server)).isEqualTo(ROOM - 60_000);
    }

    @Test
    @Proves("S507-GEN-07")
    void ofTwoThatFitOnlyAloneExactlyOneIsStored() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 5; round++) {
                CyclicBarrier together = new CyclicBarrier(2);
                List<Future<Integer>> both = List.of("/a", "/b").stream()
                        .map(path -> threads.submit(() -> {
                            together.await();
                            return dav.put(path, ofLength(60_000)).status();
                        }))
                        .toList();
                assertThat(List.of(both.get(0).get(), both.get(1).get())).containsExactlyInAnyOrder(201, 507);
                dav.delete("/a");
                dav.delete("/b");
                assertThat(RoomView.available(server)).isEqualTo(ROOM);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Proves("S507-PUT-08")
    void uploadThatBreaksOffGivesItsPromiseBack() throws IOException {
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT /a HTTP/1.1", "Host: " + server.authority(), "Content-Length: 90000", "Expect: 100-continue");
            assertThat(client.read().status()).isEqualTo(100);
            assertThat(RoomView.available(server)).isEqualTo(ROOM - 90_000);
            client.send("some").halfClose();
            assertThat(client.read().status()).isEqualTo(400);
        }
        assertThat(RoomView.available(server)).isEqualTo(ROOM);
        assertThat(dav.get("/a").status()).isEqualTo(404);
    }

    @Test
    @Proves({"S507-GEN-09", "QUOTA-PF-08", "S507-MOVE-01", "DAV-DEL-09", "S507-PP-03"})
    void whatNeedsNoRoomWorksOnAFullStore() {
        dav.put("/file", "content");
        dav.put("/other", "other");
        dav.setProperty("/file", "colour", "red");
        String token = dav.locked("/file", "0");
        fill();

        assertThat(dav.get("/file").status()).isEqualTo(200);
        assertThat(dav.head("/file").status()).isEqualTo(200);
        assertThat(dav.options("/file").status()).isEqualTo(200);
        assertThat(dav.propfind("/", "1").hrefs()).contains("/file");
        assertThat(dav.request("LOCK", "/file").token(token).send().status()).isEqualTo(200);
        assertThat(dav.request("PROPPATCH", "/file")
                        .token(token)
                        .update("<D:remove><D:prop><x:colour/></D:prop></D:remove>")
                        .send()
                        .multiStatus()
                        .only()
                        .status("{urn:x}colour"))
                .isEqualTo(200);
        assertThat(dav.request("PROPPATCH", "/file")
                        .token(token)
                        .update("<D:set><D:prop><m:Win32FileAttributes xmlns:m='urn:schemas-microsoft-com:'>00000020"
                                + "</m:Win32FileAttributes></D:prop></D:set>")
                        .send()
                        .multiStatus()
                        .only()
                        .status("{urn:schemas-microsoft-com:}Win32FileAttributes"))
                .isEqualTo(200);
        assertThat(dav.request("UNLOCK", "/file")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(dav.locked("/file", "0")).isNotEmpty();
        assertThat(dav.move("/other", "/moved").status()).isEqualTo(201);
        assertThat(dav.delete("/moved").status()).isEqualTo(204);
        assertThat(RoomView.available(server)).isEqualTo(5);
    }

    @Test
    @Proves({"S507-MOVE-01", "QUOTA-PF-08"})
    void saveByTemporaryNameWorksAtTheLastByte() {
        dav.put("/db", ofLength(ROOM / 2));
        assertThat(dav.put("/db.tmp", ofLength(ROOM / 2)).status()).isEqualTo(201);
        assertThat(RoomView.available(server)).isZero();
        assertThat(dav.delete("/db").status()).isEqualTo(204);
        assertThat(dav.move("/db.tmp", "/db").status()).isEqualTo(201);
        fill();
        assertThat(dav.move("/db", "/db2").status()).isEqualTo(201);
        assertThat(dav.move("/db2", "/ballast").status()).isEqualTo(204);
        assertThat(RoomView.available(server)).isEqualTo(ROOM / 2);
    }
}
