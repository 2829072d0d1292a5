package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.headroom.server.app.Setting;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.capacity.Room;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import io.headroom.spi.testkit.SmallVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real disks of different size in one tree: each has its own room, and what goes from one to the other is nowhere lost. */
class MountsIT {
    private static final int MIB = 1 << 20;

    /** The first server of a process maps its database's library, and a volume that holds that can't be unmounted. */
    @TempDir
    Path scratch;

    private SmallVolume large;
    private SmallVolume small;
    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() throws IOException {
        Needs.root();
        large = SmallVolume.tmpfs("size=64m");
        small = SmallVolume.tmpfs("size=8m");
        server = TestServer.serve(
                large.directory(),
                Map.of(
                        Setting.SYNC,
                        "never",
                        Setting.FLOOR,
                        "0",
                        Setting.METADATA,
                        scratch.resolve("metadata.db").toString(),
                        Setting.MOUNTS,
                        "/disks/small=" + small.directory()));
        dav = server.dav();
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (large != null) {
            large.close();
        }
        if (small != null) {
            small.close();
        }
    }

    private static byte[] megabytes(int count) {
        return new byte[count * MIB];
    }

    private int put(String path, byte[] content) {
        return dav.request("PUT", path).body(content).send().status();
    }

    private void makeATree(String top, int mebibytesOfEach) {
        for (String collection : List.of(top, top + "/sub")) {
            assertThat(dav.mkcol(collection + "/").status()).isEqualTo(201);
        }
        assertThat(put(top + "/a", megabytes(mebibytesOfEach))).isEqualTo(201);
        assertThat(put(top + "/sub/b", megabytes(mebibytesOfEach))).isEqualTo(201);
        dav.setProperty(top + "/sub/b", "colour", "blue");
    }

    private void assertTree(String top, int mebibytesOfEach) {
        assertThat(dav.propfind(top + "/", "1").hrefs())
                .containsExactlyInAnyOrder(top + "/", top + "/a", top + "/sub/");
        assertThat(dav.get(top + "/a").body()).hasSize(mebibytesOfEach * MIB);
        assertThat(dav.get(top + "/sub/b").body()).hasSize(mebibytesOfEach * MIB);
        assertThat(dav.propfind(top + "/sub/b", "0", "<x:colour/>").only().text("{urn:x}colour"))
                .isEqualTo("blue");
    }

    private void assertNothingIsAt(String path) {
        assertThat(dav.propfind("/disks/small/", "1").hrefs()).doesNotContain(path);
        assertThat(server.rooms().reservations()).isEmpty();
    }

    /** Not even out of sight. */
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".headroom"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    @Proves({"S507-PUT-02", "QUOTA-PF-01"})
    void eachDiskHasItsOwnRoom() throws Exception {
        NoRoom.assertRefused(
                dav.request("PUT", "/disks/small/f").body(megabytes(12)).send(), "/disks/small/f");
        assertThat(put("/f", megabytes(12))).isEqualTo(201);
        assertThat(put("/disks/f", megabytes(12))).isEqualTo(201);
        assertThat(put("/disks/small/f", megabytes(2))).isEqualTo(201);
        assertThat(names(large.directory())).containsExactly("disks", "f");
        assertThat(names(small.directory())).containsExactly("f");
        assertThat(RoomView.of(server, "/disks/small/").available()).isBetween(4L * MIB, 6L * MIB);
        assertThat(RoomView.of(server, "/disks/").available()).isBetween(36L * MIB, 40L * MIB);
        MultiStatusView listing = dav.propfind("/disks/", "1", "<D:quota-available-bytes/>");
        assertThat(listing.hrefs()).containsExactlyInAnyOrder("/disks/", "/disks/f", "/disks/small/");
        assertThat(server.rooms().all())
                .extracting(
                        Room::kind,
                        room -> room.path().toString(),
                        room -> room.limitBytes().orElse(0))
                .containsExactly(
                        tuple(Room.Kind.VOLUME, "/", 64L * MIB), tuple(Room.Kind.VOLUME, "/disks/small", 8L * MIB));
    }

