package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The storage runs out of room at each step of each method, though it said before that there was enough: the answer is a 507,
 * all is as it was, and what was promised to the request is given back.
 */
final class FullStorageFaultsIT {
    private static final long ROOM = 1 << 20;
    private static final String LONG_CONTENT = "new".repeat(100_000);

    private FaultyStorage storage;
    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(
                Map.of(Setting.INFINITE_DEPTH, "true"),
                clock -> storage = new FaultyStorage(new MemoryStorage(ROOM, clock)));
        dav = server.dav();
        dav.put("/file", "old");
        dav.setProperty("/file", "colour", "red");
        dav.locked("/file", "0");
        dav.put("/other", "another");
        dav.mkcol("/tree");
        dav.put("/tree/a", "aaa");
        dav.setProperty("/tree/a", "colour", "green");
        dav.mkcol("/tree/sub");
        dav.put("/tree/sub/b", "bbb");
        dav.mkcol("/target");
        dav.put("/target/c", "ccc");
        dav.setProperty("/target/c", "colour", "blue");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Everything that a client can see but for the dates of collections. */
    private String everything() {
        return dav.propfindBody(
                        "/",
                        "infinity",
                        "<D:prop><D:resourcetype/><D:getetag/><D:getcontentlength/><D:lockdiscovery/>"
                                + "<D:quota-available-bytes/><D:quota-used-bytes/><x:colour/></D:prop>")
                .text();
    }

    private static StorageException full(ResourcePath path) {
        return new InsufficientStorageException(Reason.DISK_FULL, path, null);
    }

    /** A request, and the call of the storage during which room runs out. */
    private record Step(String name, Function<Dav, Answer> request, Point point, int nth) {
        Answer send(Dav dav) {
            return request.apply(dav);
        }

        @Override
        public String toString() {
            return name + ", " + point + " " + nth;
        }
    }

    private static Step step(String name, Function<Dav, Answer> request, Point point) {
        return step(name, request, point, 1);
    }

    private static Step step(String name, Function<Dav, Answer> request, Point point, int nth) {
        return new Step(name, request, point, nth);
    }

    static Stream<Step> steps() {
        Function<Dav, Answer> create = dav -> dav.put("/new", LONG_CONTENT);
        Function<Dav, Answer> replace = dav -> dav.put("/other", LONG_CONTENT);
        Function<Dav, Answer> mkcol = dav -> dav.mkcol("/tree/new/");
        Function<Dav, Answer> lock = dav -> dav.lock("/unmapped", "0").send();
        Function<Dav, Answer> copy = dav -> dav.copy("/file", "/copy");
        Function<Dav, Answer> copyOver = dav -> dav.copy("/file", "/other");
        Function<Dav, Answer> copyOverTree = dav -> dav.copy("/file", "/target");
        Function<Dav, Answer> copyTree = dav -> dav.copy("/tree/", "/copy/");
        Function<Dav, Answer> copyTreeOver = dav -> dav.copy("/tree/", "/target/");
        Function<Dav, Answer> shallow = dav -> dav.request("COPY", "/tree/")
                .header("Depth", "0")
                .destination("/copy/")
                .send();
        Function<Dav, Answer> move = dav -> dav.move("/other", "/moved");
        Function<Dav, Answer> moveTreeOver = dav -> dav.move("/tree/", "/target/");
        Function<Dav, Answer> delete = dav -> dav.delete("/other");
        return Stream.of(
                step("PUT new", create, Point.BEGIN_WRITE),
                step("PUT new", create, Point.APPEND),
                step("PUT new", create, Point.APPEND, 3),
                step("PUT new", create, Point.COMMIT),
                step("PUT over", replace, Point.BEGIN_WRITE),
                step("PUT over", replace, Point.APPEND, 3),
                step("PUT over", replace, Point.COMMIT),
                step("MKCOL", mkcol, Point.CREATE_COLLECTION),
                step("LOCK unmapped", lock, Point.BEGIN_WRITE),
                step("LOCK unmapped", lock, Point.COMMIT),
                step("COPY file", copy, Point.COPY_FILE),
                step("COPY file over file", copyOver, Point.COPY_FILE),
                step("COPY file over tree", copyOverTree, Point.BEGIN_TREE),
                step("COPY file over tree", copyOverTree, Point.TREE_COPY_FILE),
                step("COPY file over tree", copyOverTree, Point.TREE_COMMIT),
                step("COPY tree", copyTree, Point.BEGIN_TREE),
                step("COPY tree", copyTree, Point.TREE_CREATE_COLLECTION, 1),
                step("COPY tree", copyTree, Point.TREE_CREATE_COLLECTION, 2),
                step("COPY tree", copyTree, Point.TREE_COPY_FILE, 1),
                step("COPY tree", copyTree, Point.TREE_COPY_FILE, 2),
                step("COPY tree", copyTree, Point.TREE_COMMIT),
                step("COPY tree over tree", copyTreeOver, Point.TREE_COPY_FILE, 2),
                step("COPY tree over tree", copyTreeOver, Point.TREE_COMMIT),
                step("COPY depth 0", shallow, Point.BEGIN_TREE),
                step("COPY depth 0", shallow, Point.TREE_CREATE_COLLECTION),
                step("COPY depth 0", shallow, Point.TREE_COMMIT),
                step("MOVE", move, Point.MOVE),
                step("MOVE tree over tree", moveTreeOver, Point.MOVE),
                step("DELETE", delete, Point.DELETE));
    }

