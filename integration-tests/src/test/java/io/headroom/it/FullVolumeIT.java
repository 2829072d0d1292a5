package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import io.headroom.spi.testkit.SmallVolume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole server on real volumes that another program has filled: every method, before and after. Nothing ever gets 500. */
@ParameterizedClass
@EnumSource(FullVolume.class)
final class FullVolumeIT {
    private static final String LARGE_VALUE = "v".repeat(60_000);
    private static final int OLD = 200_000;

    private static SmallVolume volume;

    @Parameter
    FullVolume kind;

    @TempDir
    Path elsewhere;

    private TestServer server;
    private Dav dav;

    @BeforeParameterizedClassInvocation
    static void mount(FullVolume kind) throws IOException {
        Needs.root();
        // SQLite's library stays loaded from where the first server of this process unpacked it: not on the volume.
        TestServer.start().close();
        volume = kind.mount();
    }

    @AfterParameterizedClassInvocation
    static void unmount() throws IOException {
        volume.close();
    }

    @BeforeEach
    void start() {
        server = TestServer.serve(volume.directory(), kind.settings(elsewhere));
        dav = server.dav();
        dav.put("/file", ofLength(OLD));
        dav.setProperty("/file", "colour", "red");
        dav.put("/other", ofLength(OLD));
        dav.setProperty("/other", "colour", "blue");
        dav.mkcol("/tree");
        dav.put("/tree/a", ofLength(OLD));
        dav.setProperty("/tree/a", "colour", "green");
        dav.mkcol("/tree/sub");
        dav.put("/tree/sub/b", "bbb");
        dav.mkcol("/target");
        dav.put("/target/c", ofLength(OLD));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        volume.empty();
    }

    private static String ofLength(int bytes) {
        return "x".repeat(bytes);
    }

    /** Everything that a client can see but for the dates of collections and the room. */
    private String everything() {
        StringBuilder all = new StringBuilder();
        for (String path : List.of("/", "/tree/", "/tree/sub/", "/target/")) {
            all.append(dav.propfindBody(
                            path,
                            "1",
                            "<D:prop><D:resourcetype/><D:getetag/><D:getcontentlength/><D:lockdiscovery/><x:colour/>"
                                    + "</D:prop>")
                    .text());
        }
        return all.toString();
    }

    private List<Path> litter() throws IOException {
        Path staging = kind == FullVolume.TMPFS_WITH_STATE_ELSEWHERE
                ? elsewhere.resolve("state/staging")
                : volume.directory().resolve(".headroom/staging");
        try (Stream<Path> staged = Files.walk(staging);
                Stream<Path> beside = Files.list(volume.directory())) {
            return Stream.concat(
                            staged.filter(Files::isRegularFile),
                            beside.filter(path -> path.getFileName().toString().startsWith(".headroom-")))
                    .toList();
        }
    }

