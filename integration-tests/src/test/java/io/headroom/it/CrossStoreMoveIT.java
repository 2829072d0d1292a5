package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MOVE where the storage can't rename, as between two volumes: copied whole, then removed, with all checks before either. */
final class CrossStoreMoveIT {
    private FaultyStorage storage;
    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        AtomicReference<FaultyStorage> made = new AtomicReference<>();
        server = TestServer.start(Map.of(Setting.QUOTA, "/there=1000"), clock -> {
            made.set(new FaultyStorage(new MemoryStorage(5_000, clock)));
            return made.get();
        });
        storage = made.get();
        storage.failAlways(Point.MOVE, path -> new UnsupportedException(path, "renaming over here"));
        dav = server.dav();
        for (String folder : new String[] {"/here", "/here/tree", "/here/tree/sub", "/there"}) {
            assertThat(dav.mkcol(folder).status()).isEqualTo(201);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void fill(int bytesOfEach) {
        for (String file : new String[] {"/here/tree/a", "/here/tree/sub/b"}) {
            assertThat(dav.put(file, "x".repeat(bytesOfEach)).status()).isIn(201, 204);
        }
    }

    private Answer move() {
        return dav.move("/here/tree/", "/there/tree/");
    }

    private void assertNothingWasTouched(int bytesOfEach) {
        assertThat(dav.propfind("/there/", "1").hrefs()).containsExactly("/there/");
        assertThat(dav.get("/here/tree/a").body()).hasSize(bytesOfEach);
        assertThat(dav.get("/here/tree/sub/b").body()).hasSize(bytesOfEach);
    }

    @Test
    @Proves({"S507-MOVE-03", "S507-MOVE-02", "QUOTA-PF-13"})
    void theQuotaOfTheDestinationIsAskedForTheWholeTreeFirst() {
        fill(600);
        Answer answer = move();
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
        assertThat(NoRoom.body(answer).only().conditions()).containsExactly("quota-not-exceeded");
        assertNothingWasTouched(600);
        fill(400);
        assertThat(move().status()).isEqualTo(201);
        assertThat(RoomView.of(server, "/there/")).isEqualTo(new RoomView(200, 800));
        assertThat(dav.get("/here/tree/").status()).isEqualTo(404);
    }

    @Test
    @Proves("S507-MOVE-03")
    void soIsTheDisk() {
        server.quotas().set(ResourcePath.parse("/here"), QuotaLimit.ofBytes(9_000));
        fill(400);
        assertThat(dav.put("/rest", "x".repeat(3_500)).status()).isEqualTo(201);
        Answer answer = move();
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
        assertThat(NoRoom.body(answer).only().conditions()).containsExactly("sufficient-disk-space");
        assertNothingWasTouched(400);
        assertThat(RoomView.of(server, "/here/").used()).isEqualTo(800);
    }

    private void assertTheWholeIsThere() {
        assertThat(dav.get("/there/tree/a").body()).hasSize(100);
        assertThat(dav.get("/there/tree/sub/b").body()).hasSize(100);
    }

    /** RFC 4918 §9.9.3 would put what is left in place of what was moved. */
    @Test
    @Proves({"S507-MOVE-03", "S507-MOVE-05"})
    void aMoveThatIsSaidAgainTakesNothingAway() {
        fill(100);
        ResourcePath stays = ResourcePath.parse("/here/tree/sub/b");
        storage.failOn(Point.DELETE, stays, AccessDeniedException::new);
        for (int i = 0; i < 2; i++) {
            assertThat(move().multiStatus().hrefs()).contains("/here/tree/sub/b");
            assertThat(dav.get("/here/tree/a").status()).isEqualTo(404);
            assertTheWholeIsThere();
        }
        storage.heal();
        storage.failAlways(Point.MOVE, path -> new UnsupportedException(path, "renaming over here"));

        assertThat(dav.put("/here/tree/later", "x").status()).isEqualTo(201);
        Answer refused = move();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("Move what it holds one by one.");
        assertTheWholeIsThere();
        assertThat(dav.get("/here/tree/later").text()).isEqualTo("x");

        assertThat(dav.move("/here/tree/later", "/there/tree/later").status()).isEqualTo(201);
        assertThat(move().status()).isEqualTo(204);
        assertTheWholeIsThere();
        assertThat(dav.get("/there/tree/later").text()).isEqualTo("x");
        assertThat(dav.get("/here/tree/").status()).isEqualTo(404);
    }

    @Test
    void aTreeThatIsMadeAnewIsMovedAsAnyOther() {
        fill(100);
        storage.failOn(Point.DELETE, ResourcePath.parse("/here/tree/sub/b"), AccessDeniedException::new);
        assertThat(move().status()).isEqualTo(207);
        storage.heal();
        storage.failAlways(Point.MOVE, path -> new UnsupportedException(path, "renaming over here"));
        assertThat(dav.delete("/here/tree/").status()).isEqualTo(204);
        assertThat(dav.mkcol("/here/tree").status()).isEqualTo(201);
        assertThat(dav.put("/here/tree/new", "x").status()).isEqualTo(201);
        assertThat(move().status()).isEqualTo(204);
        assertThat(dav.propfind("/there/tree/", "1").hrefs())
                .containsExactlyInAnyOrder("/there/tree/", "/there/tree/new");
        assertThat(dav.propfindBody("/there/tree/", "0", "<D:allprop/>").text()).doesNotContain("moved-to");
    }
}
