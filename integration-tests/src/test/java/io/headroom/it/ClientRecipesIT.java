package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What widely used clients send in a row, byte for byte where that matters, and the answers they depend on. */
final class ClientRecipesIT {
    private static final long ROOM = 1 << 20;
    private static final String LOCKINFO = """
            <?xml version="1.0" encoding="utf-8"?>
            <D:lockinfo xmlns:D="DAV:">
            <D:lockscope><D:exclusive/></D:lockscope>
            <D:locktype><D:write/></D:locktype>
            <D:owner>
            <D:href>http://me.example/</D:href>
            </D:owner>
            </D:lockinfo>
            """;

    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(Map.of(Setting.PATH_PREFIX, "/dav"), clock -> new MemoryStorage(ROOM, clock));
        dav = server.dav();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private long used() {
        return Long.parseLong(
                dav.propfind("/", "0", "<D:quota-used-bytes/>").only().text("quota-used-bytes"));
    }

    private long available() {
        return Long.parseLong(
                dav.propfind("/", "0", "<D:quota-available-bytes/>").only().text("quota-available-bytes"));
    }

    /** As clients lock: the owner is an address, the timeout theirs. */
    private Dav.Request lock(String path, String seconds) {
        return dav.request("LOCK", path).header("Timeout", "Second-" + seconds).xml(LOCKINFO);
    }

    private Answer unlock(String path, String token) {
        return dav.request("UNLOCK", path).header("Lock-Token", token).send();
    }

    private Answer raw(String... head) throws Exception {
        try (RawClient client = server.raw()) {
            return client.head(head).read();
        }
    }

    @Test
    @Proves({"DAV-OPT-01", "DAV-PF-06", "EXT-AP-01"})
    void finderMountsForReadingAndWriting() {
        Answer options = dav.request("OPTIONS", "/")
                .header("User-Agent", "WebDAVFS/3.0.0 (03008000) Darwin/23.0.0 (x86_64)")
                .send();
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.require("DAV").split(", *")).contains("1", "2");

        MultiStatusView.Response root = dav.propfind(
                        "/", "0", "<D:getlastmodified/><D:getcontentlength/><D:creationdate/><D:resourcetype/>")
                .only();
        assertThat(MultiStatusView.nameOf(
                        MultiStatusView.children(root.element("resourcetype")).get(0)))
                .isEqualTo("{DAV:}collection");