    @Test
    @Proves("S507-MOVE-03")
    void aTreeIsMovedAndCopiedBothWays() throws Exception {
        makeATree("/t", 2);
        assertThat(dav.move("/t/", "/disks/small/t/").status()).isEqualTo(201);
        assertTree("/disks/small/t", 2);
        assertThat(dav.get("/t/").status()).isEqualTo(404);
        assertThat(dav.copy("/disks/small/t/", "/back/").status()).isEqualTo(201);
        assertTree("/back", 2);
        assertTree("/disks/small/t", 2);
        assertThat(put("/back/more", megabytes(1))).isEqualTo(201);
        assertThat(dav.move("/disks/small/t/", "/back/").status()).isEqualTo(204);
        assertTree("/back", 2);
        assertThat(dav.move("/back/sub/b", "/disks/small/b").status()).isEqualTo(201);
        assertThat(dav.get("/disks/small/b").body()).hasSize(2 * MIB);
        assertThat(names(small.directory())).containsExactly("b");
        assertThat(names(large.directory())).containsExactly("back");
        assertThat(server.rooms().reservations()).isEmpty();
    }

    @Test
    @Proves({"S507-MOVE-03", "S507-COPY-02", "S507-MOVE-04"})
    void theDiskIsAskedForTheWholeTreeFirst() throws Exception {
        makeATree("/t", 5);
        NoRoom.assertRefused(dav.copy("/t/", "/disks/small/t/"), "/disks/small/t/");
        NoRoom.assertRefused(dav.move("/t/", "/disks/small/t/"), "/disks/small/t/");
        assertNothingIsAt("/disks/small/t/");
        makeATree("/disks/small/t", 1);
        NoRoom.assertRefused(dav.move("/t/", "/disks/small/t/"), "/disks/small/t/");
        assertTree("/disks/small/t", 1);
        assertTree("/t", 5);
        assertThat(names(small.directory())).containsExactly("t");
    }

    @Test
    @Proves("S507-MOVE-03")
    void soIsTheQuota() {
        server.quotas().set(ResourcePath.parse("/disks/small"), QuotaLimit.ofBytes(3 * MIB));
        makeATree("/t", 2);
        NoRoom.assertRefused(dav.move("/t/", "/disks/small/t/"), "/disks/small/t/", "quota-not-exceeded");
        assertNothingIsAt("/disks/small/t/");
        assertTree("/t", 2);
        server.quotas().set(ResourcePath.parse("/disks/small"), QuotaLimit.ofBytes(5 * MIB));
        assertThat(dav.move("/t/", "/disks/small/t/").status()).isEqualTo(201);
        assertThat(RoomView.of(server, "/disks/small/")).isEqualTo(new RoomView(MIB, 4 * MIB));
        assertThat(dav.delete("/disks/small/t/").status()).isEqualTo(204);
        assertThat(RoomView.of(server, "/disks/small/").used()).isZero();
    }

    @Test
    @Proves("S507-GEN-09")
    void insideOneDiskAMoveNeedsNoRoom() throws Exception {
        makeATree("/disks/small/t", 1);
        small.fill();
        assertThat(dav.move("/disks/small/t/", "/disks/small/u/").status()).isEqualTo(201);
        assertTree("/disks/small/u", 1);
        assertThat(dav.delete("/disks/small/u/").status()).isEqualTo(204);
        small.release();
    }

    @Test
    void whatIsMountedStaysWhereItIs() throws Exception {
        makeATree("/disks/small/t", 1);
        assertThat(dav.mkcol("/other/").status()).isEqualTo(201);
        for (String fixed : List.of("/disks/", "/disks/small/")) {
            List<Answer> answers = List.of(
                    dav.delete(fixed),
                    dav.move(fixed, "/elsewhere/"),
                    dav.move("/other/", fixed),
                    dav.copy("/other/", fixed));
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.text()).contains("Another storage is mounted");
            });
            assertThat(dav.mkcol(fixed).status()).isEqualTo(405);
        }
        assertTree("/disks/small/t", 1);
        assertThat(dav.copy("/disks/", "/copy/").status()).isEqualTo(201);
        assertTree("/copy/small/t", 1);
        assertThat(names(large.directory())).containsExactly("copy", "other");
    }

    @Test
    void aTimeThatAClientSetGoesAlong() {
        dav.request("PUT", "/f")
                .header("X-OC-Mtime", "1252487349")
                .body("content")
                .send();
        assertThat(dav.move("/f", "/disks/small/f").status()).isEqualTo(201);
        assertThat(dav.head("/disks/small/f").require("Last-Modified")).isEqualTo("Wed, 09 Sep 2009 09:09:09 GMT");
    }
}
