package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.spi.testkit.Proves;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * One of two servers over a bucket is killed: nothing is lost that was answered, and what it left is finished or undone. In one order,
 * because that is settled only after a minute.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KilledBucketNodeIT extends HeldBucketNodes {
    private static final int MEMBERS = 80;
    private static final List<String> TREES = List.of("a", "b");

    /** Seeds of what was sent to the node that was killed, and of what it answered; by path. */
    private static final Map<String, Integer> SENT = new ConcurrentHashMap<>();

    private static final Set<String> ANSWERED = ConcurrentHashMap.newKeySet();

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

    private static byte[] content(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
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