    private Answer chunked(String path, int bytes, String... headers) {
        try (RawClient client = server.raw()) {
            client.send("PUT " + path + " HTTP/1.1\r\nHost: " + server.authority() + "\r\n");
            for (String header : headers) {
                client.send(header + "\r\n");
            }
            client.head("Transfer-Encoding: chunked").chunk(new byte[bytes]).lastChunk();
            return client.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the 100 with the body, as RFC 9110 §10.1.1 has it. */
    private Answer expecting(String path, int bytes) {
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT " + path + " HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Length: " + bytes,
                    "Expect: 100-continue");
            Answer first = client.read();
            return first.status() == 100 ? client.send(new byte[bytes]).read() : first;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that needs a new name or new bytes. */
    private Map<String, Supplier<Answer>> writes() {
        Map<String, Supplier<Answer>> writes = new LinkedHashMap<>();
        writes.put("PUT new", () -> dav.put("/new", ofLength(OLD)));
        writes.put("PUT new, empty", () -> dav.put("/empty", ""));
        writes.put("PUT over smaller", () -> dav.put("/file", ofLength(OLD + 1)));
        writes.put("PUT over equal", () -> dav.put("/file", ofLength(OLD)));
        writes.put("PUT over larger", () -> dav.put("/file", ofLength(OLD - 50_000)));
        writes.put("PUT chunked", () -> chunked("/chunked", OLD));
        writes.put("PUT chunked over", () -> chunked("/file", OLD));
        writes.put("PUT chunked, as Finder", () -> chunked("/finder", OLD, "X-Expected-Entity-Length: " + OLD));
        writes.put("PUT with Expect", () -> expecting("/expected", OLD));
        writes.put("PUT over with Expect", () -> expecting("/file", OLD));
        writes.put("MKCOL", () -> dav.mkcol("/tree/new/"));
        writes.put("COPY file", () -> dav.copy("/file", "/copy"));
        writes.put("COPY file over file", () -> dav.copy("/file", "/other"));
        writes.put("COPY tree", () -> dav.copy("/tree/", "/copies/"));
        writes.put("COPY tree over tree", () -> dav.copy("/tree/", "/target/"));
        writes.put(
                "COPY depth 0",
                () -> dav.request("COPY", "/tree/")
                        .header("Depth", "0")
                        .destination("/shallow/")
                        .send());
        writes.put("LOCK unmapped", () -> dav.lock("/unmapped", "0").send());
        return writes;
    }

    @Test
    @Proves({
        "S507-GEN-01",
        "S507-GEN-02",
        "S507-GEN-04",
        "S507-GEN-05",
        "S507-PUT-02",
        "S507-PUT-04",
        "S507-PUT-09",
        "S507-MK-01",
        "S507-COPY-01",
        "S507-COPY-02",
        "S507-COPY-04",
        "S507-MOVE-04",
        "S507-LK-01",
        "QUOTA-ERR-02",
        "QUOTA-ERR-04"
    })
    void whatNeedsRoomIs507AndChangesNothing() throws IOException {
        kind.fill(volume);
        String before = everything();
        writes().forEach((name, request) -> {
            Answer answer = request.get();
            assertThat(answer.statusLine()).as(name).isEqualTo("HTTP/1.1 507 Insufficient Storage");
            // A copy asks for the room of its properties first, a lock for its own: that is the database's, which
            // doesn't say whose
            // limit it met.
            String other =
                    name.startsWith("COPY") || name.startsWith("LOCK") ? "sufficient-disk-space" : kind.condition();
            assertThat(NoRoom.body(answer).only().conditions())
                    .as(name)
                    .hasSize(1)
                    .containsAnyOf(kind.condition(), other);
            assertThat(answer.header("Lock-Token")).as(name).isEmpty();
            assertThat(everything()).as("after %s", name).isEqualTo(before);
        });
        assertThat(litter()).isEmpty();

        volume.release();
        writes().forEach((name, request) ->
                assertThat(request.get().status()).as("%s, with room", name).isBetween(200, 204));
        assertThat(dav.get("/target/a").body()).hasSize(OLD);
        assertThat(dav.propfind("/other", "0", "<x:colour/>").only().text("{urn:x}colour"))
                .isEqualTo("red");
        assertThat(litter()).isEmpty();
    }

    @Test
    @Proves({"S507-GEN-09", "QUOTA-PF-08", "S507-MOVE-01", "DAV-DEL-09", "DAV-OPT-09"})
    void whatNeedsNoRoomGoesOnAndMakesRoom() throws IOException {
        String token = dav.locked("/other", "0");
        kind.fill(volume);

        assertThat(dav.get("/file").body()).hasSize(OLD);
        assertThat(dav.head("/file").status()).isEqualTo(200);
        assertThat(dav.options("/file").status()).isEqualTo(200);
        assertThat(dav.propfind("/", "1").hrefs()).contains("/file");
        assertThat(dav.request("LOCK", "/other").token(token).send().status()).isEqualTo(200);
        assertThat(dav.request("UNLOCK", "/other")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(dav.proppatch("/other", "<D:remove><D:prop><x:colour/></D:prop></D:remove>")
                        .multiStatus()
                        .only()
                        .status("{urn:x}colour"))
                .isEqualTo(200);
        assertThat(dav.move("/file", "/moved").status()).isEqualTo(201);
        assertThat(dav.propfind("/moved", "0", "<x:colour/>").only().text("{urn:x}colour"))
                .isEqualTo("red");
        assertThat(dav.move("/moved", "/other").status()).isEqualTo(204);
        assertThat(dav.move("/tree/", "/moved/").status()).isEqualTo(201);
        assertThat(dav.move("/moved/", "/target/").status()).isEqualTo(204);
        assertThat(dav.get("/target/sub/b").text()).isEqualTo("bbb");
        assertThat(dav.delete("/target/").status()).isEqualTo(204);
        assertThat(dav.delete("/other").status()).isEqualTo(204);
        assertThat(dav.head("/other").status()).isEqualTo(404);
    }

    @Test
    @Proves({"DAV-DEL-09", "S507-GEN-09", "QUOTA-PF-10"})
    void deletingGivesTheRoomToTheNextWrite() throws IOException {
        dav.put("/ballast", ofLength(4 << 20));
        kind.fill(volume);
        assertThat(dav.put("/new", ofLength(3 << 20)).status()).isEqualTo(507);
        assertThat(dav.delete("/ballast").status()).isEqualTo(204);
        assertThat(dav.put("/new", ofLength(3 << 20)).status()).isEqualTo(201);
        assertThat(dav.get("/new").body()).hasSize(3 << 20);
    }

    @Test
    @Proves({"S507-PP-01", "S507-LK-02", "S507-GEN-05", "S507-GEN-09"})
    void propertiesAndLocksAreStoredWhollyOrNotAtAll() throws IOException {
        kind.fill(volume);
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Answer answer = dav.proppatch(
                    "/file", "<D:set><D:prop><x:p" + i + ">" + LARGE_VALUE + "</x:p" + i + "></D:prop></D:set>");
            assertThat(answer.status()).isEqualTo(207);
            int status = answer.multiStatus().only().status("{urn:x}p" + i);
            assertThat(status).isIn(200, 507);
            int found = dav.propfind("/file", "0", "<x:p" + i + "/>").only().status("{urn:x}p" + i);
            assertThat(found).isEqualTo(status == 200 ? 200 : 404);
            if (status == 200) {
                stored.add("p" + i);
            }
        }
        // One that is out of names alone has room for them all. Properties count as content, wherever they are kept: a
        // full
        // volume takes none even when the database is on another.
        assertThat(stored.size() == 40).isEqualTo(kind == FullVolume.EXT4_WITHOUT_INODES);

        Answer locked = dav.lock("/other", "0").send();
        assertThat(locked.status()).isIn(200, 507);
        assertThat(dav.put("/other", ofLength(10)).status()).isEqualTo(locked.status() == 200 ? 423 : 507);
        for (String name : stored) {
            assertThat(dav.proppatch("/file", "<D:remove><D:prop><x:" + name + "/></D:prop></D:remove>")
                            .multiStatus()
                            .only()
                            .status("{urn:x}" + name))
                    .isEqualTo(200);
        }
        assertThat(dav.delete("/tree/").status()).isEqualTo(204);
        assertThat(dav.propfind("/file", "0", "<x:colour/>").only().text("{urn:x}colour"))
                .isEqualTo("red");
    }

    @Test
    @Proves({"S507-GEN-01", "S507-GEN-05", "S507-GEN-07", "S507-PUT-04"})
    void ofSixteenUploadsTheAcknowledgedOnesAreThereAndWhole() throws Exception {
        kind.leaveRoomForSome(volume);
        List<String> before = dav.propfind("/", "1").hrefs();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Integer> statuses = new ArrayList<>();
        try {
            CyclicBarrier together = new CyclicBarrier(16);
            List<Future<Answer>> answers = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> {
                        together.await();
                        // Every other one doesn't say how long it is.
                        return i % 2 == 0
                                ? dav.put("/up" + i, ofLength(FullVolume.UPLOAD))
                                : chunked("/up" + i, FullVolume.UPLOAD);
                    }))
                    .toList();
            for (Future<Answer> answer : answers) {
                statuses.add(answer.get().status());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(statuses).contains(201, 507).containsOnly(201, 507);
        List<String> expected = new ArrayList<>(before);
        for (int i = 0; i < 16; i++) {
            if (statuses.get(i) == 201) {
                expected.add("/up" + i);
                assertThat(dav.get("/up" + i).body()).hasSize(FullVolume.UPLOAD);
            }
        }
        assertThat(dav.propfind("/", "1").hrefs()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(litter()).isEmpty();
    }
}
