package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.headroom.server.app.Setting;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers over one storage and one PostgreSQL; whatever one of them does, the other one knows. */
@Timeout(240)
final class TwoNodesIT {
    private final MemoryStorage storage = new MemoryStorage(Storages.ROOM, Clock.systemUTC());
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        storage.close();
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.add(part);
        return part;
    }

    private TestServer node(String url, Storage served) {
        return open(TestServer.start(
                Map.of(
                        Setting.METADATA,
                        url,
                        Setting.STATE,
                        folder.resolve("node" + opened.size()).toString(),
                        Setting.ADMIN_PORT,
                        "0"),
                clock -> served));
    }

    private TestServer node(String url) {
        return node(url, new SharedMemory(storage));
    }

    private static String database() {
        return PostgresServer.shared().createDatabase();
    }

    private static Dav.Request put(Dav dav, String path) {
        return dav.request("PUT", path).body("new");
    }

    private static List<Integer> writes(Dav dav) {
        return List.of(
                put(dav, "/tree/file").send().status(),
                put(dav, "/tree/fresh").send().status(),
                dav.delete("/tree/file").status(),
                dav.delete("/tree").status(),
                dav.move("/tree/file", "/moved").status(),
                dav.copy("/other", "/tree/file").status(),
                dav.mkcol("/tree/folder").status(),
                dav.lock("/tree/file", "0").send().status(),
                dav.proppatch("/tree/file", "<D:set><D:prop><x:p>1</x:p></D:prop></D:set>")
                        .status());
    }

    @Test
    void aLockOfOneNodeStopsEveryWriteOnTheOtherAtOnce() {
        String url = database();
        Dav one = node(url).dav();
        Dav two = node(url).dav();
        one.mkcol("/tree");
        one.put("/tree/file", "old");
        one.put("/other", "other");

        String token = one.locked("/tree", "infinity");
        assertThat(writes(two)).containsOnly(423);
        assertThat(two.get("/tree/file").text()).isEqualTo("old");
        assertThat(two.propfind("/tree/file", "0", "<D:lockdiscovery/>")
                        .only()
                        .element("lockdiscovery")
                        .getTextContent())
                .contains(token.substring(1, token.length() - 1));
        assertThat(put(two, "/tree/file").token(token).send().status()).isEqualTo(204);

        assertThat(two.request("UNLOCK", "/tree")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(put(one, "/tree/file").send().status()).isEqualTo(204);
        assertThat(put(one, "/tree/file").token(token).send().status()).isEqualTo(412);
        for (int round = 0; round < 20; round++) {
            String next = one.locked("/tree/file", "0");
            assertThat(put(two, "/tree/file").send().status()).isEqualTo(423);
            assertThat(one.request("UNLOCK", "/tree/file")
                            .header("Lock-Token", next)
                            .send()
                            .status())
                    .isEqualTo(204);
            assertThat(put(two, "/tree/file").send().status()).isEqualTo(204);
        }
    }

    @Test
    void whatIsDeletedOnOneNodeLosesItsLocksOnTheOther() {
        String url = database();
        Dav one = node(url).dav();
        Dav two = node(url).dav();
        one.put("/file", "x");
        String token = one.locked("/file", "0");

        assertThat(two.request("DELETE", "/file").token(token).send().status()).isEqualTo(204);

        assertThat(one.put("/file", "y").status()).isEqualTo(201);
    }

    @Test
    void ofManyOnBothNodesExactlyOneGetsTheLock() throws Exception {
        String url = database();
        List<Dav> nodes = List.of(node(url).dav(), node(url).dav());
        int count = 16;
        int rounds = 10;
        AtomicInteger granted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(count);
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < count; thread++) {
            Dav dav = nodes.get(thread % 2);
            work.add(() -> {
                for (int round = 0; round < rounds; round++) {
                    start.await();
                    int status = dav.lock("/file" + round, "0").send().status();
                    assertThat(status).isIn(200, 201, 423);
                    (status == 423 ? refused : granted).incrementAndGet();
                }
                return null;
            });
        }
        for (Future<Void> each : threads.invokeAll(work)) {
            each.get();
        }
        assertThat(granted).hasValue(rounds);
        assertThat(refused).hasValue(rounds * (count - 1));
    }

    @Test
    void aLockThatComesDuringAnUploadOnTheOtherNodeStopsItsCommit() throws Exception {
        String url = database();
        Dav one = node(url).dav();
        TestServer two = node(url);
        one.put("/file", "old");
        for (String path : List.of("/file", "/fresh")) {
            try (RawClient upload = two.raw()) {
                upload.head(
                                "PUT " + two.dav().target(path) + " HTTP/1.1",
                                "Host: " + two.authority(),
                                "Content-Length: 6")
                        .send("abc");
                await().until(() -> two.rooms().reservations().size() == 1);
                String token = one.locked(path.equals("/file") ? "/file" : "/", "0");

                assertThat(upload.send("def").read("PUT").status()).isEqualTo(423);
                assertThat(one.request("UNLOCK", path.equals("/file") ? "/file" : "/")
                                .header("Lock-Token", token)
                                .send()
                                .status())
                        .isEqualTo(204);
            }
            await().until(() -> two.rooms().reservations().isEmpty());
        }
        assertThat(one.get("/file").text()).isEqualTo("old");
        assertThat(one.get("/fresh").status()).isEqualTo(404);
    }

    @Test
    void propertiesAreSeenAtOnce() {
        String url = database();
        Dav one = node(url).dav();
        Dav two = node(url).dav();
        one.mkcol("/a");
        one.put("/a/file", "x");
        two.propfind("/a/file", "0", "<x:p/>").requireStatus("{urn:x}p", 404);

        one.setProperty("/a/file", "p", "first");
        assertThat(two.propfind("/a/file", "0", "<x:p/>").only().text("{urn:x}p"))
                .isEqualTo("first");
        assertThat(two.move("/a", "/b").status()).isEqualTo(201);
        assertThat(one.propfind("/b/file", "0", "<x:p/>").only().text("{urn:x}p"))
                .isEqualTo("first");
        assertThat(one.delete("/b").status()).isEqualTo(204);
        one.mkcol("/b");
        two.put("/b/file", "y");
        two.propfind("/b/file", "0", "<x:p/>").requireStatus("{urn:x}p", 404);
    }

    @Test
    void aTreeThatMovesOnOneNodeLosesNothingThatTheOtherWrites() throws Exception {
        String url = database();
        Dav mover = node(url).dav();
        Dav writer = node(url).dav();
        mover.mkcol("/a");
        Set<String> written = new ConcurrentSkipListSet<>();
        AtomicBoolean moving = new AtomicBoolean(true);
        List<Future<Void>> writers = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int number = thread;
            writers.add(threads.submit(() -> {
                for (int i = 0; moving.get(); i++) {
                    String name = "/f" + number + "-" + i;
                    int status =
                            writer.put((i % 2 == 0 ? "/a" : "/b") + name, name).status();
                    assertThat(status).isIn(201, 409);
                    if (status == 201) {
                        written.add(name);
                    }
                }
                return null;
            }));
        }
        String at = "/a";
        for (int round = 0; round < 40 || written.size() < 20; round++) {
            String to = at.equals("/a") ? "/b" : "/a";
            assertThat(mover.move(at, to).status()).isEqualTo(201);
            at = to;
        }
        moving.set(false);
        for (Future<Void> each : writers) {
            each.get();
        }

        Set<String> found = new ConcurrentSkipListSet<>();
        try (Stream<Resource> members = storage.list(ResourcePath.parse(at))) {
            members.forEach(member -> found.add("/" + member.path().name()));
        }
        assertThat(found).isEqualTo(written);
        try (Stream<Resource> top = storage.list(ResourcePath.ROOT)) {
            assertThat(top.map(each -> each.path().toString())).containsExactly(at);
        }
    }

    @Test
    void clocksThatDifferEndNoLockTooEarly() {
        String url = database();
        TestServer fast = node(url);
        TestServer slow = node(url);
        fast.clock().advance(Duration.ofSeconds(5));
        slow.clock().advance(Duration.ofSeconds(-5));
        slow.dav().put("/file", "x");
        long start = System.nanoTime();
        assertThat(slow.dav()
                        .lock("/file", "0")
                        .header("Timeout", "Second-3")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(put(fast.dav(), "/file").send().status()).isEqualTo(423);

        await().until(() -> put(fast.dav(), "/file").send().status() == 204);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(2900));
        assertThat(put(slow.dav(), "/file").send().status()).isEqualTo(204);
    }

    @Test
    void withoutTheDatabaseThereIsReadingAndAfterItAllIsAsBefore() {
        PostgresServer postgres = open(PostgresServer.start());
        String url = postgres.createDatabase();
        Dav one = node(url).dav();
        Dav two = node(url).dav();
        one.put("/file", "old");
        one.put("/free", "old");
        one.locked("/file", "0");
        postgres.stop();

        for (Dav each : List.of(one, two)) {
            assertThat(each.get("/file").text()).isEqualTo("old");
            assertThat(each.propfind("/", "1", "<D:getcontentlength/>").hrefs()).hasSize(3);
            for (Answer refused : List.of(
                    each.put("/free", "new"),
                    each.delete("/free"),
                    each.mkcol("/folder"),
                    each.move("/free", "/moved"),
                    each.lock("/free", "0").send())) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(Integer.parseInt(refused.require("Retry-After"))).isPositive();
            }
        }
        assertThat(one.get("/free").text()).isEqualTo("old");

        postgres.startAgain();
        for (Dav each : List.of(one, two)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> each.put("/free", "new").status() == 204);
            assertThat(each.put("/file", "new").status()).isEqualTo(423);
        }
    }

    @Test
    void theAdministrationShowsWhoIsThere() throws Exception {
        String url = database();
        TestServer one = node(url);
        TestServer two = node(url);

        String nodes = ask(two.admin(), "/nodes");
        assertThat(nodes)
                .contains("\"service\" : \"" + one.base() + "\"")
                .contains("\"service\" : \"" + two.base() + "\"");
        assertThat(nodes.split("\"state\" : \"live\"", -1)).hasSize(3);
        await().until(() -> ask(one.admin(), "/metrics").contains("headroom_nodes 2.0"));

        two.close();
        assertThat(ask(one.admin(), "/nodes")).contains("\"state\" : \"left\"");
        await().until(() -> ask(one.admin(), "/metrics").contains("headroom_nodes 1.0"));
    }

    private static String ask(URI admin, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(admin + path)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void aStorageThatCannotBeSharedHasOneServerOnly() {
        String url = database();
        TestServer one = node(url);
        MemoryStorage own = new MemoryStorage(Storages.ROOM, Clock.systemUTC());
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> node(url, own))
                .withMessageContaining(one.base().toString())
                .withMessageContaining("stop the other");
    }

    @Test
    void aNodeThatDiesHoldsNothingAndWhatItLeftHalfWayIsFinished() throws Exception {
        String url = database();
        try (CuttableLine line = new CuttableLine(PostgresServer.shared().port())) {
            TestServer dying = node(url.replace(":" + PostgresServer.shared().port() + "/", ":" + line.port() + "/"));
            Dav two = node(url).dav();
            dying.dav().mkcol("/old");
            dying.dav().put("/old/file", "x");
            dying.dav().setProperty("/old/file", "p", "kept");
            // It dies between the move of the files and that of their properties.
            String id = moveHalfWay(url, "/old", "/new");

            // Not before it is dead: it may be about to finish.
            two.propfind("/new/file", "0", "<x:p/>").requireStatus("{urn:x}p", 404);
            line.cut();
            assertThat(dying.dav().get("/new/file").status()).isEqualTo(200);
            await().until(() -> dying.dav().put("/new/other", "x").status() == 503);
            assertThat(two.put("/new/other", "y").status()).isEqualTo(201);

            await().atMost(Duration.ofSeconds(90)).until(() -> state(url, id).equals("DEAD"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> two.propfind("/new/file", "0", "<x:p/>").requireStatus("{urn:x}p", 200));
            assertThat(query(url, "SELECT count(*) FROM property_move")).isEqualTo("0");
        }
    }

    /** @return the id of the node that is said to have begun it: the first */
    private String moveHalfWay(String url, String from, String to) throws SQLException {
        String id = query(url, "SELECT id FROM node ORDER BY started_at LIMIT 1");
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO property_move (id, source, target, node) VALUES (1, ?, ?, ?)")) {
            insert.setString(1, from);
            insert.setString(2, to);
            insert.setString(3, id);
            insert.executeUpdate();
        }
        storage.move(ResourcePath.parse(from), ResourcePath.parse(to), new Precondition.None());
        return id;
    }

    private static String state(String url, String id) throws SQLException {
        return query(url, "SELECT state FROM node WHERE id = '" + id + "'");
    }

    private static String query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
