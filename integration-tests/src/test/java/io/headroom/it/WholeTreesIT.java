package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryObjectStorage;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** COPY, MOVE and DELETE of trees on a storage that renames nothing and goes member by member, as an object store does. */
final class WholeTreesIT {
    private static final int ROOM = 100_000;

    private FaultyStorage members;
    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        AtomicReference<FaultyStorage> made = new AtomicReference<>();
        server = TestServer.start(Map.of(Setting.INFINITE_DEPTH, "true"), clock -> {
            made.set(new FaultyStorage(new MemoryStorage(ROOM, clock)));
            return new MemoryObjectStorage(made.get());
        });
        members = made.get();
        dav = server.dav();
        dav.mkcol("/tree/");
        dav.mkcol("/tree/sub/");
        dav.put("/tree/sub/a", "a".repeat(20_000));
        dav.put("/tree/b", "b".repeat(10_000));
        dav.mkcol("/old/");
        dav.put("/old/b", "old");
        dav.put("/old/c", "old");
        dav.put("/file", "content");
        for (String path : List.of("/tree/", "/tree/sub/", "/tree/sub/a", "/tree/b", "/old/", "/old/c", "/file")) {
            dav.setProperty(path, "at", path);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Everything that a client can see but for the dates of collections; a response each. */
    private List<String> everything() {
        String all = dav.propfindBody(
                        "/",
                        "infinity",
                        "<D:prop><D:resourcetype/><D:getetag/><D:getcontentlength/><D:getlastmodified/>"
                                + "<D:quota-available-bytes/><D:quota-used-bytes/><x:at/></D:prop>")
                .text();
        return Stream.of(all.split("(?=<D:response>)|(?=</D:multistatus>)", -1))
                .map(response -> response.replaceAll(
                        "(<D:collection/></D:resourcetype>)(<D:getlastmodified>[^<]*</D:getlastmodified>)", "$1"))
                .sorted()
                .toList();
    }

    private Answer send(String method, String source, String target) {
        return dav.request(method, source).destination(target).send();
    }

    private void fillUpTo(int left) {
        dav.put("/ballast", "x".repeat((int) RoomView.available(server) - left));
    }

    private void cannot(Point point, String path) {
        members.failOn(point, ResourcePath.parse(path), AccessDeniedException::new);
    }

    private String propertyOf(String path) {
        return dav.propfind(path, "0").only().text("{urn:x}at");
    }

    private void assertHasNoProperty(String path) {
        assertThat(dav.propfind(path, "0", "<x:at/>").only().status("{urn:x}at"))
                .isEqualTo(404);
    }

    private List<String> hrefs() {
        return dav.propfind("/", "infinity").hrefs().stream().sorted().toList();
    }

    private static void assertEachFailedWith403(MultiStatusView failures) {
        assertThat(failures.responses()).allMatch(failure -> failure.status().equals(OptionalInt.of(403)));
    }

    @ParameterizedTest
    @CsvSource({
        "COPY, /tree/, /new/, 201",
        "COPY, /tree/, /old/, 204",
        "COPY, /tree/, /file, 204",
        "COPY, /file, /old, 204",
        "MOVE, /tree/, /new/, 201",
        "MOVE, /tree/, /old/, 204",
        "MOVE, /tree/, /file, 204",
        "MOVE, /file, /old, 204"
    })
    @Proves({"DAV-CP-10", "DAV-CP-15", "DAV-CP-23"})
    void whatComesReplacesWhatWasThereWithItsProperties(String method, String source, String target, int status) {
        List<String> expected = dav.propfind(source, "infinity").hrefs().stream()
                .map(href -> href.replaceFirst(
                        "^/[^/]+", target.endsWith("/") ? target.substring(0, target.length() - 1) : target))
                .toList();
        assertThat(send(method, source, target).status()).isEqualTo(status);
        assertThat(dav.propfind(target, "infinity").hrefs()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(propertyOf(target)).isEqualTo(source);
        assertThat(dav.head(source).status()).isEqualTo(method.equals("COPY") ? 200 : 404);
        if (source.equals("/tree/")) {
            String base = target.endsWith("/") ? target : target + "/";
            assertThat(propertyOf(base + "sub/a")).isEqualTo("/tree/sub/a");
            assertThat(dav.get(base + "b").body()).hasSize(10_000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "COPY, /tree/, /new/",
        "COPY, /tree/, /old/",
        "COPY, /tree/, /file",
        "COPY, /tree/b, /old",
        "COPY, /tree/b, /file",
        "MOVE, /tree/, /new/",
        "MOVE, /tree/, /old/",
        "MOVE, /tree/, /file",
        "MOVE, /tree/b, /old",
        "MOVE, /tree/b, /file"
    })
    @Proves({"S507-COPY-02", "S507-MOVE-03", "S507-MOVE-04"})
    void whatIsKnownNotToFitIsRefusedWholeAndTheOldTargetIsStillThere(String method, String source, String target) {
        fillUpTo(9_999);
        List<String> before = everything();
        Answer answer = send(method, source, target);
        assertThat(answer.status()).isEqualTo(507);
        assertThat(NoRoom.condition(answer).getLocalName()).isEqualTo("sufficient-disk-space");
        assertThat(everything()).isEqualTo(before);
        assertThat(dav.delete("/ballast").status()).isEqualTo(204);
        assertThat(send(method, source, target).status()).isLessThan(300);
    }

    @ParameterizedTest
    @CsvSource({
        "COPY, /tree/, /new/, /new/sub/a",
        "COPY, /tree/, /old/, /old/b",
        "COPY, /tree/, /old/, /old/sub/a",
        "COPY, /tree/, /file, /file/b",
        "COPY, /file, /old, /old",
        "MOVE, /tree/, /new/, /new/sub/a",
        "MOVE, /tree/, /old/, /old/b",
        "MOVE, /tree/, /old/, /old/sub/a",
        "MOVE, /tree/, /file, /file/b",
        "MOVE, /file, /old, /old"
    })
    @Proves({"S507-COPY-03", "S507-MOVE-04", "DAV-CP-23"})
    void roomThatRunsOutOnTheWayUndoesAll(String method, String source, String target, String member) {
        List<String> before = everything();
        members.failOn(
                Point.COPY_FILE,
                ResourcePath.parse(member),
                path -> new InsufficientStorageException(Reason.DISK_FULL, path, null));
        assertThat(send(method, source, target).status()).isEqualTo(507);
        members.heal();
        assertThat(everything()).isEqualTo(before);
        assertThat(server.rooms().reservations()).isEmpty();
        assertThat(send(method, source, target).status()).isLessThan(300);
    }

    @Test
    @Proves({"S507-MOVE-01", "QUOTA-PF-08"})
    void aMoveInsideAFullQuotaNeedsNoneOfIt() {
        quota("/", 30_013);
        assertThat(dav.put("/more", "x").status()).isEqualTo(507);
        assertThat(send("MOVE", "/tree/", "/old/tree/").status()).isEqualTo(201);
        assertThat(send("MOVE", "/old/tree/", "/file").status()).isEqualTo(204);
        assertThat(send("MOVE", "/file/b", "/b").status()).isEqualTo(201);
        assertThat(dav.put("/b", "smaller").status()).isEqualTo(204);
        assertThat(dav.delete("/file/").status()).isEqualTo(204);
        assertThat(dav.put("/more", "x").status()).isEqualTo(201);
    }

    @Test
    @Proves("S507-MOVE-02")
    void aMoveIntoAnotherQuotaIsCheckedForTheWholeTree() {
        quota("/old", 29_999);
        List<String> before = everything();
        for (String method : List.of("COPY", "MOVE")) {
            Answer answer = send(method, "/tree/", "/old/tree/");
            assertThat(answer.status()).isEqualTo(507);
            assertThat(NoRoom.condition(answer).getLocalName()).isEqualTo("quota-not-exceeded");
        }
        assertThat(everything()).isEqualTo(before);
        quota("/old", 30_006);
        assertThat(send("MOVE", "/tree/", "/old/tree/").status()).isEqualTo(201);
        assertThat(dav.put("/old/more", "x").status()).isEqualTo(507);
    }

    private void quota(String root, long bytes) {
        server.quotas().set(ResourcePath.parse(root), QuotaLimit.ofBytes(bytes));
    }

    @Test
    @Proves({"DAV-DEL-03", "DAV-DEL-04"})
    void whatCannotBeRemovedIsNamedAndKeepsItsPropertiesAndThoseAboveIt() {
        cannot(Point.DELETE, "/tree/sub/a");
        MultiStatusView failures = dav.delete("/tree/").multiStatus();
        assertThat(failures.hrefs()).containsExactly("/tree/sub/a");
        assertEachFailedWith403(failures);
        assertThat(dav.propfind("/tree/", "infinity").hrefs())
                .containsExactlyInAnyOrder("/tree/", "/tree/sub/", "/tree/sub/a");
        for (String path : List.of("/tree/", "/tree/sub/", "/tree/sub/a")) {
            assertThat(propertyOf(path)).isEqualTo(path);
        }
        dav.put("/tree/b", "another");
        assertHasNoProperty("/tree/b");
        members.heal();
        assertThat(dav.delete("/tree/").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/new/", "/old/"})
    @Proves({"DAV-CP-18", "DAV-CP-15"})
    void whatCannotBeCopiedIsNamedAndTheRestIsThere(String target) {
        cannot(Point.COPY_FILE, target + "sub/a");
        MultiStatusView failures = dav.copy("/tree/", target).multiStatus();
        assertThat(failures.hrefs()).containsExactly("/tree/sub/a");
        assertEachFailedWith403(failures);
        assertThat(dav.propfind(target, "infinity").hrefs())
                .containsExactlyInAnyOrder(target, target + "sub/", target + "b");
        assertThat(propertyOf(target + "b")).isEqualTo("/tree/b");
        members.heal();
        dav.put(target + "sub/a", "another");
        assertHasNoProperty(target + "sub/a");
        assertThat(propertyOf("/tree/sub/a")).isEqualTo("/tree/sub/a");
    }

    @Test
    @Proves("DAV-CP-18")
    void aCollectionThatCannotBeMadeSkipsItsMembers() {
        cannot(Point.CREATE_COLLECTION, "/new/sub");
        assertThat(dav.copy("/tree/", "/new/").multiStatus().hrefs()).containsExactly("/tree/sub/");
        assertThat(dav.propfind("/new/", "infinity").hrefs()).containsExactlyInAnyOrder("/new/", "/new/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/new/", "/old/"})
    @Proves({"S507-MOVE-05", "DAV-CP-18", "DAV-CP-15"})
    void whatCannotBeMovedIsNamedAndEachMemberIsWithItsProperties(String target) {
        cannot(Point.COPY_FILE, target + "sub/a");
        MultiStatusView failures = dav.move("/tree/", target).multiStatus();
        assertThat(failures.hrefs()).containsExactly("/tree/sub/a");
        assertEachFailedWith403(failures);
        assertThat(dav.propfind("/tree/", "infinity").hrefs())
                .containsExactlyInAnyOrder("/tree/", "/tree/sub/", "/tree/sub/a");
        assertThat(dav.propfind(target, "infinity").hrefs())
                .containsExactlyInAnyOrder(target, target + "sub/", target + "b");
        for (String path : List.of("/tree/", "/tree/sub/", "/tree/sub/a")) {
            assertThat(propertyOf(path)).isEqualTo(path);
        }
        assertThat(propertyOf(target)).isEqualTo("/tree/");
        assertThat(propertyOf(target + "sub/")).isEqualTo("/tree/sub/");
        assertThat(propertyOf(target + "b")).isEqualTo("/tree/b");
        dav.put("/tree/b", "another");
        assertHasNoProperty("/tree/b");
    }

    @Test
    @Proves({"S507-MOVE-05", "DAV-CP-18"})
    void anOldMemberThatCannotBeRemovedIsNamedWhereItIs() {
        cannot(Point.DELETE, "/old/c");
        MultiStatusView failures = dav.move("/tree/", "/old/").multiStatus();
        assertThat(failures.hrefs()).containsExactly("/old/c");
        assertThat(hrefs()).containsExactly("/", "/file", "/old/", "/old/b", "/old/c", "/old/sub/", "/old/sub/a");
        assertThat(propertyOf("/old/c")).isEqualTo("/old/c");
        assertThat(propertyOf("/old/")).isEqualTo("/tree/");
        assertThat(propertyOf("/old/b")).isEqualTo("/tree/b");
    }

    @Test
    @Proves({"DAV-DEL-09", "S507-GEN-09"})
    void aTreeIsRemovedFromAFullStore() {
        fillUpTo(0);
        assertThat(dav.delete("/tree/").status()).isEqualTo(204);
        assertThat(RoomView.available(server)).isEqualTo(30_000);
        assertThat(dav.put("/new", "fits again").status()).isEqualTo(201);
        assertHasNoProperty("/new");
    }

    @Test
    @Proves("EXT-OC-01")
    void theClientsTimesComeBackAndGoAlong() {
        String time = "Sun, 09 Sep 2001 01:46:40 GMT";
        Answer answer = dav.request("PUT", "/tree/timed")
                .header("X-OC-Mtime", "1000000000")
                .body("x")
                .send();
        assertThat(answer.header("X-OC-MTime")).hasValue("accepted");
        assertThat(dav.head("/tree/timed").require("Last-Modified")).isEqualTo(time);
        dav.copy("/tree/", "/old/");
        dav.move("/old/", "/moved/");
        assertThat(dav.head("/moved/timed").require("Last-Modified")).isEqualTo(time);
        assertThat(dav.propfind("/moved/", "1").response("/moved/timed").text("getlastmodified"))
                .isEqualTo(time);
    }
}
