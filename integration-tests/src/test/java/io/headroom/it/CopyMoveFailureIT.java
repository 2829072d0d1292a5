package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COPY and MOVE where the storage fails in the middle (RFC 4918 §9.8.3, §9.8.5, §9.9.2). */
final class CopyMoveFailureIT {
    private FaultyStorage storage;
    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        AtomicReference<FaultyStorage> made = new AtomicReference<>();
        server = TestServer.start(Map.of(), clock -> {
            made.set(new FaultyStorage(new MemoryStorage(Storages.ROOM, clock)));
            return made.get();
        });
        storage = made.get();
        dav = server.dav();
        dav.mkcol("/tree/");
        dav.mkcol("/tree/bad/");
        dav.put("/tree/bad/member", "x");
        dav.mkcol("/tree/good/");
        dav.put("/tree/good/member", "x");
        dav.put("/tree/stuck", "x");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void failOn(Point point, String path) {
        storage.failOn(point, ResourcePath.parse(path), AccessDeniedException::new);
    }

    /** As between two volumes. */
    private void cannotRename() {
        storage.failAlways(Point.MOVE, path -> new UnsupportedException(path, "rename"));
    }

    @Test
    @Proves("DAV-CP-18")
    void aMemberThatCannotBeCopiedIsNamedAndTheOthersGoOn() {
        failOn(Point.TREE_COPY_FILE, "/copy/stuck");
        failOn(Point.TREE_CREATE_COLLECTION, "/copy/bad");
        MultiStatusView failures = dav.copy("/tree/", "/copy/").multiStatus();
        assertThat(failures.hrefs()).containsExactlyInAnyOrder("/tree/stuck", "/tree/bad/");
        assertThat(failures.responses()).allMatch(failure -> failure.status().equals(OptionalInt.of(403)));
        assertThat(dav.get("/copy/good/member").status()).isEqualTo(200);
        assertThat(dav.propfind("/copy/", "1").hrefs()).containsExactlyInAnyOrder("/copy/", "/copy/good/");
    }

    @Test
    @Proves({"DAV-CP-19", "DAV-CP-23"})
    void anErrorOnTheDestinationItselfIsThePlainStatus() {
        dav.mkcol("/old/");
        dav.put("/old/mine", "mine");
        failOn(Point.TREE_COMMIT, "/old");
        assertThat(dav.copy("/tree/", "/old/").status()).isEqualTo(403);
        assertThat(dav.propfind("/old/", "1").hrefs()).containsExactlyInAnyOrder("/old/", "/old/mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tree/", "/tree/stuck"})
    @Proves({"DAV-CP-19", "DAV-CP-23"})
    void aMoveThatFailsKeepsBothEnds(String source) {
        dav.put("/old", "mine");
        dav.setProperty("/old", "a", "old");
        dav.setProperty(source, "a", "source");
        failOn(Point.MOVE, "/old");
        assertThat(dav.move(source, "/old").status()).isEqualTo(403);
        assertThat(dav.get("/old").text()).isEqualTo("mine");
        assertThat(dav.propfind("/old", "0").only().text("{urn:x}a")).isEqualTo("old");
        assertThat(dav.propfind(source, "0").only().text("{urn:x}a")).isEqualTo("source");
    }

    @Test
    @Proves({"DAV-CP-19", "DAV-CP-23"})
    void noRoomInTheMiddleOfACopyIsThePlainStatusAndLeavesNothing() {
        dav.mkcol("/old/");
        dav.put("/old/mine", "mine");
        storage.failOn(
                Point.TREE_COPY_FILE,
                ResourcePath.parse("/old/good/member"),
                path -> new InsufficientStorageException(
                        InsufficientStorageException.Reason.DISK_FULL,
                        path,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        null));
        assertThat(dav.copy("/tree/", "/old/").status()).isEqualTo(507);
        assertThat(dav.propfind("/old/", "1").hrefs()).containsExactlyInAnyOrder("/old/", "/old/mine");
    }

    @Test
    @Proves({"DAV-CP-15", "DAV-MV-02"})
    void aMoveToAnotherVolumeIsWhole() {
        cannotRename();
        dav.setProperty("/tree/", "a", "1");
        dav.setProperty("/tree/good/member", "a", "2");
        assertThat(dav.move("/tree/", "/new/").status()).isEqualTo(201);
        assertThat(dav.propfind("/", "1").hrefs()).containsExactlyInAnyOrder("/", "/new/");
        assertThat(dav.propfind("/new/", "0").only().text("{urn:x}a")).isEqualTo("1");
        assertThat(dav.propfind("/new/good/member", "0").only().text("{urn:x}a"))
                .isEqualTo("2");
    }

    @Test
    @Proves("DAV-CP-10")
    void aFileFromAnotherVolumeMayReplaceACollection() {
        cannotRename();
        dav.put("/file", "content");
        assertThat(dav.move("/file", "/tree").status()).isEqualTo(204);
        assertThat(dav.get("/tree").text()).isEqualTo("content");
        assertThat(dav.get("/file").status()).isEqualTo(404);
    }

    @Test
    @Proves({"DAV-CP-18", "DAV-CP-15", "S507-MOVE-05"})
    void aMemberThatCannotBeCopiedStaysWithAllThatItHasAndTheOthersGo() {
        cannotRename();
        failOn(Point.TREE_COPY_FILE, "/new/stuck");
        dav.setProperty("/tree/stuck", "a", "1");
        String token = dav.locked("/tree/stuck", "0");
        Answer answer = dav.request("MOVE", "/tree/")
                .destination("/new/")
                .header("If", "<" + dav.url("/tree/stuck") + "> (" + token + ")")
                .send();
        assertThat(answer.multiStatus().hrefs()).containsExactly("/tree/stuck");
        assertThat(dav.propfind("/tree/", "1").hrefs()).containsExactlyInAnyOrder("/tree/", "/tree/stuck");
        assertThat(dav.propfind("/new/", "1").hrefs()).containsExactlyInAnyOrder("/new/", "/new/bad/", "/new/good/");
        MultiStatusView.Response stuck = dav.propfind("/tree/stuck", "0").only();
        assertThat(stuck.text("{urn:x}a")).isEqualTo("1");
        assertThat(stuck.text("lockdiscovery")).contains(token.substring(1, token.length() - 1));
    }

    @Test
    @Proves({"DAV-CP-18", "DAV-CP-15"})
    void aMemberThatCannotLeaveKeepsItsProperties() {
        cannotRename();
        failOn(Point.DELETE, "/tree/stuck");
        dav.setProperty("/tree/stuck", "a", "1");
        assertThat(dav.move("/tree/", "/new/").multiStatus().hrefs()).containsExactly("/tree/stuck");
        assertThat(dav.propfind("/tree/", "1").hrefs()).containsExactlyInAnyOrder("/tree/", "/tree/stuck");
        assertThat(dav.propfind("/tree/stuck", "0").only().text("{urn:x}a")).isEqualTo("1");
        assertThat(dav.propfind("/new/stuck", "0").only().text("{urn:x}a")).isEqualTo("1");
    }
}
