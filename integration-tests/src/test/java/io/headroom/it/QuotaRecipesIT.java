package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real clients do, step by step, in a home that has a quota. */
@ParameterizedClass
@EnumSource(Storages.class)
final class QuotaRecipesIT {
    private static final int QUOTA = 2 << 20;
    private static final int MEGABYTE = 1 << 20;

    @Parameter
    Storages storage;

    @TempDir
    Path folder;

    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(
                Map.of(Setting.QUOTA, "/home=2MiB", Setting.PATH_PREFIX, "/dav"), clock -> storage.open(folder, clock));
        dav = server.dav();
        assertThat(dav.mkcol("/home").status()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RoomView room() {
        return RoomView.of(server, "/home/");
    }

    private int put(String path, int bytes) {
        return dav.request("PUT", path).body(new byte[bytes]).send().status();
    }

    private int unlock(String path, String token) {
        return dav.request("UNLOCK", path).header("Lock-Token", token).send().status();
    }

    /** Recipe 2. */
    @Test
    @Proves({"S507-PUT-03", "QUOTA-PF-06"})
    void finderCopiesInWhatFits() throws IOException {
        assertThat(put("/home/a", 0)).isEqualTo(201);
        String token = dav.locked("/home/a", "0");
        RoomView before = room();
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT /dav/home/a HTTP/1.1",
                    "Host: " + server.authority(),
                    "Transfer-Encoding: chunked",
                    "X-Expected-Entity-Length: " + MEGABYTE,
                    "If: (" + token + ")");
            assertThat(client.chunk(new byte[MEGABYTE]).lastChunk().read().status())
                    .isEqualTo(204);
        }
        assertThat(unlock("/home/a", token)).isEqualTo(204);
        assertThat(room()).isEqualTo(new RoomView(before.available() - MEGABYTE, before.used() + MEGABYTE));
    }

    /** Recipe 3: refused while the data are on their way; the empty file and its lock stay as they were. */
    @Test
    @Proves({"S507-PUT-03", "S507-CON-01", "S507-GEN-05"})
    void finderCopiesInWhatDoesNotFit() throws IOException {
        assertThat(put("/home/a", 0)).isEqualTo(201);
        String token = dav.locked("/home/a", "0");
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT /dav/home/a HTTP/1.1",
                    "Host: " + server.authority(),
                    "Transfer-Encoding: chunked",
                    "X-Expected-Entity-Length: " + 3 * MEGABYTE,
                    "If: (" + token + ")");
            assertThat(client.chunk(new byte[1_000]).read().status()).isEqualTo(507);
            // It goes on sending as if nothing had happened, and that is swallowed.
            for (int i = 0; i < 30; i++) {
                client.chunk(new byte[100_000]);
            }
        }
        assertThat(unlock("/home/a", token)).isEqualTo(204);
        assertThat(dav.get("/home/a").body()).isEmpty();
        assertThat(room().available()).isEqualTo(QUOTA);
    }

    /** Recipes 5 and 6. */
    @Test
    @Proves({"EXT-MS-04", "S507-CON-01", "S507-PP-03"})
    void windowsSendsEverythingBeforeItReads() throws IOException {
        assertThat(put("/home/a", 0)).isEqualTo(201);
        String token = dav.locked("/home/a", "0");
        byte[] body = new byte[32 << 20];
        try (RawClient client = server.raw()) {
            client.head(
                            "PUT /dav/home/a HTTP/1.1",
                            "Host: " + server.authority(),
                            "User-Agent: Microsoft-WebDAV-MiniRedir/10.0.19045",
                            "If: (" + token + ")",
                            "Content-Length: " + body.length)
                    .send(body);
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(507);
            assertThat(NoRoom.body(answer).only().conditions()).containsExactly("quota-not-exceeded");
        }
        assertThat(dav.request("PROPPATCH", "/home/a")
                        .token(token)
                        .update("<D:set><D:prop><w:Win32FileAttributes xmlns:w='urn:schemas-microsoft-com:'>00000020"
                                + "</w:Win32FileAttributes></D:prop></D:set>")
                        .send()
                        .status())
                .isEqualTo(207);
        assertThat(unlock("/home/a", token)).isEqualTo(204);
        assertThat(put("/home/rest", QUOTA)).isEqualTo(201);
        assertThat(put("/home/b", 0)).as("the first empty PUT").isEqualTo(507);
    }

    /** Recipe 13. */
    @Test
    @Proves({"S507-MOVE-01", "QUOTA-PF-08"})
    void keePassSavesAtTheLastByte() {
        assertThat(put("/home/db", MEGABYTE)).isEqualTo(201);
        assertThat(put("/home/db.tmp", MEGABYTE)).isEqualTo(201);
        assertThat(room().available()).isZero();
        assertThat(dav.delete("/home/db").status()).isEqualTo(204);
        assertThat(put("/home/other", MEGABYTE)).isEqualTo(201);
        assertThat(room().available()).isZero();
        assertThat(dav.move("/home/db.tmp", "/home/db").status()).isEqualTo(201);
    }

    /** Recipe 14. */
    @Test
    @Proves({"S507-MOVE-01", "QUOTA-PF-06"})
    void kopiaRenamesOverWhatIsThere() {
        assertThat(put("/home/p/x-123", 10)).isEqualTo(409);
        assertThat(dav.mkcol("/home/p").status()).isEqualTo(201);
        assertThat(put("/home/p/x", MEGABYTE)).isEqualTo(201);
        assertThat(put("/home/p/x-123", MEGABYTE)).isEqualTo(201);
        assertThat(dav.move("/home/p/x-123", "/home/p/x").status()).isEqualTo(204);
        assertThat(room()).isEqualTo(new RoomView(MEGABYTE, MEGABYTE));
    }

    /** Recipe 15. */
    @Test
    @Proves({"S507-COPY-01", "S507-COPY-02", "S507-MOVE-04"})
    void gvfsAndRcloneCopyMoreThanFits() {
        assertThat(put("/home/big", MEGABYTE + 1)).isEqualTo(201);
        assertThat(dav.copy("/home/big", "/home/copy").status()).isEqualTo(507);
        assertThat(dav.get("/home/copy").status()).isEqualTo(404);
        assertThat(dav.delete("/home/big").status()).isEqualTo(204);

        assertThat(dav.mkcol("/home/tree").status()).isEqualTo(201);
        for (int i = 0; i < 3; i++) {
            assertThat(put("/home/tree/part" + i, MEGABYTE / 2)).isEqualTo(201);
        }
        assertThat(put("/home/old", 5)).isEqualTo(201);
        for (String target : List.of("/home/new/", "/home/old")) {
            Answer answer = dav.copy("/home/tree/", target);
            assertThat(answer.status()).isEqualTo(507);
        }
        assertThat(dav.get("/home/new/").status()).isEqualTo(404);
        assertThat(dav.get("/home/old").body()).hasSize(5);
    }

    /** Recipe 16. */
    @Test
    @Proves({"QUOTA-PF-05", "QUOTA-PF-06"})
    void rcloneAboutAlwaysAddsUpToTheQuota() {
        List<Runnable> steps = List.of(
                () -> put("/home/a", 300_000),
                () -> put("/home/a", 100_000),
                () -> put("/home/a", 500_000),
                () -> dav.copy("/home/a", "/home/b"),
                () -> dav.move("/home/b", "/home/c"),
                () -> dav.mkcol("/home/folder"),
                () -> dav.move("/home/c", "/home/folder/c"),
                () -> dav.copy("/home/folder/", "/home/again/"),
                () -> put("/home/too-much", QUOTA),
                () -> dav.delete("/home/folder/"),
                () -> dav.delete("/home/a"));
        for (Runnable step : steps) {
            step.run();
            RoomView room = room();
            assertThat(room.used() + room.available()).isEqualTo(QUOTA);
        }
        assertThat(room().used()).isEqualTo(500_000);
    }

    /** Recipe 20. */
    @ParameterizedTest
    @Proves({"S507-PUT-01", "S507-PUT-05", "HTTP-100-01"})
    @ValueSource(booleans = {true, false})
    void curlAsksFirst(boolean fits) throws IOException {
        int bytes = fits ? QUOTA : QUOTA + 1;
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT /dav/home/a HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Length: " + bytes,
                    "Expect: 100-continue");
            assertThat(client.read().status()).isEqualTo(fits ? 100 : 507);
            if (fits) {
                assertThat(client.send(new byte[bytes]).read().status()).isEqualTo(201);
            }
        }
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT /dav/home/b HTTP/1.1",
                    "Host: " + server.authority(),
                    "Transfer-Encoding: chunked",
                    "Expect: 100-continue");
            assertThat(client.read().status()).isEqualTo(fits ? 507 : 100);
            if (!fits) {
                assertThat(client.chunk(new byte[QUOTA])
                                .chunk(new byte[1])
                                .lastChunk()
                                .read()
                                .status())
                        .isEqualTo(507);
            }
        }
    }

    /** Recipe 22. */
    @Test
    @Proves({"QUOTA-PF-10", "QUOTA-PF-08", "S507-GEN-09"})
    void atTheEdge() {
        assertThat(put("/home/a", (int) room().available())).isEqualTo(201);
        assertThat(room().available()).isZero();
        assertThat(put("/home/a", QUOTA)).isEqualTo(204);
        assertThat(put("/home/a", QUOTA - 1)).isEqualTo(204);
        assertThat(put("/home/a", QUOTA)).isEqualTo(204);
        assertThat(put("/home/a", QUOTA + 1)).isEqualTo(507);
        String token = dav.locked("/home/a", "0");
        assertThat(unlock("/home/a", token)).isEqualTo(204);
        assertThat(dav.get("/home/a").body()).hasSize(QUOTA);
        assertThat(dav.propfind("/home/", "1").hrefs()).hasSize(2);
        assertThat(dav.move("/home/a", "/home/b").status()).isEqualTo(201);
        assertThat(dav.delete("/home/b").status()).isEqualTo(204);
        assertThat(room()).isEqualTo(new RoomView(QUOTA, 0));
    }
}
