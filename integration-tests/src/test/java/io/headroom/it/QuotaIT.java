package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits on folders as clients meet them: what is shown is what a write can get, and a refusal says whose limit it is. */
final class QuotaIT {
    private static final int VOLUME = 1_000_000;
    private static final String QUOTAS = "/alice=10000\n/bob=5000\n/bob/in=20000,entries=3\n/box=entries=2";

    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(Map.of(Setting.QUOTA, QUOTAS), clock -> new MemoryStorage(VOLUME, clock));
        dav = server.dav();
        for (String folder : List.of("/alice", "/bob", "/bob/in", "/box", "/free")) {
            assertThat(dav.mkcol(folder).status()).isEqualTo(201);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RoomView room(String path) {
        return RoomView.of(server, path);
    }

    private void put(String path, int bytes) {
        assertThat(dav.request("PUT", path).body(new byte[bytes]).send().status())
                .as("PUT of %d bytes to %s", bytes, path)
                .isIn(201, 204);
    }

    private Answer refused(String path, int bytes) {
        Answer answer = dav.request("PUT", path).body(new byte[bytes]).send();
        assertRefused(answer, path);
        return answer;
    }

    private void assertRefused(Answer answer, String href) {
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
        MultiStatusView.Response response = NoRoom.body(answer).only();
        assertThat(response.href()).isEqualTo(dav.target(href));
        assertThat(response.status()).hasValue(507);
        assertThat(response.conditions()).containsExactly("quota-not-exceeded");
        assertThat(answer.header("Retry-After")).isEmpty();
        assertThat(server.rooms().reservations()).isEmpty();
    }

    private static long figure(Answer answer, String name) {
        return MultiStatusView.children(NoRoom.condition(answer)).stream()
                .filter(figure -> name.equals(figure.getLocalName()))
                .mapToLong(figure -> Long.parseLong(figure.getTextContent()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Proves({"QUOTA-PF-10", "QUOTA-ERR-01", "QUOTA-PF-05", "S507-BODY-04"})
    void whatIsShownIsWhatAWriteCanGet() {
        put("/alice/a", 4_000);
        assertThat(room("/alice/")).isEqualTo(new RoomView(6_000, 4_000));
        Answer answer = refused("/alice/b", 6_001);
        assertThat(figure(answer, "needed-bytes")).isEqualTo(6_001);
        assertThat(figure(answer, "available-bytes")).isEqualTo(6_000);
        assertThat(dav.get("/alice/b").status()).isEqualTo(404);
        put("/alice/b", 6_000);
        assertThat(room("/alice/")).isEqualTo(new RoomView(0, 10_000));
    }

    @Test
    @Proves({"S507-PUT-07", "QUOTA-PF-08", "S507-GEN-06", "S507-GEN-09", "S507-MOVE-01"})
    void whatNeedsNoRoomWorksWhenNothingIsLeft() {
        put("/alice/a", 9_000);
        dav.setProperty("/alice/", "note", "was set before");
        put("/alice/b", 1_000);
        String token = dav.locked("/alice/b", "0");
        refused("/alice/c", 0);
        assertRefused(dav.mkcol("/alice/folder"), "/alice/folder/");
        assertRefused(dav.lock("/alice/unmapped", "0").send(), "/alice/unmapped");
        assertRefused(dav.copy("/alice/b", "/alice/c"), "/alice/c");

        put("/alice/a", 9_000);
        put("/alice/a", 8_999);
        put("/alice/a", 9_000);
        assertThat(dav.move("/alice/a", "/alice/renamed").status()).isEqualTo(201);
        assertThat(dav.proppatch("/alice/", "<D:remove><D:prop><x:note/></D:prop></D:remove>")
                        .multiStatus()
                        .only()
                        .names(200))
                .containsExactly("{urn:x}note");
        assertThat(dav.request("UNLOCK", "/alice/b")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(dav.get("/alice/b").body()).hasSize(1_000);
        assertThat(dav.delete("/alice/b").status()).isEqualTo(204);
        put("/alice/c", 1_000);
    }

    @Test
    @Proves({"QUOTA-ERR-04", "S507-PP-01", "S507-PP-03"})
    void aPropertyMustFitIntoTheQuotaButWhatWindowsSetsIsNotCounted() {
        put("/alice/a", 10_000);
        MultiStatusView.Response response = dav.proppatch(
                        "/alice/a", "<D:set><D:prop><x:note>some words</x:note></D:prop></D:set>")
                .multiStatus()
                .only();
        assertThat(response.names(507)).containsExactly("{urn:x}note");
        assertThat(response.propstats().get(0).conditions()).containsExactly("quota-not-exceeded");
        Answer windows = dav.proppatch(
                "/alice/a",
                "<D:set><D:prop><w:Win32FileAttributes xmlns:w='urn:schemas-microsoft-com:'>00000020"
                        + "</w:Win32FileAttributes></D:prop></D:set>");
        assertThat(windows.multiStatus().only().propstats().get(0).status()).isEqualTo(200);
    }

    @Test
    @Proves({"QUOTA-PF-13", "QUOTA-PF-01"})
    void eachCollectionShowsItsOwnTightestLimit() {
        put("/alice/a", 1_000);
        put("/bob/in/a", 2_000);
        assertThat(room("/bob/in/")).isEqualTo(new RoomView(3_000, 2_000));
        assertThat(room("/bob/")).isEqualTo(new RoomView(3_000, 2_000));
        assertThat(room("/free/")).isEqualTo(room("/"));
        MultiStatusView listing = dav.propfind("/", "1", "<D:quota-available-bytes/>");
        assertThat(listing.response(dav.target("/alice/")).text("quota-available-bytes"))
                .isEqualTo("9000");
        assertThat(listing.response(dav.target("/bob/")).text("quota-available-bytes"))
                .isEqualTo("3000");
        assertThat(listing.response(dav.target("/free/")).text("quota-available-bytes"))
                .isEqualTo(listing.response(dav.target("/")).text("quota-available-bytes"));
        Answer answer = refused("/bob/in/b", 3_001);
        assertThat(figure(answer, "available-bytes")).isEqualTo(3_000);
    }

    /** Our own property says whose limit is behind the figure. */
    @Test
    @Proves("QUOTA-PF-13")
    void theTightestLimitIsNamed() {
        String asked = "<c:tightest-limit xmlns:c='urn:headroom:capacity'/>";
        put("/bob/in/a", 1_000);
        Answer answer = dav.propfindBody("/bob/in/", "0", "<D:prop>" + asked + "</D:prop>");
        assertThat(answer.text())
                .contains("<h:limit-kind>quota</h:limit-kind>")
                .contains("<h:quota-root>" + dav.target("/bob/") + "</h:quota-root>")
                .contains("<h:limit-bytes>5000</h:limit-bytes><h:used-bytes>1000</h:used-bytes>"
                        + "<h:reserved-bytes>0</h:reserved-bytes><h:available-bytes>4000</h:available-bytes>");
        assertThat(dav.propfindBody("/free/", "0", "<D:prop>" + asked + "</D:prop>")
                        .text())
                .contains("<h:limit-kind>volume</h:limit-kind>");
        assertThat(dav.propfind("/free/", "0").only().names(200)).noneMatch(name -> name.contains("tightest"));
    }

    @Test
    @Proves("QUOTA-PF-14")
    void behindALimitTheDiskDoesNotShow() {
        RoomView before = room("/alice/");
        put("/free/a", 500_000);
        assertThat(room("/alice/")).isEqualTo(before);
    }

    @Test
    @Proves({"QUOTA-PF-06", "S507-COPY-05"})
    void usedCountsEverythingBelow() {
        assertThat(dav.mkcol("/alice/deep").status()).isEqualTo(201);
        assertThat(dav.mkcol("/alice/deep/deeper").status()).isEqualTo(201);
        put("/alice/deep/deeper/a", 1_234);
        assertThat(dav.copy("/alice/deep/", "/alice/copy/").status()).isEqualTo(201);
        assertThat(room("/alice/")).isEqualTo(new RoomView(10_000 - 2 * 1_234, 2 * 1_234));
        assertThat(dav.delete("/alice/deep/").status()).isEqualTo(204);
        assertThat(room("/alice/").used()).isEqualTo(1_234);
    }

    @Test
    @Proves({"QUOTA-ERR-03", "S507-PUT-06"})
    void theQuotaIsNamedBeforeTheDiskAndAFileBeyondTheLimitIsToldSo() {
        Answer answer = refused("/alice/huge", VOLUME + 1);
        assertThat(answer.text()).contains("No clean-up can make this fit");
        NoRoom.assertRefused(
                dav.request("PUT", "/free/huge").body(new byte[VOLUME + 1]).send(), dav.target("/free/huge"));
    }

    @Test
    @Proves("S507-MK-01")
    void entriesAreLimitedToo() {
        put("/box/a", 50_000);
        assertThat(dav.mkcol("/box/folder").status()).isEqualTo(201);
        assertRefused(dav.mkcol("/box/more"), "/box/more/");
        Answer answer = refused("/box/b", 1);
        assertThat(figure(answer, "limit-entries")).isEqualTo(2);
        assertRefused(dav.copy("/box/a", "/box/folder/b"), "/box/folder/b");
        put("/box/a", 60_000);
        assertThat(dav.delete("/box/folder/").status()).isEqualTo(204);
        assertThat(dav.lock("/box/b", "0").send().status()).isEqualTo(201);
    }

    @ParameterizedTest
    @Proves({"S507-COPY-02", "S507-COPY-01", "S507-MOVE-02", "S507-MOVE-04", "S507-GEN-05"})
    @ValueSource(strings = {"COPY", "MOVE"})
    void aTreeThatDoesNotFitElsewhereIsRefusedWhole(String method) {
        assertThat(dav.mkcol("/alice/tree").status()).isEqualTo(201);
        put("/alice/tree/a", 3_000);
        put("/alice/tree/b", 3_000);
        assertThat(dav.mkcol("/bob/old").status()).isEqualTo(201);
        put("/bob/old/a", 500);
        String etag = dav.head("/bob/old/a").require("ETag");

        Answer answer =
                dav.request(method, "/alice/tree/").destination("/bob/old/").send();
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
        assertThat(figure(answer, "available-bytes")).isLessThanOrEqualTo(5_000);
        assertThat(dav.head("/bob/old/a").require("ETag")).isEqualTo(etag);
        assertThat(dav.get("/bob/old/b").status()).isEqualTo(404);
        assertThat(dav.get("/alice/tree/b").body()).hasSize(3_000);
        assertThat(room("/alice/").used()).isEqualTo(6_000);
        assertThat(room("/bob/").used()).isEqualTo(500);

        assertThat(dav.delete("/alice/tree/b").status()).isEqualTo(204);
        assertThat(dav.request(method, "/alice/tree/")
                        .destination("/bob/old/")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(room("/bob/").used()).isEqualTo(3_000);
        assertThat(room("/alice/").used()).isEqualTo(method.equals("MOVE") ? 0 : 3_000);
    }

    @Test
    @Proves({"S507-GEN-07", "QUOTA-PF-05"})
    void ofTwoUploadsOfSixtyPerCentExactlyOneIsStored() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Integer>> uploads = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    String path = "/alice/part" + i;
                    uploads.add(threads.submit(() -> sendTogether(start, path)));
                }
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> upload : uploads) {
                    statuses.add(upload.get(20, TimeUnit.SECONDS));
                }
                assertThat(statuses).as("round %d", round).containsExactlyInAnyOrder(201, 507);
                assertThat(room("/alice/")).isEqualTo(new RoomView(4_000, 6_000));
                dav.delete("/alice/part0");
                dav.delete("/alice/part1");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Neither is over before the other has begun: each waits with its last byte until both were admitted or refused. */
    private int sendTogether(CyclicBarrier start, String path) throws Exception {
        try (RawClient client = server.raw()) {
            start.await(10, TimeUnit.SECONDS);
            client.head(
                    "PUT " + dav.target(path) + " HTTP/1.1",
                    "Host: " + server.authority(),
                    "Expect: 100-continue",
                    "Content-Length: 6000");
            Answer first = client.read();
            start.await(10, TimeUnit.SECONDS);
            if (first.status() == 100) {
                client.send(new byte[6_000]);
                return client.read().status();
            }
            return first.status();
        }
    }

    @Test
    @Proves({"S507-PUT-04", "S507-GEN-05", "S507-PUT-03"})
    void anUploadOfUnknownLengthStopsAtTheLimit() throws IOException {
        put("/alice/a", 2_000);
        String etag = dav.head("/alice/a").require("ETag");
        for (String hint : List.of("X-Expected-Entity-Length: 10", "X-Nothing: 0")) {
            try (RawClient client = server.raw()) {
                client.head(
                        "PUT " + dav.target("/alice/a") + " HTTP/1.1",
                        "Host: " + server.authority(),
                        "Transfer-Encoding: chunked",
                        hint);
                client.chunk(new byte[9_000])
                        .chunk(new byte[1_000])
                        .chunk(new byte[1])
                        .lastChunk();
                Answer answer = client.read();
                assertRefused(answer, "/alice/a");
                assertThat(figure(answer, "needed-bytes")).isEqualTo(8_001);
            }
        }
        assertThat(dav.head("/alice/a").require("ETag")).isEqualTo(etag);
        assertThat(room("/alice/")).isEqualTo(new RoomView(8_000, 2_000));
    }

    @ParameterizedTest
    @Proves({"S507-PUT-01", "S507-PUT-03", "S507-CON-02"})
    @ValueSource(strings = {"Content-Length: 10001", "X-Expected-Entity-Length: 10001", "OC-Total-Length: 10001"})
    void whatIsAnnouncedAsTooLargeIsRefusedBeforeItsBody(String length) throws IOException {
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT " + dav.target("/alice/a") + " HTTP/1.1",
                    "Host: " + server.authority(),
                    "Expect: 100-continue",
                    length.startsWith("Content-Length") ? "X-Nothing: 0" : "Transfer-Encoding: chunked",
                    length);
            assertRefused(client.read(), "/alice/a");
        }
    }

    @Test
    @Proves({"QUOTA-PF-06", "QUOTA-PF-13"})
    void aQuotaIsChangedWhileTheServerRuns() {
        put("/free/a", 20_000);
        server.quotas().set(ResourcePath.parse("/free"), QuotaLimit.ofBytes(15_000));
        assertThat(room("/free/")).isEqualTo(new RoomView(0, 20_000));
        refused("/free/b", 1);
        put("/free/a", 19_000);
        server.quotas().set(ResourcePath.parse("/free"), QuotaLimit.ofBytes(20_000));
        put("/free/b", 1_000);
        server.quotas().remove(ResourcePath.parse("/free"));
        put("/free/c", 100_000);
    }
}