        MultiStatusView.Response room = dav.propfind(
                        "/", "0", "<D:quota-available-bytes/><D:quota-used-bytes/><D:quota/><D:quotaused/>")
                .only();
        assertThat(room.propstats().get(0).status()).isEqualTo(200);
        assertThat(room.names(200)).containsExactlyInAnyOrder("{DAV:}quota-available-bytes", "{DAV:}quota-used-bytes");
        assertThat(room.names(404)).containsExactlyInAnyOrder("{DAV:}quota", "{DAV:}quotaused");
        assertThat(room.text("quota-available-bytes")).matches("\\d+");
        assertThat(Math.addExact(
                        Long.parseLong(room.text("quota-available-bytes")),
                        Long.parseLong(room.text("quota-used-bytes"))))
                .isPositive();
    }

    @Test
    @Proves({"DAV-PUT-12", "DAV-PUT-01", "EXT-AP-02"})
    void finderCopiesAFileIn() throws Exception {
        byte[] content = "the content".getBytes(StandardCharsets.US_ASCII);
        long before = used();
        Answer created = dav.request("PUT", "/a").header("Content-Length", "0").send();
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Date")).isPresent();
        Answer locked = lock("/a", "600").header("Depth", "0").send();
        assertThat(locked.status()).isEqualTo(200);
        String token = locked.require("Lock-Token");
        assertThat(locked.text()).contains(token.substring(1, token.length() - 1));
        try (RawClient client = server.raw()) {
            client.head(
                            "PUT /dav/a HTTP/1.1",
                            "Host: " + server.authority(),
                            "Transfer-Encoding: Chunked",
                            "X-Expected-Entity-Length: " + content.length,
                            "If: (" + token + ")")
                    .chunk(content)
                    .lastChunk();
            assertThat(client.read().status()).isEqualTo(204);
        }
        assertThat(unlock("/a", token).status()).isEqualTo(204);
        assertThat(dav.propfind("/a", "0", "<D:getcontentlength/>").only().text("getcontentlength"))
                .isEqualTo(Integer.toString(content.length));
        assertThat(used() - before).isEqualTo(content.length);
    }

    @Test
    @Proves("EXT-AP-05")
    void finderSpellsAnAccentApartAndOthersInOne() {
        assertThat(dav.put("/caf%C3%A9", "one").status()).isEqualTo(201);
        assertThat(dav.put("/cafe%CC%81", "apart").status()).isEqualTo(201);
        assertThat(dav.get("/caf%C3%A9").text()).isEqualTo("one");
        assertThat(dav.get("/cafe%CC%81").text()).isEqualTo("apart");
        assertThat(dav.propfind("/", "1").hrefs())
                .containsExactlyInAnyOrder("/dav/", "/dav/caf%C3%A9", "/dav/cafe%CC%81");
    }

    @Test
    @Proves({"EXT-MS-01", "EXT-MS-02"})
    void windowsLearnsWhoWritesAndAsksForTheFileItself() {
        String page = "<?php echo 1; ?>";
        assertThat(dav.options("/").require("MS-Author-Via")).isEqualTo("DAV");
        assertThat(dav.request("PUT", "/page.php")
                        .header("translate", "f")
                        .body(page)
                        .send()
                        .status())
                .isEqualTo(201);
        for (String value : new String[] {"f", "t"}) {
            assertThat(dav.request("GET", "/page.php")
                            .header("translate", value)
                            .send()
                            .text())
                    .isEqualTo(page);
        }
    }

    private Dav.Request win32(String path, String token) {
        return dav.request("PROPPATCH", path)
                .header("User-Agent", "Microsoft-WebDAV-MiniRedir/10.0.19045")
                .header("translate", "f")
                .token(token)
                .xml("<?xml version=\"1.0\" encoding=\"utf-8\" ?><D:propertyupdate xmlns:D=\"DAV:\""
                        + " xmlns:Z=\"urn:schemas-microsoft-com:\"><D:set><D:prop>"
                        + "<Z:Win32CreationTime>Tue, 03 Mar 2026 10:00:00 GMT</Z:Win32CreationTime>"
                        + "<Z:Win32LastAccessTime>Tue, 03 Mar 2026 10:00:01 GMT</Z:Win32LastAccessTime>"
                        + "<Z:Win32LastModifiedTime>Tue, 03 Mar 2026 10:00:02 GMT</Z:Win32LastModifiedTime>"
                        + "<Z:Win32FileAttributes>00000020</Z:Win32FileAttributes>"
                        + "</D:prop></D:set></D:propertyupdate>");
    }

    @Test
    @Proves({"DAV-PF-16", "DAV-PUT-12", "DAV-PP-01"})
    void windowsCopiesAFileIn() {
        Answer probe = dav.request("PROPFIND", "/new.txt")
                .header("Depth", "0")
                .header("translate", "f")
                .header("Content-Length", "0")
                .send();
        assertThat(probe.status()).isEqualTo(404);
        assertThat(dav.request("PUT", "/new.txt")
                        .header("Content-Length", "0")
                        .send()
                        .status())
                .isEqualTo(201);
        Answer locked = lock("/new.txt", "3600").send();
        assertThat(locked.status()).isEqualTo(200);
        String token = locked.require("Lock-Token");
        MultiStatusView.Response patched =
                win32("/new.txt", token).send().multiStatus().only();
        assertThat(patched.names(200)).hasSize(4);
        assertThat(dav.head("/new.txt").status()).isEqualTo(200);
        assertThat(dav.request("PUT", "/new.txt")
                        .token(token)
                        .body("content")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(win32("/new.txt", token).send().multiStatus().only().names(200))
                .hasSize(4);
        assertThat(unlock("/new.txt", token).status()).isEqualTo(204);
        MultiStatusView.Response file = dav.propfind("/new.txt", "0").only();
        assertThat(file.text("{urn:schemas-microsoft-com:}Win32FileAttributes")).isEqualTo("00000020");
        assertThat(file.text("{urn:schemas-microsoft-com:}Win32LastModifiedTime"))
                .isEqualTo("Tue, 03 Mar 2026 10:00:02 GMT");
        assertThat(file.text("getlastmodified")).isEqualTo("Tue, 03 Mar 2026 10:00:02 GMT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "PROPFIND"})
    @Proves("DAV-OPT-08")
    void windowsProbesTheRootOutsideTheShare(String method) throws Exception {
        Answer answer = raw(method + " / HTTP/1.1", "Host: " + server.authority(), "Depth: 0", "translate: f");
        assertThat(answer.status()).isIn(200, 207, 404, 405);
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
    }

    @Test
    @Proves({"DAV-LK-09", "DAV-IF-08"})
    void davfs2CreatesAFile() {
        Dav.Request create = lock("/n", "3600").header("Depth", "0").header("If-None-Match", "*");
        Answer locked = create.send();
        assertThat(locked.status()).isEqualTo(201);
        String token = locked.require("Lock-Token");
        assertThat(create.send().status()).isEqualTo(412);
        Answer put = dav.request("PUT", "/n").token(token).body("one").send();
        assertThat(put.status()).isEqualTo(204);
        assertThat(put.require("ETag")).startsWith("\"");
        Answer again = dav.request("PUT", "/n")
                .token(token)
                .header("If-Match", put.require("ETag"))
                .body("two")
                .send();
        assertThat(again.status()).isEqualTo(204);
        assertThat(dav.get("/n").text()).isEqualTo("two");
    }

    @Test
    void gvfsMountsAndUploads() throws Exception {
        dav.mkcol("/sub/");
        assertThat(dav.options("/sub/").status()).isEqualTo(200);
        for (String path : new String[] {"/sub/", "/"}) {
            assertThat(dav.propfind(path, "1", "<D:resourcetype/>").hrefs()).contains("/dav" + path);
        }
        assertThat(raw("PROPFIND / HTTP/1.1", "Host: " + server.authority(), "Depth: 1")
                        .status())
                .isIn(207, 404, 405);
        MultiStatusView.Response room = dav.propfind("/sub/", "0", "<D:quota-available-bytes/><D:quota-used-bytes/>")
                .only();
        assertThat(room.names(200)).hasSize(2);
        Answer put = dav.request("PUT", "/sub/file")
                .header("Overwrite", "T")
                .header("X-OC-Mtime", "1770000000")
                .body("content")
                .send();
        assertThat(put.status()).isEqualTo(201);
        Answer tooBig =
                dav.request("PUT", "/sub/big").body(new byte[(int) ROOM + 1]).send();
        assertThat(tooBig.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
    }

    @Test
    @Proves({"DAV-CP-02", "DAV-CP-06", "DAV-MK-04"})
    void kioListsMovesAndMakesFolders() {
        dav.mkcol("/many/");
        for (int i = 0; i < 1_000; i++) {
            dav.put("/many/" + i, "");
        }
        MultiStatusView listing = dav.propfind(
                "/many/",
                "1",
                "<D:creationdate/><D:getcontentlength/><D:displayname/><D:source/><D:getcontentlanguage/>"
                        + "<D:getcontenttype/><D:executable/><D:getlastmodified/><D:getetag/><D:supportedlock/>"
                        + "<D:lockdiscovery/><D:resourcetype/><D:quota-available-bytes/>");
        assertThat(listing.responses()).hasSize(1_001);
        assertThat(listing.responses()).allMatch(response -> response.status("quota-available-bytes") == 200);
        dav.put("/a", "x");
        Answer moved = dav.request("MOVE", "/a")
                .header("Destination", "webdavs://" + server.authority() + "/dav/b")
                .header("Depth", "infinity")
                .header("Overwrite", "F")
                .send();
        assertThat(moved.status()).isEqualTo(201);
        assertThat(dav.request("MKCOL", "/folder")
                        .header("Content-Type", "text/xml")
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @Test
    @Proves({"DAV-CP-02", "DAV-CP-03"})
    void aProxyThatEndsTlsDoesNotSpoilADestination() {
        dav.put("/a", "x");
        String host = server.authority().replaceFirst(":.*", "");
        for (String destination :
                new String[] {"https://" + host + "/dav/b%20c", "/dav/b2", "https://user@" + host + "/dav/b3"}) {
            assertThat(dav.request("COPY", "/a")
                            .header("Destination", destination)
                            .send()
                            .status())
                    .isEqualTo(201);
        }
        assertThat(dav.propfind("/", "1").hrefs()).contains("/dav/b%20c", "/dav/b2", "/dav/b3");
        assertThat(dav.request("COPY", "/a")
                        .header("Destination", "https://foreign.example/dav/b4")
                        .send()
                        .status())
                .isEqualTo(502);
    }

    @Test
    @Proves({"DAV-PUT-02", "DAV-CP-04"})
    void kopiaUploadsAndRenames() {
        assertThat(dav.put("/p/x-123", "blob").status()).isEqualTo(409);
        assertThat(dav.mkcol("/p").status()).isEqualTo(201);
        dav.put("/p/x", "older and longer");
        long before = used();
        assertThat(dav.put("/p/x-123", "blob").status()).isEqualTo(201);
        Answer moved = dav.request("MOVE", "/p/x-123")
                .destination("/p/x")
                .header("Overwrite", "T")
                .send();
        assertThat(moved.status()).isEqualTo(204);
        assertThat(used()).isEqualTo(before - "older and longer".length() + "blob".length());
    }

    @Test
    void rcloneAboutAlwaysAddsUp() {
        long sum = used() + available();
        dav.put("/a", "content");
        assertThat(used() + available()).isEqualTo(sum);
        dav.put("/a", "other, longer content");
        assertThat(used() + available()).isEqualTo(sum);
        dav.copy("/a", "/b");
        assertThat(used() + available()).isEqualTo(sum);
        dav.delete("/a");
        assertThat(used() + available()).isEqualTo(sum);
    }

    @Test
    void joplinSendsAConditionThatMeansNothing() {
        dav.put("/note", "x");
        dav.mkcol("/folder/");
        Set<String[]> expected = Set.of(
                new String[] {"PROPFIND", "/folder/", "207"},
                new String[] {"PUT", "/note", "204"},
                new String[] {"MKCOL", "/folder/", "405"});
        for (String[] each : expected) {
            Answer answer = dav.request(each[0], each[1])
                    .header("If-None-Match", "JoplinIgnore-5")
                    .header("Depth", "1")
                    .send();
            assertThat(answer.status()).isEqualTo(Integer.parseInt(each[2]));
        }
    }

    @Test
    void zoteroChecksTheServer() {
        dav.mkcol("/zotero/");
        assertThat(dav.options("/zotero/").status()).isEqualTo(200);
        assertThat(dav.propfind("/zotero/", "0", "<D:getcontentlength/>").hrefs())
                .containsExactly("/dav/zotero/");
        assertThat(dav.get("/zotero/nonexistent.prop").status()).isEqualTo(404);
        assertThat(dav.put("/zotero/zotero-test-file.prop", " ").status()).isEqualTo(201);
        Answer read = dav.get("/zotero/zotero-test-file.prop");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.text()).isEqualTo(" ");
        assertThat(dav.delete("/zotero/zotero-test-file.prop").status()).isEqualTo(204);
        assertThat(dav.request("PUT", "/zotero/A.zip")
                        .body(new byte[(int) ROOM + 1])
                        .send()
                        .status())
                .isEqualTo(507);
    }

    @Test
    @Proves({"DAV-LK-11", "DAV-GET-02"})
    void officeOpensAndSaves() {
        dav.mkcol("/docs/");
        dav.put("/docs/a.docx", "old");
        assertThat(dav.options("/docs/").require("MS-Author-Via")).isEqualTo("DAV");
        assertThat(dav.head("/docs/").status()).isEqualTo(200);
        String token = lock("/docs/a.docx", "3600").send().require("Lock-Token");
        assertThat(dav.get("/docs/a.docx").text()).isEqualTo("old");
        assertThat(dav.request("PUT", "/docs/a.docx")
                        .token(token)
                        .body("new")
                        .send()
                        .status())
                .isEqualTo(204);
        Answer refreshed = dav.request("LOCK", "/docs/a.docx")
                .token(token)
                .header("Timeout", "Second-3600")
                .header("Content-Length", "0")
                .send();
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(refreshed.header("Lock-Token")).isEmpty();
        assertThat(dav.put("/docs/a.docx", "somebody else's").status()).isEqualTo(423);
        assertThat(unlock("/docs/a.docx", token).status()).isEqualTo(204);
    }
}