    @ParameterizedTest
    @MethodSource("steps")
    @Proves({
        "S507-GEN-01",
        "S507-GEN-04",
        "S507-GEN-05",
        "S507-PUT-09",
        "S507-MK-01",
        "S507-COPY-01",
        "S507-COPY-04",
        "S507-MOVE-04",
        "S507-LK-01",
        "DAV-CP-23"
    })
    void noRoomAtAnyStepIs507AndNothingChanged(Step step) {
        String before = everything();
        storage.failAt(step.point(), step.nth(), FullStorageFaultsIT::full);

        Answer answer = step.send(dav);

        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
        assertThat(NoRoom.body(answer).only().conditions()).containsExactly("sufficient-disk-space");
        assertThat(answer.header("Lock-Token")).isEmpty();
        storage.heal();
        assertThat(everything()).isEqualTo(before);
        assertThat(step.send(dav).status()).as("the same once there is room").isBetween(200, 204);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"BEGIN_TREE", "TREE_CREATE_COLLECTION", "TREE_COPY_FILE", "TREE_COMMIT"})
    @Proves({"S507-GEN-01", "S507-MOVE-03", "S507-MOVE-04", "S507-MOVE-05"})
    void moveThatHasToCopyKeepsBothEnds(Point point) {
        storage.failAlways(Point.MOVE, path -> new UnsupportedException(path, "renaming over here"));
        String before = everything();
        storage.failAt(point, 1, FullStorageFaultsIT::full);

        assertThat(dav.move("/tree/", "/target/").statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");

        assertThat(everything()).isEqualTo(before);
        assertThat(dav.move("/tree/", "/target/").status()).isEqualTo(204);
        assertThat(dav.get("/tree/").status()).isEqualTo(404);
        assertThat(dav.get("/target/sub/b").text()).isEqualTo("bbb");
    }

    @Test
    @Proves({"S507-GEN-01", "S507-MOVE-04"})
    void moveOfAFileThatHasToCopyKeepsBothEnds() {
        storage.failAlways(Point.MOVE, path -> new UnsupportedException(path, "renaming over here"));
        storage.failAt(Point.COPY_FILE, 1, FullStorageFaultsIT::full);
        String before = everything();
        NoRoom.assertRefused(dav.move("/other", "/moved"), "/moved");
        assertThat(everything()).isEqualTo(before);
        assertThat(dav.move("/other", "/moved").status()).isEqualTo(201);
    }

    @Test
    @Proves({"S507-GEN-01", "S507-GEN-05"})
    void roomThatRunsOutAfterSomeBytesLeavesTheOldFile() {
        String before = everything();
        storage.failAfterBytes(200_000, FullStorageFaultsIT::full);
        NoRoom.assertRefused(dav.put("/other", LONG_CONTENT), "/other");
        storage.heal();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    @Proves({"S507-PP-01", "S507-GEN-01"})
    void fileTimeThatCanNotBeSetFailsTheWholeProppatch() {
        String before = everything();
        String modified = dav.head("/other").require("Last-Modified");
        storage.failAt(Point.SET_LAST_MODIFIED, 1, FullStorageFaultsIT::full);
        MultiStatusView.Response response = dav.proppatch(
                        "/other",
                        "<D:set><D:prop><x:colour>new</x:colour><m:Win32LastModifiedTime"
                                + " xmlns:m='urn:schemas-microsoft-com:'>Sun, 06 Nov 1994 08:49:37 GMT"
                                + "</m:Win32LastModifiedTime></D:prop></D:set>")
                .multiStatus()
                .only();
        assertThat(response.status("{urn:schemas-microsoft-com:}Win32LastModifiedTime"))
                .isEqualTo(507);
        assertThat(response.status("{urn:x}colour")).isEqualTo(424);
        assertThat(everything()).isEqualTo(before);
        assertThat(dav.head("/other").require("Last-Modified")).isEqualTo(modified);
    }

    @Test
    @Proves({"S507-GEN-01", "DAV-DEL-03"})
    void memberThatCanNotGoForLackOfRoomIsNamedWithItsStatus() {
        storage.failOn(Point.DELETE, ResourcePath.parse("/tree/sub/b"), FullStorageFaultsIT::full);
        MultiStatusView.Response response = dav.delete("/tree/").multiStatus().only();
        assertThat(response.href()).isEqualTo("/tree/sub/b");
        assertThat(response.status()).hasValue(507);
        assertThat(response.conditions()).containsExactly("sufficient-disk-space");
        storage.heal();
        assertThat(dav.get("/tree/a").status()).isEqualTo(404);
        assertThat(dav.get("/tree/sub/b").text()).isEqualTo("bbb");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    @Proves({"S507-GEN-01", "S507-RA-01", "QUOTA-ERR-02", "S507-503-02", "S507-RA-02"})
    void everyReasonIsA507WithItsCondition(Reason reason) {
        storage.failAt(Point.BEGIN_WRITE, 1, path -> new InsufficientStorageException(reason, path, null));
        Answer answer = dav.put("/new", "x");
        assertThat(answer.status()).isEqualTo(507);
        assertThat(NoRoom.body(answer).only().conditions())
                .isEqualTo(List.of(reason == Reason.QUOTA_EXCEEDED ? "quota-not-exceeded" : "sufficient-disk-space"));
        // Staging room comes back by itself when other uploads end; nothing else does.
        assertThat(answer.header("Retry-After").isPresent()).isEqualTo(reason == Reason.STAGING);
    }

    @Test
    @Proves("S507-GEN-01")
    void storageThatCanNotEvenTellItsRoomIsNoServerError() {
        storage.failAlways(Point.CAPACITY, FullStorageFaultsIT::full);
        for (Answer answer : List.of(
                dav.put("/new", "x"),
                dav.mkcol("/newcol"),
                dav.copy("/other", "/copy"),
                dav.copy("/tree/", "/copy/"))) {
            assertThat(answer.status()).isEqualTo(507);
        }
        assertThat(dav.delete("/other").status()).isEqualTo(204);
        assertThat(dav.get("/tree/a").status()).isEqualTo(200);
    }
}
