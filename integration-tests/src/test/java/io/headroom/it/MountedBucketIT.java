package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.server.capacity.Room;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket of a real S3 server beside a folder: what one keeps and the other does not, and the room of each. */
class MountedBucketIT {
    private static final int LIMIT = 1 << 20;
    private static final String TIME = "Wed, 09 Sep 2009 09:09:09 GMT";

    @TempDir
    Path scratch;

    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() throws IOException {
        TestBucket bucket = TestBucket.shared();
        Path secret = Files.writeString(
                scratch.resolve("secret"), bucket.cluster().keys().secretKey());
        server = TestServer.serve(
                Files.createDirectory(scratch.resolve("files")),
                Map.of(
                        Setting.SYNC,
                        "never",
                        Setting.FLOOR,
                        "0",
                        Setting.ENDPOINT,
                        bucket.cluster().endpoint().toString(),
                        Setting.S3_ACCESS_KEY,
                        bucket.cluster().keys().accessKey(),
                        Setting.S3_SECRET_KEY_FILE,
                        secret.toString(),
                        Setting.S3_CONDITIONAL_WRITES,
                        "yes",
                        Setting.S3_IF_MATCH,
                        "bare",
                        Setting.S3_CHECKSUMS,
                        "md5",
                        Setting.S3_COPY_CONDITIONS,
                        "no",
                        Setting.MOUNTS,
                        "/bucket=s3://" + bucket.name() + "/" + UUID.randomUUID() + "\n/bucket=s3-limit: " + LIMIT));
        // The bucket has its own clock, and nothing lies in the future.
        server.clock().advance(Storages.BUCKET.clockAhead());
        dav = server.dav();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private void makeATree(int bytesOfEach) {
        assertThat(dav.mkcol("/t/").status()).isEqualTo(201);
        assertThat(dav.mkcol("/t/sub/").status()).isEqualTo(201);
        for (String file : List.of("/t/a", "/t/sub/b")) {
            Answer answer = dav.request("PUT", file)
                    .header("X-OC-Mtime", "1252487349")
                    .body(new byte[bytesOfEach])
                    .send();
            assertThat(answer.status()).isEqualTo(201);
            dav.setProperty(file, "colour", "blue");
        }
    }

    private void assertTree(String top, int bytesOfEach) {
        assertThat(dav.propfind(top + "/", "1").hrefs())
                .containsExactlyInAnyOrder(top + "/", top + "/a", top + "/sub/");
        for (String file : List.of(top + "/a", top + "/sub/b")) {
            Answer answer = dav.get(file);
            assertThat(answer.body()).hasSize(bytesOfEach);
            assertThat(answer.require("Last-Modified")).isEqualTo(TIME);
            assertThat(dav.propfind(file, "0", "<x:colour/>").only().text("{urn:x}colour"))
                    .isEqualTo("blue");
        }
    }

    @Test
    @Proves({"S507-MOVE-03", "DAV-MV-01"})
    void aTreeGoesThereAndBackWithTimesAndProperties() {
        makeATree(1_000);
        assertThat(dav.copy("/t/", "/bucket/t/").status()).isEqualTo(201);
        assertTree("/bucket/t", 1_000);
        assertThat(dav.put("/bucket/t/old", "old").status()).isEqualTo(201);
        assertThat(dav.move("/t/", "/bucket/t/").status()).isEqualTo(204);
        assertTree("/bucket/t", 1_000);
        assertThat(dav.get("/t/").status()).isEqualTo(404);
        assertThat(dav.move("/bucket/t/", "/back/").status()).isEqualTo(201);
        assertTree("/back", 1_000);
        assertThat(dav.propfind("/bucket/", "1").hrefs()).containsExactly("/bucket/");
    }

    @Test
    @Proves({"S507-MOVE-03", "S507-COPY-02"})
    void theBucketIsAskedForTheWholeTreeFirst() {
        makeATree(LIMIT * 3 / 5);
        NoRoom.assertRefused(dav.move("/t/", "/bucket/t/"), "/bucket/t/");
        assertTree("/t", LIMIT * 3 / 5);
        assertThat(dav.propfind("/bucket/", "1").hrefs()).containsExactly("/bucket/");
        Room room = server.rooms().tightest(ResourcePath.parse("/bucket"));
        assertThat(room.path()).isEqualTo(ResourcePath.parse("/bucket"));
        assertThat(room.limitBytes()).hasValue(LIMIT);
        assertThat(RoomView.of(server, "/bucket/").available()).isEqualTo(LIMIT);
        assertThat(dav.move("/t/a", "/bucket/a").status()).isEqualTo(201);
        assertThat(RoomView.of(server, "/bucket/").available()).isEqualTo(LIMIT - LIMIT * 3 / 5);
    }
}
