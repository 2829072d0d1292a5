package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DELETE (RFC 4918 §9.6). */
final class DeleteIT extends EachStorage {
    @Test
    @Proves("DAV-DEL-01")
    void removesTheMapping() {
        dav.put("/file", "x");
        assertThat(dav.delete("/file").status()).isEqualTo(204);
        assertThat(dav.get("/file").status()).isEqualTo(404);
        assertThat(dav.propfind("/", "1").hrefs()).containsExactly("/");
    }

    @Test
    @Proves("DAV-DEL-01")
    void removesTheLocksRootedThere() {
        dav.put("/file", "x");
        String token = dav.locked("/file", "0");
        assertThat(dav.request("DELETE", "/file").token(token).send().status()).isEqualTo(204);
        assertThat(dav.put("/file", "y").status()).isEqualTo(201);
        assertThat(dav.propfind("/file", "0", "<D:lockdiscovery/>").only().text("lockdiscovery"))
                .isEmpty();
    }

    @Test
    @Proves("DAV-DEL-01")
    void removesTheProperties() {
        dav.mkcol("/folder/");
        dav.put("/folder/file", "x");
        dav.setProperty("/folder/file", "a", "1");
        dav.delete("/folder/");
        dav.mkcol("/folder/");
        dav.put("/folder/file", "x");
        assertThat(dav.propfind("/folder/file", "0", "<x:a/>").only().status("{urn:x}a"))
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "two"})
    @Proves("DAV-DEL-02")
    void aCollectionGoesWholeOrNotAtAll(String depth) {
        dav.mkcol("/folder/");
        dav.put("/folder/file", "x");
        assertThat(dav.request("DELETE", "/folder/")
                        .header("Depth", depth)
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(dav.get("/folder/file").status()).isEqualTo(200);
    }

    @Test
    @Proves("DAV-DEL-02")
    void depthInfinityAndNoDepthAreTheSame() {
        for (boolean named : new boolean[] {true, false}) {
            dav.mkcol("/folder/");
            dav.mkcol("/folder/inner/");
            dav.put("/folder/inner/file", "x");
            Dav.Request request = dav.request("DELETE", "/folder/");
            assertThat((named ? request.header("Depth", "infinity") : request)
                            .send()
                            .status())
                    .isEqualTo(204);
            assertThat(dav.propfind("/", "1").hrefs()).containsExactly("/");
        }
    }

    @Test
    @Proves("DAV-DEL-06")
    void whatIsNotThereIsNotFound() {
        assertThat(dav.delete("/nothing").status()).isEqualTo(404);
        assertThat(dav.delete("/nothing/below").status()).isEqualTo(404);
    }

    @Test
    @Proves("DAV-DEL-07")
    void aFragmentNeverDeletesTheCollection() throws Exception {
        dav.mkcol("/folder/");
        dav.put("/folder/file", "x");
        try (RawClient client = server.raw()) {
            client.head("DELETE /folder/#file HTTP/1.1", "Host: " + server.authority());
            assertThat(client.read().status()).isEqualTo(400);
        }
        assertThat(dav.get("/folder/file").status()).isEqualTo(200);
    }

    @Test
    @Proves("DAV-DEL-08")
    void aLockInsideOrOnTheParentStandsInTheWay() {
        dav.mkcol("/folder/");
        dav.put("/folder/file", "x");
        String inside = dav.locked("/folder/file", "0");
        Answer refused = dav.delete("/folder/");
        assertThat(refused.status()).isIn(423, 207);
        assertThat(dav.get("/folder/file").status()).isEqualTo(200);
        Answer allowed = dav.request("DELETE", "/folder/")
                .header("If", "<" + dav.url("/folder/file") + "> (" + inside + ")")
                .send();
        assertThat(allowed.status()).isEqualTo(204);

        dav.mkcol("/folder/");
        dav.put("/folder/file", "x");
        String onParent = dav.locked("/folder/", "0");
        assertThat(dav.delete("/folder/file").status()).isEqualTo(423);
        Answer withToken = dav.request("DELETE", "/folder/file")
                .header("If", "<" + dav.url("/folder/") + "> (" + onParent + ")")
                .send();
        assertThat(withToken.status()).isEqualTo(204);
    }

    @Test
    @Proves("DAV-DEL-09")
    void worksOnAFullDisk() {
        try (TestServer full = TestServer.start(4)) {
            full.dav().mkcol("/folder/");
            full.dav().put("/folder/file", "full");
            assertThat(full.dav().put("/other", "x").status()).isEqualTo(507);
            assertThat(full.dav().delete("/folder/").status()).isEqualTo(204);
            assertThat(full.dav().put("/other", "x").status()).isEqualTo(201);
        }
    }

    @Test
    @Proves({"DAV-DEL-03", "DAV-DEL-04", "EXT-AP-04"})
    void aMemberThatCannotGoKeepsItsAncestorsOnly() {
        try (TestServer faulty = withUndeletable("/a/b/stuck")) {
            Dav client = faulty.dav();
            tree(client);
            MultiStatusView failures = client.delete("/a/").multiStatus();
            assertThat(failures.hrefs()).containsExactly("/a/b/stuck");
            assertThat(failures.only().status()).isEqualTo(OptionalInt.of(403));
            assertThat(client.get("/a/b/stuck").text()).isEqualTo("x");
            assertThat(client.propfind("/a/", "1").hrefs()).containsExactlyInAnyOrder("/a/", "/a/b/");
            assertThat(client.propfind("/a/b/", "1").hrefs()).containsExactlyInAnyOrder("/a/b/", "/a/b/stuck");
        }
    }

    @Test
    @Proves({"DAV-DEL-01", "DAV-DEL-03"})
    void whatDidGoKeepsNoLockAndNoProperty() {
        try (TestServer faulty = withUndeletable("/a/b/stuck")) {
            Dav client = faulty.dav();
            tree(client);
            client.setProperty("/a/b/gone", "a", "1");
            client.setProperty("/a/b/stuck", "a", "2");
            String gone = client.locked("/a/b/gone", "0");
            String stuck = client.locked("/a/b/stuck", "0");
            client.request("DELETE", "/a/")
                    .header(
                            "If",
                            "<" + client.url("/a/b/gone") + "> (" + gone + ") <" + client.url("/a/b/stuck") + "> ("
                                    + stuck + ")")
                    .send()
                    .multiStatus();
            assertThat(client.put("/a/b/gone", "new").status()).isEqualTo(201);
            MultiStatusView.Response made = client.propfind("/a/b/gone", "0", "<D:lockdiscovery/><x:a/>")
                    .only();
            assertThat(made.text("lockdiscovery")).isEmpty();
            assertThat(made.status("{urn:x}a")).isEqualTo(404);
            MultiStatusView.Response kept = client.propfind("/a/b/stuck", "0", "<D:lockdiscovery/><x:a/>")
                    .only();
            assertThat(kept.text("lockdiscovery")).contains("urn:uuid:");
            assertThat(kept.text("{urn:x}a")).isEqualTo("2");
        }
    }

    @Test
    @Proves("DAV-DEL-03")
    void aFileThatCannotGoIsAPlainStatus() {
        try (TestServer faulty = withUndeletable("/stuck")) {
            faulty.dav().put("/stuck", "x");
            assertThat(faulty.dav().delete("/stuck").status()).isEqualTo(403);
        }
    }

    @Test
    @Proves("DAV-DEL-03")
    void theRootStays() {
        assertThat(dav.delete("/").status()).isEqualTo(403);
        assertThat(dav.propfind("/", "0").hrefs()).containsExactly("/");
    }

    private static TestServer withUndeletable(String path) {
        return TestServer.start(Map.of(), clock -> {
            FaultyStorage storage = new FaultyStorage(new MemoryStorage(Storages.ROOM, clock));
            storage.failOn(Point.DELETE, ResourcePath.parse(path), AccessDeniedException::new);
            return storage;
        });
    }

    private static void tree(Dav client) {
        client.mkcol("/a/");
        client.mkcol("/a/b/");
        client.mkcol("/a/c/");
        client.put("/a/file", "x");
        client.put("/a/b/gone", "x");
        client.put("/a/b/stuck", "x");
        client.put("/a/c/file", "x");
    }
}
