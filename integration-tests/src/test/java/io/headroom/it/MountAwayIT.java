package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headroom.server.app.Setting;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mount that is away, and failures in the middle of a move from one storage to another. */
class MountAwayIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path scratch;

    private Path mounted;
    private FaultyStorage main;
    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() throws IOException {
        mounted = Files.createDirectory(scratch.resolve("mounted"));
        start("/mount=" + mounted);
    }

    private void start(String mounts) {
        AtomicReference<FaultyStorage> made = new AtomicReference<>();
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.ADMIN_PORT, "0");
        settings.put(Setting.SYNC, "never");
        settings.put(Setting.MOUNTS, mounts);
        server = TestServer.start(settings, clock -> {
            made.set(new FaultyStorage(new MemoryStorage(1_000_000, clock)));
            return made.get();
        });
        main = made.get();
        dav = server.dav();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer admin(String target) throws IOException {
        URI admin = server.admin();
        try (RawClient connection = new RawClient(admin.getHost(), admin.getPort())) {
            return connection
                    .send(("GET " + target + " HTTP/1.1\r\nHost: " + admin.getAuthority()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8))
                    .read("GET");
        }
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void assertAway(String place, String words) throws IOException {
        for (Answer answer : List.of(
                dav.get(place + "/f"),
                dav.put(place + "/f", "x"),
                dav.mkcol(place + "/c/"),
                dav.delete(place + "/f"),
                dav.request("PROPFIND", place + "/").header("Depth", "1").send(),
                dav.copy("/f", place + "/f"),
                dav.move(place + "/f", "/g"))) {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
            assertThat(Integer.parseInt(answer.require("Retry-After"))).isPositive();
        }
        assertThat(dav.propfind("/", "1").hrefs()).contains("/", "/f", place + "/");
        assertThat(dav.get("/f").status()).isEqualTo(200);
        assertThat(dav.put("/other", "other").status()).isIn(201, 204);
        Answer ready = admin("/ready");
        assertThat(ready.status()).isEqualTo(200);
        JsonNode json = JSON.readTree(ready.body());
        assertThat(json.path("status").asText()).isEqualTo("degraded");
        JsonNode part = json.path("parts").path("mount " + place);
        assertThat(part.path("status").asText()).isEqualTo("failed");
        assertThat(part.path("message").asText()).contains(words);
    }

    private void assertThere(String place) throws IOException {
        Awaitility.await().until(() -> dav.put(place + "/f", "there").status() == 201);
        assertThat(dav.get(place + "/f").text()).isEqualTo("there");
        Answer ready = admin("/ready");
        assertThat(JSON.readTree(ready.body()).path("status").asText())
                .as(ready.toString())
                .isEqualTo("ok");
    }

    @Test
    @Proves("S507-503-01")
    void aFolderThatIsGoneIsNotTakenForAnEmptyOneAndComesBack() throws Exception {
        assertThat(dav.put("/f", "f").status()).isEqualTo(201);
        assertThere("/mount");
        remove(mounted);
        assertAway("/mount", "top folder is gone");
        Files.createDirectory(mounted);
        assertThere("/mount");
    }

    @Test
    @Proves("S507-503-01")
    void theServerStartsWithoutOneThatCanNotBeOpened() throws Exception {
        server.close();
        Path late = scratch.resolve("late");
        start("/mount=" + mounted + "\n/late=" + late + "\n/bucket=s3://bucket\n/bucket=endpoint: http://127.0.0.1:1\n"
                + "/bucket=s3-access-key: none\n/bucket=s3-secret-key-file: "
                + Files.writeString(scratch.resolve("secret"), "none"));
        assertThat(dav.put("/f", "f").status()).isEqualTo(201);
        assertThat(dav.put("/mount/f", "f").status()).isEqualTo(201);
        assertAway("/late", "doesn't exist");
        assertAway("/bucket", "");
        assertThat(new String(admin("/metrics").body(), StandardCharsets.UTF_8))
                .contains("headroom_capacity_available_bytes{kind=\"volume\",path=\"/mount\"}")
                .doesNotContain("available_bytes{kind=\"unknown\"");
        Files.createDirectory(late);
        Awaitility.await().until(() -> dav.put("/late/f", "there").status() == 201);
    }

    private void makeATree() {
        assertThat(dav.mkcol("/t/").status()).isEqualTo(201);
        assertThat(dav.mkcol("/t/sub/").status()).isEqualTo(201);
        assertThat(dav.put("/t/a", "a").status()).isEqualTo(201);
        assertThat(dav.put("/t/sub/b", "b").status()).isEqualTo(201);
        dav.setProperty("/t/a", "colour", "red");
        dav.setProperty("/t/sub/b", "colour", "blue");
    }

    private String colour(String path) {
        return dav.propfind(path, "0", "<x:colour/>").only().text("{urn:x}colour");
    }

    private static StorageException away(ResourcePath path) {
        return new UnavailableException(path, Duration.ofSeconds(3), null);
    }

    @Test
    @Proves("S507-MOVE-03")
    void betweenCopyAndRemovalAllIsAtBothPlaces() {
        makeATree();
        main.failAlways(Point.DELETE, MountAwayIT::away);
        assertThat(dav.move("/t/", "/mount/t/").multiStatus().hrefs()).containsExactly("/t/");
        main.heal();
        for (String top : List.of("/t", "/mount/t")) {
            assertThat(dav.get(top + "/a").text()).isEqualTo("a");
            assertThat(colour(top + "/sub/b")).isEqualTo("blue");
        }
        main.failOn(Point.DELETE, ResourcePath.parse("/t/sub/b"), MountAwayIT::away);
        assertThat(dav.move("/t/", "/mount/t/").multiStatus().hrefs()).containsExactly("/t/sub/b");
        main.heal();
        assertThat(dav.get("/t/a").status()).isEqualTo(404);
        assertThat(dav.get("/mount/t/a").text()).isEqualTo("a");
        assertThat(colour("/t/sub/b")).isEqualTo("blue");
        assertThat(colour("/mount/t/sub/b")).isEqualTo("blue");
        assertThat(dav.move("/t/sub/", "/mount/t/sub/").status()).isEqualTo(204);
        assertThat(dav.get("/t/sub/").status()).isEqualTo(404);
        assertThat(colour("/mount/t/a")).isEqualTo("red");
    }

    @Test
    @Proves("S507-MOVE-05")
    void aMemberThatCanNotBeCopiedStaysAndTheOthersGo() {
        makeATree();
        main.failOn(Point.OPEN, ResourcePath.parse("/t/sub/b"), AccessDeniedException::new);
        MultiStatusView failures = dav.move("/t/", "/mount/t/").multiStatus();
        assertThat(failures.hrefs()).containsExactly("/t/sub/b");
        main.heal();
        assertThat(dav.propfind("/t/", "1").hrefs()).containsExactlyInAnyOrder("/t/", "/t/sub/");
        assertThat(dav.get("/t/sub/b").text()).isEqualTo("b");
        assertThat(colour("/t/sub/b")).isEqualTo("blue");
        assertThat(dav.get("/mount/t/a").text()).isEqualTo("a");
        assertThat(colour("/mount/t/a")).isEqualTo("red");
        assertThat(dav.get("/mount/t/sub/b").status()).isEqualTo(404);
    }

    @Test
    @Proves("S507-MOVE-03")
    void aSourceThatGoesAwayInTheMiddleLeavesNothingBehind() throws Exception {
        makeATree();
        main.failOn(Point.OPEN, ResourcePath.parse("/t/sub/b"), MountAwayIT::away);
        assertThat(dav.move("/t/", "/mount/t/").status()).isEqualTo(503);
        main.heal();
        assertThat(dav.get("/t/a").text()).isEqualTo("a");
        assertThat(colour("/t/sub/b")).isEqualTo("blue");
        assertThat(dav.propfind("/mount/", "1").hrefs()).containsExactly("/mount/");
        try (Stream<Path> left = Files.list(mounted)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly(".headroom");
        }
    }
}
