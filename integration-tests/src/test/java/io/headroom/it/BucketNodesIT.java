package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.PostgresServer;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Two servers over one bucket of a real Ceph and one real PostgreSQL: processes that are killed, and, where a clock must be wrong or a
 * request be held in the middle, servers of this JVM. In one order, because what a killed node leaves is settled only after a minute,
 * in which the other tests run.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BucketNodesIT {
    private static final int WRITERS = 16;
    private static final long FULL = 1 << 20;
    private static final String PREFIX = "files";
    private static final String KEY = PREFIX + "/";
    private static final int MEMBERS = 80;
    private static final List<String> TREES = List.of("a", "b");

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static TestBucket bucket;
    private static String database;
    private static HeadroomProcess one;
    private static HeadroomProcess two;

    /** Seeds of what was sent to the node that was killed, and of what it answered; by path. */
    private static final Map<String, Integer> SENT = new ConcurrentHashMap<>();

    private static final Set<String> ANSWERED = ConcurrentHashMap.newKeySet();

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.start();
        bucket = new TestBucket(RgwCluster.shared(), RgwCluster.shared().newBucket());
        database = postgres.createDatabase();
        one = process("one");
        two = process("two");
    }

    private static HeadroomProcess process(String name) throws IOException, InterruptedException {
        return HeadroomProcess.serve(
                bucket, PREFIX, database, folder.resolve(name), "--quota", "/=1GiB", "--quota", "/full=" + FULL);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {one, two, postgres}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.add(part);
        return part;
    }

    private static List<Dav> nodes() {
        return List.of(one.dav(), two.dav());
    }

    /** The files below a path as the store has them, with their sizes. */
    private static Map<String, Long> stored(String path) {
        return bucket.cluster().objects(bucket.name()).stream()
                .filter(object ->
                        object.key().startsWith(KEY + path) && !object.key().endsWith("/"))
                .filter(object -> !object.key().startsWith(KEY + ".headroom/"))
                .collect(Collectors.toMap(S3Object::key, S3Object::size));
    }

    private static long bytes(Map<String, Long> files) {
        return files.values().stream().mapToLong(Long::longValue).sum();
    }

    private static byte[] content(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void requireAll(List<Future<Void>> work) throws Exception {
        for (Future<Void> each : work) {
            each.get();
        }
    }

    @Test
    @Order(1)
    @Proves({"QUOTA-PF-06", "S507-GEN-05"})
    void writersOnBothNodesFillAQuotaToItsLastByteAndNotBeyond() throws Exception {
        assertThat(one.dav().mkcol("/full").status()).isEqualTo(201);
        AtomicLong written = new AtomicLong();
        AtomicInteger replaced = new AtomicInteger();
        List<Callable<Void>> work = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Dav dav = nodes().get(writer % 2);
            String name = "/full/w" + writer + "-";
            Random random = new Random(writer);
            work.add(() -> {
                int largest = 24 * 1024;
                long last = 0;
                for (int i = 0; largest > 0; ) {
                    int size = largest == 1 ? 1 : 1 + random.nextInt(largest);
                    boolean replaces = i > 0 && size > last && random.nextInt(4) == 0;
                    Answer answer = dav.request("PUT", name + (replaces ? i - 1 : i))
                            .body(new byte[size])
                            .send();
                    if (answer.status() == 503) {
                        answer.require("Retry-After");
                        continue;
                    }
                    if (answer.status() == 507) {
                        assertThat(NoRoom.body(answer).only().conditions()).containsExactly("quota-not-exceeded");
                        // What is refused is at most the room: in the end one byte doesn't fit.
                        largest = size / 2;
                        continue;
                    }
                    assertThat(answer.status()).isEqualTo(replaces ? 204 : 201);
                    written.addAndGet(replaces ? size - last : size);
                    replaced.addAndGet(replaces ? 1 : 0);
                    last = size;
                    i += replaces ? 0 : 1;
                }
                return null;
            });
        }
        requireAll(threads.invokeAll(work));

        assertThat(bytes(stored("full/"))).isEqualTo(written.get()).isEqualTo(FULL);
        assertThat(replaced).hasPositiveValue();
        for (Dav each : nodes()) {
            await().untilAsserted(() -> assertThat(RoomView.of(each, "/full/")).isEqualTo(new RoomView(0, FULL)));
            assertThat(each.put("/full/more", "x").status()).isEqualTo(507);
        }
        assertThat(two.dav().delete("/full/w0-0").status()).isEqualTo(204);
        assertThat(one.dav().put("/full/more", "x").status()).isEqualTo(201);
    }

    @Test
    @Order(2)
    void ofBothNodesOneGetsTheLockAndTheOtherHeedsIt() throws Exception {
        int rounds = 25;
        int each = 2;
        AtomicInteger granted = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(2 * each);
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < 2 * each; thread++) {
            Dav dav = nodes().get(thread % 2);
            Dav other = nodes().get((thread + 1) % 2);
            work.add(() -> {
                for (int round = 0; round < rounds; round++) {
                    String path = "/locked" + round % 5;
                    start.await();
                    Answer answer = dav.lock(path, "0").send();
                    assertThat(answer.status()).isIn(200, 201, 423);
                    start.await();
                    if (answer.status() != 423) {
                        granted.incrementAndGet();
                        String token = answer.require("Lock-Token");
                        assertThat(other.put(path, "x").status()).isEqualTo(423);
                        assertThat(other.delete(path).status()).isEqualTo(423);
                        assertThat(other.move(path, "/stolen").status()).isEqualTo(423);
                        assertThat(other.request("PUT", path)
                                        .token(token)
                                        .body("mine")
                                        .send()
                                        .status())
                                .isEqualTo(204);
                        assertThat(other.request("UNLOCK", path)
                                        .header("Lock-Token", token)
                                        .send()
                                        .status())
                                .isEqualTo(204);
                    }
                    start.await();
                }
                return null;
            });
        }
        requireAll(threads.invokeAll(work));
        assertThat(granted).hasValue(rounds);
    }

    @Test
    @Order(3)
    void whileTheDatabaseIsAwayThereIsReadingAndAfterItAllIsAsBefore() {
        one.dav().put("/read", "old");
        String token = one.dav().locked("/read", "0");
        postgres.stop();
        for (Dav each : nodes()) {
            assertThat(each.get("/read").text()).isEqualTo("old");
            assertThat(each.propfind("/", "1", "<D:getcontentlength/>").hrefs()).contains("/read");
            for (Answer refused : List.of(
                    each.put("/fresh", "x"),
                    each.delete("/read"),
                    each.mkcol("/folder"),
                    each.copy("/read", "/copied"),
                    each.move("/read", "/moved"),
                    each.lock("/fresh", "0").send())) {
                assertThat(refused.status()).as(refused::toString).isEqualTo(503);
                assertThat(Integer.parseInt(refused.require("Retry-After"))).isPositive();
            }
        }
        assertThat(stored("").keySet())
                .contains(KEY + "read")
                .doesNotContain(KEY + "fresh", KEY + "copied", KEY + "moved");
        postgres.startAgain();
        for (Dav each : nodes()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> each.put("/fresh", "x").status() < 300);
            assertThat(each.put("/read", "new").status()).isEqualTo(423);
        }
        assertThat(two.dav().request("DELETE", "/read").token(token).send().status())
                .isEqualTo(204);
    }

    @Test
    @Order(4)
    @Proves("DAV-PUT-06")
    void aKillLosesNothingThatWasAnswered() throws Exception {
        for (String tree : TREES) {
            makeTree("/tree-" + tree);
        }
        List<Future<Void>> work = new ArrayList<>();
        for (int uploader = 0; uploader < 8; uploader++) {
            int number = uploader;
            work.add(threads.submit(() -> uploadUntilTheEnd(number)));
        }
        // Some of its parts are up when the node is killed, and it is not about to end.
        String stalled = "/stalled";
        RawClient upload = open(one.dav().raw());
        upload.head(
                        "PUT " + one.dav().target(stalled) + " HTTP/1.1",
                        "Host: " + one.url().getAuthority(),
                        "Content-Length: " + (12 << 20))
                .send(new byte[11 << 20]);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ANSWERED.size() >= 30
                        && ANSWERED.stream().anyMatch(path -> path.startsWith("/upload-0-"))
                        && bucket.cluster().openUploads(bucket.name()).contains(PREFIX + stalled));
        for (String tree : TREES) {
            work.add(threads.submit(() -> {
                try {
                    one.dav().move("/tree-" + tree, "/moved-" + tree);
                } catch (UncheckedIOException killed) {
                    // Nobody knows how far it came.
                }
                return null;
            }));
        }
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> stored("moved-a/").size() + stored("moved-b/").size() >= 15);
        one.kill();
        requireAll(work);

        Dav survivor = two.dav();
        assertThat(survivor.put("/after", "x").status()).isEqualTo(201);
        assertThat(survivor.get(stalled).status()).isEqualTo(404);
        for (Map.Entry<String, Integer> each : SENT.entrySet()) {
            Answer answer = survivor.get(each.getKey());
            if (answer.status() == 404) {
                assertThat(ANSWERED).doesNotContain(each.getKey());
            } else {
                assertThat(answer.body()).isEqualTo(content(each.getValue(), length(each.getKey())));
            }
        }
        one.close();
        one = process("one");
        assertThat(one.dav().get("/after").text()).isEqualTo("x");
    }

    private void makeTree(String tree) throws Exception {
        one.dav().mkcol(tree);
        one.dav().mkcol(tree + "/sub");
        List<Callable<Void>> work = new ArrayList<>();
        for (int part = 0; part < 8; part++) {
            int first = part;
            Dav dav = nodes().get(part % 2);
            work.add(() -> {
                for (int i = first; i < MEMBERS; i += 8) {
                    String path = tree + member(i);
                    assertThat(dav.put(path, "content " + i).status()).isEqualTo(201);
                    if (i % 10 == 0) {
                        dav.setProperty(path, "p", "value " + i);
                    }
                }
                return null;
            });
        }
        requireAll(threads.invokeAll(work));
    }

    private static String member(int number) {
        return (number % 3 == 0 ? "/sub/m" : "/m") + number;
    }

    /** The first one sends files in parts. */
    private static int length(String path) {
        return path.startsWith("/upload-0-") ? 12 << 20 : 3000 + path.length() * 100;
    }

    private static Void uploadUntilTheEnd(int uploader) {
        Dav dav = one.dav();
        try {
            for (int i = 0; ; i++) {
                String path = "/upload-" + uploader + "-" + i;
                int seed = uploader * 100_000 + i;
                SENT.put(path, seed);
                int status = dav.request("PUT", path)
                        .body(content(seed, length(path)))
                        .send()
                        .status();
                if (status == 201) {
                    ANSWERED.add(path);
                } else {
                    assertThat(status).isEqualTo(503);
                }
            }
        } catch (UncheckedIOException killed) {
            return null;
        }
    }

    private TestServer node(String url, String prefix, Duration ahead) {
        TestServer server = TestServer.start(
                Map.of(
                        Setting.METADATA,
                        url,
                        Setting.STATE,
                        folder.resolve(prefix + opened.size()).toString()),
                clock -> bucket.open(prefix, clock));
        opened.add(server);
        server.clock().advance(ahead);
        return server;
    }

    @Test
    @Order(5)
    void whatIsPutBelowACollectionThatGoesMeanwhileIsRefused() throws Exception {
        String url = postgres.createDatabase();
        TestServer slow = node(url, "going", Duration.ofMinutes(1));
        Dav other = node(url, "going", Duration.ofMinutes(1)).dav();
        for (String how : List.of("DELETE", "MOVE", "MKCOL")) {
            other.mkcol("/folder");
            other.put("/folder/old", "old");
            try (RawClient upload = slow.raw()) {
                upload.head("PUT /folder/file HTTP/1.1", "Host: " + slow.authority(), "Content-Length: 6")
                        .send("abc");
                await().until(() -> slow.rooms().reservations().size() == 1);
                Answer gone = switch (how) {
                    case "DELETE" -> other.delete("/folder");
                    case "MOVE" -> other.move("/folder", "/moved");
                    default -> other.mkcol("/folder/file");
                };
                assertThat(gone.status()).isIn(201, 204);
                assertThat(upload.send("def").read("PUT").status()).as(how).isEqualTo(how.equals("MKCOL") ? 405 : 409);
            }
            await().until(() -> slow.rooms().reservations().isEmpty());
            if (!how.equals("MKCOL")) {
                assertThat(other.propfind("/", "1", "<D:resourcetype/>").hrefs())
                        .doesNotContain("/folder/");
            }
            other.delete("/folder");
            other.delete("/moved");
        }
    }

    @Test
    @Order(5)
    void aFormForACollectionThatChangesMeanwhileIsRefused() throws Exception {
        String url = postgres.createDatabase();
        TestServer slow = node(url, "forms", Duration.ofMinutes(1));
        Dav other = node(url, "forms", Duration.ofMinutes(1)).dav();
        for (String how : List.of("DELETE", "MKCOL")) {
            other.mkcol("/folder");
            other.put("/folder/file", "old");
            byte[] form = Form.replacing().file("file", "new").bytes();
            try (RawClient upload = slow.raw()) {
                upload.head(
                                "POST /folder/ HTTP/1.1",
                                "Host: " + slow.authority(),
                                "Content-Type: " + Form.TYPE,
                                "Content-Length: " + form.length)
                        .send(Arrays.copyOf(form, form.length - 4));
                await().until(() -> slow.rooms().reservations().size() == 1);
                assertThat(other.delete(how.equals("DELETE") ? "/folder" : "/folder/file")
                                .status())
                        .isEqualTo(204);
                if (how.equals("MKCOL")) {
                    assertThat(other.mkcol("/folder/file").status()).isEqualTo(201);
                }
                assertThat(upload.send(Arrays.copyOfRange(form, form.length - 4, form.length))
                                .read("POST")
                                .status())
                        .as(how)
                        .isEqualTo(409);
            }
            await().until(() -> slow.rooms().reservations().isEmpty());
            assertThat(bucket.cluster().objects(bucket.name()).stream()
                            .map(S3Object::key)
                            .filter(key -> key.startsWith("forms/folder"))
                            .toList())
                    .isEqualTo(how.equals("DELETE") ? List.of() : List.of("forms/folder/", "forms/folder/file/"));
            other.delete("/folder");
        }
    }

    @Test
    @Order(6)
    void timesThatOneNodeKeepsAreSeenByTheOther() {
        String url = postgres.createDatabase();
        List<TestServer> servers =
                List.of(node(url, "times", Duration.ofMinutes(1)), node(url, "times", Duration.ofMinutes(1)));
        Dav keeper = servers.get(0).dav();
        Dav reader = servers.get(1).dav();
        reader.put("/other", "x");
        for (Dav each : List.of(keeper, reader)) {
            // Both have seen that nothing is kept.
            assertThat(each.get("/other").status()).isEqualTo(200);
        }
        Answer put = keeper.request("PUT", "/file")
                .header("X-OC-Mtime", "1000000000")
                .body("same")
                .send();
        assertThat(put.require("X-OC-MTime")).isEqualTo("accepted");
        String kept = "Sun, 09 Sep 2001 01:46:40 GMT";
        for (Dav each : List.of(keeper, reader)) {
            assertThat(each.get("/file").require("Last-Modified")).isEqualTo(kept);
            assertThat(each.propfind("/", "1", "<D:getlastmodified/>")
                            .response("/file")
                            .text("getlastmodified"))
                    .isEqualTo(kept);
        }
        assertThat(reader.move("/file", "/moved").status()).isEqualTo(201);
        assertThat(keeper.head("/moved").require("Last-Modified")).isEqualTo(kept);
        // The same bytes have the same entity tag.
        assertThat(reader.put("/moved", "same").status()).isEqualTo(204);
        for (Dav each : List.of(keeper, reader)) {
            assertThat(each.head("/moved").require("Last-Modified")).isNotEqualTo(kept);
        }
        assertThat(keeper.proppatch(
                                "/moved",
                                "<D:set><D:prop><Z:Win32LastModifiedTime xmlns:Z='urn:schemas-microsoft-com:'>" + kept
                                        + "</Z:Win32LastModifiedTime></D:prop></D:set>")
                        .status())
                .isEqualTo(207);
        assertThat(reader.head("/moved").require("Last-Modified")).isEqualTo(kept);
        assertThat(reader.delete("/moved").status()).isEqualTo(204);
        assertThat(keeper.put("/moved", "same").status()).isEqualTo(201);
        assertThat(reader.head("/moved").require("Last-Modified")).isNotEqualTo(kept);
    }

    @Test
    @Order(7)
    void clocksThatDifferChangeNothing() {
        String url = postgres.createDatabase();
        Dav fast = node(url, "clocks", Duration.ofSeconds(20)).dav();
        Dav slow = node(url, "clocks", Duration.ofSeconds(-20)).dav();
        slow.mkcol("/a");
        for (int i = 0; i < 20; i++) {
            assertThat((i % 2 == 0 ? slow : fast).put("/a/f" + i, "x").status()).isEqualTo(201);
        }
        long start = System.nanoTime();
        assertThat(slow.lock("/a/f1", "0").header("Timeout", "Second-3").send().status())
                .isEqualTo(200);
        assertThat(fast.put("/a/f1", "y").status()).isEqualTo(423);
        assertThat(fast.move("/a", "/b").status()).isEqualTo(423);
        await().until(() -> fast.put("/a/f1", "y").status() == 204);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(2900));
        assertThat(fast.move("/a", "/b").status()).isEqualTo(201);
        assertThat(slow.move("/b", "/c").status()).isEqualTo(201);
        assertThat(fast.propfind("/c", "1", "<D:getetag/>").hrefs()).hasSize(21);
        assertThat(slow.put("/a/late", "x").status()).isEqualTo(409);
    }

    @Test
    @Order(8)
    void whatTheKilledNodeLeftIsFinishedOrUndone() throws Exception {
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> bucket.cluster().objects(bucket.name()).stream()
                        .noneMatch(object -> object.key().startsWith(KEY + ".headroom/journal/")));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> query("SELECT count(*) FROM property_move").equals("0"));
        for (String tree : TREES) {
            boolean moved = one.dav().get("/tree-" + tree).status() == 404;
            String there = (moved ? "/moved-" : "/tree-") + tree;
            assertThat(two.dav().get((moved ? "/tree-" : "/moved-") + tree).status())
                    .isEqualTo(404);
            assertThat(new TreeSet<>(stored(there.substring(1) + "/").keySet()))
                    .isEqualTo(IntStream.range(0, MEMBERS)
                            .mapToObj(i -> PREFIX + there + member(i))
                            .collect(Collectors.toCollection(TreeSet::new)));
            for (int i = 0; i < MEMBERS; i += 10) {
                assertThat(two.dav().get(there + member(i)).text()).isEqualTo("content " + i);
                assertThat(one.dav()
                                .propfind(there + member(i), "0", "<x:p/>")
                                .only()
                                .text("{urn:x}p"))
                        .isEqualTo("value " + i);
            }
        }
        // Its leases have ended, and what it had promised has come back with a count.
        for (Dav each : nodes()) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(
                            () -> assertThat(RoomView.of(each, "/").used()).isEqualTo(bytes(stored(""))));
            RoomView room = RoomView.of(each, "/");
            assertThat(room.available() + room.used()).isEqualTo(1 << 30);
        }
    }

    /** A day later, since nobody can tell before whether somebody still works on it. */
    @Test
    @Order(9)
    void uploadsInPartsThatNobodyWillCompleteAreSweptAfterADay() {
        assertThat(bucket.cluster().openUploads(bucket.name())).contains(PREFIX + "/stalled");
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
        opened.add(bucket.open(PREFIX, later));
        await().until(() -> bucket.cluster().openUploads(bucket.name()).isEmpty());
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
