package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs in and out (RFC 4918 §8.3, §5.2). */
final class UrlIT extends EachStorage {
    private static final List<String> NAMES = List.of(
            "plain",
            "with%20space",
            "100%25",
            "a%23b",
            "a%3Fb",
            "a%26b",
            "a%2Bb",
            "%2520",
            "%3Ctag%3E",
            "%22quoted%22",
            "it's",
            "semi;colon",
            "co:lon",
            "a=b",
            "~tilde",
            "(round)",
            "%5Bsquare%5D",
            "back%5Cslash",
            "%C3%A9t%C3%A9",
            "e%CC%81",
            "%E6%97%A5%E6%9C%AC",
            "%F0%9F%92%BE",
            "%E2%80%AE",
            "...",
            "..a",
            "%20",
            "a%7Cb",
            "a%5Eb%60c%7Bd%7D");

    @Test
    @Proves({"DAV-URL-01", "DAV-PUT-08"})
    void everyHrefLeadsBackToItsResource() {
        for (String name : NAMES) {
            assertThat(dav.put("/" + name, "content of " + name).status())
                    .as(name)
                    .isEqualTo(201);
        }
        MultiStatusView listing = dav.propfind("/", "1");
        assertThat(listing.responses()).hasSize(NAMES.size() + 1);
        for (String href : listing.hrefs()) {
            assertThat(href).matches("[\\x21-\\x7e]+").doesNotContain("<", "&", "\"");
            if (href.equals("/")) {
                continue;
            }
            Answer answer = dav.get(href);
            assertThat(answer.status()).as(href).isEqualTo(200);
            String written = answer.text().substring("content of ".length());
            assertThat(URI.create(href).getPath())
                    .isEqualTo(URI.create("/" + written.replace("'", "%27")).getPath());
        }
        for (String name : NAMES) {
            assertThat(dav.get("/" + name).text()).isEqualTo("content of " + name);
        }
    }

    @Test
    @Proves({"DAV-URL-01", "EXT-MS-05", "DAV-CP-02"})
    void lowerCaseEscapesAndPlainPlusMeanTheSame() {
        dav.put("/%C3%A9", "x");
        assertThat(dav.get("/%c3%a9").text()).isEqualTo("x");
        dav.put("/a+b", "plus");
        assertThat(dav.get("/a%2Bb").text()).isEqualTo("plus");
        assertThat(dav.get("/a%20b").status()).isEqualTo(404);
        assertThat(dav.request("COPY", "/a+b")
                        .header("Destination", dav.target("/c+d"))
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(dav.get("/c%2Bd").text()).isEqualTo("plus");
        assertThat(dav.request("COPY", "/a+b")
                        .header("Destination", dav.target("/%2520"))
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(dav.propfind("/", "1").hrefs()).contains("/%2520").doesNotContain("/%20");
    }

    @Test
    @Proves("DAV-URL-02")
    void hrefsHaveThePrefixThatTheClientUses() {
        try (TestServer prefixed = TestServer.start(
                Map.of(Setting.PATH_PREFIX, "/dav/share"), clock -> new MemoryStorage(1_000_000, clock))) {
            Dav client = prefixed.dav();
            client.mkcol("/folder");
            client.put("/folder/file", "x");
            assertThat(client.propfind("/folder/", "1").hrefs())
                    .containsExactly("/dav/share/folder/", "/dav/share/folder/file");
            assertThat(client.put("/new", "x").require("Location")).isEqualTo("/dav/share/new");
            assertThat(client.copy("/new", "/copy").require("Location")).isEqualTo("/dav/share/copy");
            assertThat(client.lock("/copy", "0").send().text()).contains("<D:href>/dav/share/copy</D:href>");
            NoRoom.assertRefused(client.put("/big", "x".repeat(1_000_001)), "/dav/share/big");
        }
    }

    @Test
    @Proves({"DAV-URL-03", "DAV-URL-04"})
    void collectionWithoutItsSlashIsServedAsIfItHadOne() {
        dav.mkcol("/folder");
        dav.put("/folder/file", "x");
        for (String path : List.of("/folder", "/folder/")) {
            assertThat(dav.propfind(path, "1").hrefs()).containsExactly("/folder/", "/folder/file");
        }
        Answer listing = dav.propfindBody("/folder", "0", "<D:allprop/>");
        assertThat(listing.require("Content-Location")).isEqualTo("/folder/");
        assertThat(dav.proppatch("/folder", "<D:remove><D:prop><x:a/></D:prop></D:remove>")
                        .status())
                .isEqualTo(207);
        assertThat(dav.get("/folder").status()).isEqualTo(200);
        assertThat(dav.copy("/folder", "/copy").status()).isEqualTo(201);
        assertThat(dav.move("/copy", "/moved").status()).isEqualTo(201);
        assertThat(dav.lock("/moved", "0").send().status()).isEqualTo(200);
        assertThat(dav.delete("/folder").status()).isEqualTo(204);
    }

    @Test
    @Proves("DAV-URL-04")
    void browserIsRedirectedSoThatItsLinksWork() {
        dav.mkcol("/my%20folder");
        Answer answer = dav.request("GET", "/my%20folder")
                .header("Accept", "text/html,application/xhtml+xml")
                .send();
        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.require("Location")).isEqualTo("/my%20folder/");
    }

    @ParameterizedTest
    @Proves("DAV-URL-05")
    @ValueSource(
            strings = {
                "/..",
                "/../",
                "/../etc/passwd",
                "/folder/../../etc/passwd",
                "/%2e%2e/etc/passwd",
                "/%2E./etc/passwd",
                "/folder/%2e%2e%2f%2e%2e/etc/passwd",
                "/folder%2f..%2f..%2fetc/passwd",
                "/folder/..%2f..",
                "/./folder",
                "/folder/.",
                "/folder//file",
                "//etc/passwd",
                "/folder%00",
                "/%00",
                "/folder%2Ffile",
                "/%",
                "/%4",
                "/%zz",
                "/%c0%ae%c0%ae/etc",
                "/%ff",
                "/%ed%a0%80"
            })
    void pathsThatCouldMeanSomethingElseAreRefused(String path) throws IOException {
        dav.mkcol("/folder");
        dav.put("/folder/file", "x");
        for (String method : List.of("GET", "PUT", "DELETE", "MKCOL", "PROPFIND", "LOCK")) {
            try (RawClient client = server.raw()) {
                client.head(method + " " + path + " HTTP/1.1", "Host: " + server.authority(), "Content-Length: 0");
                assertThat(client.read(method).status()).as(method).isIn(400, 404);
            }
        }
        assertThat(dav.request("COPY", "/folder/file")
                        .header("Destination", path)
                        .send()
                        .status())
                .isIn(400, 502);
        assertThat(dav.propfind("/", "1").hrefs()).containsExactly("/", "/folder/");
    }

    @Test
    @Proves("DAV-URL-05")
    void namesThatOnlyLookDangerousAreNames() {
        for (String name : List.of("...", "..a", "a..", ".hidden", "%252e%252e", "CON", "a%3Ab")) {
            assertThat(dav.put("/" + name, name).status()).as(name).isEqualTo(201);
            assertThat(dav.get("/" + name).text()).isEqualTo(name);
        }
    }
}
