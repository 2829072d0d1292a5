package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.server.app.Setting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Two servers of this JVM over one bucket, where a request is held in the middle, or a clock is wrong. They run in the minute that
 * {@link KilledBucketNodeIT} has to wait in any case.
 */
abstract class HeldBucketNodes extends BucketNodes {
    private TestServer node(String url, String prefix, Duration ahead) {
        TestServer server = TestServer.start(
                Map.of(
                        Setting.METADATA,
                        url,
                        Setting.STATE,
                        folder.resolve(prefix + opened.size()).toString()),
                clock -> bucket.open(prefix, clock));
        opened.add(server);
        server.clock().advance(ahead);
        return server;
    }

    @Test
    @Order(5)
    void whatIsPutBelowACollectionThatGoesMeanwhileIsRefused() throws Exception {
        String url = postgres.createDatabase();
        TestServer slow = node(url, "going", Duration.ofMinutes(1));
        Dav other = node(url, "going", Duration.ofMinutes(1)).dav();
        for (String how : List.of("DELETE", "MOVE", "MKCOL")) {
            other.mkcol("/folder");
            other.put("/folder/old", "old");
            try (RawClient upload = slow.raw()) {
                upload.head("PUT /folder/file HTTP/1.1", "Host: " + slow.authority(), "Content-Length: 6")
                        .send("abc");
                await().until(() -> slow.rooms().reservations().size() == 1);
                Answer gone = switch (how) {
                    case "DELETE" -> other.delete("/folder");
                    case "MOVE" -> other.move("/folder", "/moved");
                    default -> other.mkcol("/folder/file");
                };
                assertThat(gone.status()).isIn(201, 204);
                assertThat(upload.send("def").read("PUT").status()).as(how).isEqualTo(how.equals("MKCOL") ? 405 : 409);
            }
            await().until(() -> slow.rooms().reservations().isEmpty());
            if (!how.equals("MKCOL")) {
                assertThat(other.propfind("/", "1", "<D:resourcetype/>").hrefs())
                        .doesNotContain("/folder/");
            }
            other.delete("/folder");
            other.delete("/moved");
        }
    }

    @Test
    @Order(5)
    void aFormForACollectionThatChangesMeanwhileIsRefused() throws Exception {
        String url = postgres.createDatabase();
        TestServer slow = node(url, "forms", Duration.ofMinutes(1));
        Dav other = node(url, "forms", Duration.ofMinutes(1)).dav();
        for (String how : List.of("DELETE", "MKCOL")) {
            other.mkcol("/folder");
            other.put("/folder/file", "old");
            byte[] form = Form.replacing().file("file", "new").bytes();
            try (RawClient upload = slow.raw()) {
                upload.head(
                                "POST /folder/ HTTP/1.1",
                                "Host: " + slow.authority(),
                                "Content-Type: " + Form.TYPE,
                                "Content-Length: " + form.length)
                        .send(Arrays.copyOf(form, form.length - 4));
                await().until(() -> slow.rooms().reservations().size() == 1);
                assertThat(other.delete(how.equals("DELETE") ? "/folder" : "/folder/file")
                                .status())
                        .isEqualTo(204);
                if (how.equals("MKCOL")) {
                    assertThat(other.mkcol("/folder/file").status()).isEqualTo(201);
                }
                assertThat(upload.send(Arrays.copyOfRange(form, form.length - 4, form.length))
                                .read("POST")
                                .status())
                        .as(how)
                        .isEqualTo(409);
            }
            await().until(() -> slow.rooms().reservations().isEmpty());
            assertThat(bucket.cluster().objects(bucket.name()).stream()
                            .map(S3Object::key)
                            .filter(key -> key.startsWith("forms/folder"))
                            .toList())
                    .isEqualTo(how.equals("DELETE") ? List.of() : List.of("forms/folder/", "forms/folder/file/"));
            other.delete("/folder");
        }
    }

    @Test
    @Order(6)
    void timesThatOneNodeKeepsAreSeenByTheOther() {
        String url = postgres.createDatabase();
        List<TestServer> servers =
                List.of(node(url, "times", Duration.ofMinutes(1)), node(url, "times", Duration.ofMinutes(1)));
        Dav keeper = servers.get(0).dav();
        Dav reader = servers.get(1).dav();
        reader.put("/other", "x");
        for (Dav each : List.of(keeper, reader)) {
            // Both have seen that nothing is kept.
            assertThat(each.get("/other").status()).isEqualTo(200);
        }
        Answer put = keeper.request("PUT", "/file")
                .header("X-OC-Mtime", "1000000000")
                .body("same")
                .send();
        assertThat(put.require("X-OC-MTime")).isEqualTo("accepted");
        String kept = "Sun, 09 Sep 2001 01:46:40 GMT";
        for (Dav each : List.of(keeper, reader)) {
            assertThat(each.get("/file").require("Last-Modified")).isEqualTo(kept);
            assertThat(each.propfind("/", "1", "<D:getlastmodified/>")
                            .response("/file")
                            .text("getlastmodified"))
                    .isEqualTo(kept);
        }
        assertThat(reader.move("/file", "/moved").status()).isEqualTo(201);
        assertThat(keeper.head("/moved").require("Last-Modified")).isEqualTo(kept);
        // The same bytes have the same entity tag.
        assertThat(reader.put("/moved", "same").status()).isEqualTo(204);
        for (Dav each : List.of(keeper, reader)) {
            assertThat(each.head("/moved").require("Last-Modified")).isNotEqualTo(kept);
        }
        assertThat(keeper.proppatch(
                                "/moved",
                                "<D:set><D:prop><Z:Win32LastModifiedTime xmlns:Z='urn:schemas-microsoft-com:'>" + kept
                                        + "</Z:Win32LastModifiedTime></D:prop></D:set>")
                        .status())
                .isEqualTo(207);
        assertThat(reader.head("/moved").require("Last-Modified")).isEqualTo(kept);
        assertThat(reader.delete("/moved").status()).isEqualTo(204);
        assertThat(keeper.put("/moved", "same").status()).isEqualTo(201);
        assertThat(reader.head("/moved").require("Last-Modified")).isNotEqualTo(kept);
    }

    @Test
    @Order(7)
    void clocksThatDifferChangeNothing() {
        String url = postgres.createDatabase();
        Dav fast = node(url, "clocks", Duration.ofSeconds(20)).dav();
        Dav slow = node(url, "clocks", Duration.ofSeconds(-20)).dav();
        slow.mkcol("/a");
        for (int i = 0; i < 20; i++) {
            assertThat((i % 2 == 0 ? slow : fast).put("/a/f" + i, "x").status()).isEqualTo(201);
        }
        long start = System.nanoTime();
        assertThat(slow.lock("/a/f1", "0").header("Timeout", "Second-3").send().status())
                .isEqualTo(200);
        assertThat(fast.put("/a/f1", "y").status()).isEqualTo(423);
        assertThat(fast.move("/a", "/b").status()).isEqualTo(423);
        await().until(() -> fast.put("/a/f1", "y").status() == 204);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(2900));
        assertThat(fast.move("/a", "/b").status()).isEqualTo(201);
        assertThat(slow.move("/b", "/c").status()).isEqualTo(201);
        assertThat(fast.propfind("/c", "1", "<D:getetag/>").hrefs()).hasSize(21);
        assertThat(slow.put("/a/late", "x").status()).isEqualTo(409);
    }
}
