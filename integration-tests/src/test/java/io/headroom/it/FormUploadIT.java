package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.fs.FsStorageProvider;
import io.headroom.server.app.Setting;
import io.headroom.spi.StorageSettings;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST of a form with files to a collection: what a browser without script does. */
final class FormUploadIT extends EachStorage {
    private List<String> members(String path) {
        return dav.propfind(path, "1").hrefs().stream()
                .filter(href -> !href.equals(path))
                .sorted()
                .toList();
    }

    @Test
    void everyFileBecomesAMember() {
        dav.mkcol("/folder/");
        Answer answer = new Form()
                .file("a.txt", "one")
                .field("ignored", "value")
                .file("b.txt", "")
                .file("", "")
                .file("c d.txt", "three\r\n--")
                .post(dav, "/folder/");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEmpty();
        assertThat(answer.require("Content-Length")).isEqualTo("0");
        assertThat(members("/folder/")).containsExactly("/folder/a.txt", "/folder/b.txt", "/folder/c%20d.txt");
        assertThat(dav.get("/folder/a.txt").text()).isEqualTo("one");
        assertThat(dav.get("/folder/b.txt").text()).isEmpty();
        assertThat(dav.get("/folder/c%20d.txt").text()).isEqualTo("three\r\n--");
    }

    @Test
    void oneFileHasALocation() {
        Answer answer = new Form().file("a.txt", "one").post(dav, "/");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.require("Location")).isEqualTo("/a.txt");
        Answer replaced = Form.replacing().file("a.txt", "two").post(dav, "/");
        assertThat(replaced.status()).isEqualTo(204);
        assertThat(dav.get("/a.txt").text()).isEqualTo("two");
    }

    @Test
    void aBrowserGoesBackToTheFolder() {
        dav.mkcol("/my%20folder");
        Answer answer = new Form()
                .file("a.txt", "one")
                .to(dav, "/my%20folder")
                .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .header("Origin", "http://" + server.authority())
                .header("Sec-Fetch-Site", "same-origin")
                .header("Sec-Fetch-Mode", "navigate")
                .header("Referer", dav.url("/my%20folder/"))
                .send();
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 303 See Other");
        assertThat(answer.require("Location")).isEqualTo("/my%20folder/");
        assertThat(answer.require("Vary")).isEqualTo("Accept");
        assertThat(dav.get("/my%20folder/").text()).contains("a.txt");
    }

    @Test
    void aScriptGetsToKnowWhatStandsWhere() {
        dav.put("/old.txt", "x");
        Answer answer = Form.replacing()
                .file("new \u00fc.txt", "123")
                .file("old.txt", "12345")
                .to(dav, "/")
                .header("Accept", "application/json")
                .send();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.require("Content-Type")).isEqualTo("application/json");
        String tag = dav.head("/new%20%C3%BC.txt").require("ETag").replace("\"", "\\\"");
        String oldTag = dav.head("/old.txt").require("ETag").replace("\"", "\\\"");
        assertThat(answer.text())
                .isEqualTo("[{\"name\":\"new \u00fc.txt\",\"href\":\"/new%20%C3%BC.txt\",\"size\":3,\"etag\":\"" + tag
                        + "\",\"created\":true},"
                        + "{\"name\":\"old.txt\",\"href\":\"/old.txt\",\"size\":5,\"etag\":\"" + oldTag
                        + "\",\"created\":false}]");
    }

    @Test
    void existingNamesRefuseTheWholeAndAreNamed() {
        dav.put("/b.txt", "old");
        dav.mkcol("/d");
        Form form = new Form()
                .file("a.txt", "one")
                .file("b.txt", "two")
                .file("c.txt", "three")
                .file("d", "four");
        Answer answer = form.post(dav, "/");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).contains("'b.txt'", "'d'").doesNotContain("'a.txt'", "'c.txt'");
        assertThat(members("/")).containsExactly("/b.txt", "/d/");
        assertThat(dav.get("/b.txt").text()).isEqualTo("old");

        Answer page = new Form()
                .file("b.txt", "two")
                .to(dav, "/")
                .header("Accept", "text/html")
                .send();
        assertThat(page.status()).isEqualTo(409);
        assertThat(page.require("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("b.txt").contains("Nothing was stored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "on", "TRUE"})
    void replacesWhenAskedTo(String value) {
        dav.put("/b.txt", "old");
        dav.setProperty("/b.txt", "colour", "red");
        Answer answer = new Form()
                .field("overwrite", value)
                .file("a.txt", "one")
                .file("b.txt", "two")
                .post(dav, "/");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(dav.get("/a.txt").text()).isEqualTo("one");
        assertThat(dav.get("/b.txt").text()).isEqualTo("two");
        assertThat(dav.propfind("/b.txt", "0", "<x:colour/>").only().text("{urn:x}colour"))
                .isEqualTo("red");
    }

    @Test
    void replacesNoFolderAndNotWhenAskedTooLate() {
        dav.mkcol("/d");
        dav.put("/b.txt", "old");
        Answer folder = Form.replacing().file("a.txt", "one").file("d", "x").post(dav, "/");
        assertThat(folder.status()).isEqualTo(409);
        Answer late = new Form().file("b.txt", "new").field("overwrite", "true").post(dav, "/");
        assertThat(late.status()).isEqualTo(409);
        Answer no = new Form().field("overwrite", "false").file("b.txt", "new").post(dav, "/");
        assertThat(no.status()).isEqualTo(409);
        assertThat(members("/")).containsExactly("/b.txt", "/d/");
        assertThat(dav.get("/b.txt").text()).isEqualTo("old");
    }

    @Test
    void twoFilesOfOneNameAreRefused() {
        Answer answer =
                Form.replacing().file("a.txt", "one").file("C:\\\\a.txt", "two").post(dav, "/");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).contains("a.txt");
        assertThat(members("/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\Users\\me\\film.mkv, /film.mkv",
        "folder/film.mkv, /film.mkv",
        "../../film.mkv, /film.mkv",
        "%22q%22.txt, /%22q%22.txt",
        "Gr\u00fc\u00dfe.txt, /Gr%C3%BC%C3%9Fe.txt",
        "<b>&.txt, /%3Cb%3E%26.txt",
    })
    void namesArriveAsBrowsersMeanThem(String sent, String href) {
        Answer answer = new Form().file(sent, "x").post(dav, "/");
        assertThat(answer.require("Location")).isEqualToIgnoringCase(href);
        assertThat(dav.get(href).text()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/..", "folder/", "a%0D%0Ab", "a\u0001b"})
    void badNamesRefuseTheWhole(String name) {
        Answer answer = new Form().file("a.txt", "one").file(name, "two").post(dav, "/");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(members("/")).isEmpty();
    }

    @Test
    void aNameThatIsTooLongIsRefusedByName() {
        Answer answer =
                new Form().file("a.txt", "one").file("n".repeat(1_100), "two").post(dav, "/");
        assertThat(answer.status()).isEqualTo(414);
        assertThat(answer.text()).contains("nnn");
        assertThat(members("/")).isEmpty();
    }

    @Test
    void aFormWithoutFilesIs400() {
        assertThat(new Form().field("overwrite", "true").post(dav, "/").status())
                .isEqualTo(400);
        assertThat(new Form().file("", "").post(dav, "/").status()).isEqualTo(400);
        assertThat(new Form().post(dav, "/").status()).isEqualTo(400);
        assertThat(dav.request("POST", "/")
                        .header("Content-Type", Form.TYPE)
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(new Form().file("", "bytes").post(dav, "/").status()).isEqualTo(400);
        assertThat(members("/")).isEmpty();
    }

    @Test
    void aBrokenFormStoresNothing() {
        byte[] cut = new Form().file("a.txt", "one").file("b.txt", "two").unfinished();
        Answer answer = dav.request("POST", "/")
                .header("Content-Type", Form.TYPE)
                .body(cut)
                .send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(members("/")).isEmpty();
    }

    @Test
    void aClientThatGoesAwayStoresNothing() throws IOException {
        try (RawClient client = server.raw()) {
            client.head(
                            "POST / HTTP/1.1",
                            "Host: " + server.authority(),
                            "Content-Type: " + Form.TYPE,
                            "Content-Length: 5000")
                    .send(new Form().file("a.txt", "one").file("b.txt", "two").unfinished())
                    .halfClose();
            assertThat(client.read().status()).isEqualTo(400);
        }
        assertThat(members("/")).isEmpty();
    }

    @Test
    void whatIsNoFormOrNoFolderIsRefused() {
        dav.put("/file", "x");
        assertThat(dav.request("POST", "/").body("x").send().status()).isEqualTo(415);
        Answer type = dav.request("POST", "/")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("a=b")
                .send();
        assertThat(type.status()).isEqualTo(415);
        assertThat(type.require("Accept-Post")).isEqualTo("multipart/form-data");
        Answer coded = new Form()
                .file("a", "x")
                .to(dav, "/")
                .header("Content-Encoding", "gzip")
                .send();
        assertThat(coded.status()).isEqualTo(415);
        assertThat(dav.request("POST", "/")
                        .header("Content-Type", "multipart/form-data")
                        .body("x")
                        .send()
                        .status())
                .isEqualTo(400);
        Answer file = new Form().file("a", "x").post(dav, "/file");
        assertThat(file.status()).isEqualTo(405);
        assertThat(file.require("Allow")).contains("PUT").doesNotContain("POST");
        assertThat(new Form().file("a", "x").post(dav, "/nothing/").status()).isEqualTo(404);
        assertThat(members("/")).containsExactly("/file");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, null",
        "Origin, https://evil.example",
        "Origin, http://127.0.0.1",
    })
    void aPageOfAnotherSiteIsRefusedBeforeTheBody(String header, String value) throws IOException {
        try (RawClient client = server.raw()) {
            client.head(
                    "POST / HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Type: " + Form.TYPE,
                    header + ": " + value,
                    "Content-Length: 5000",
                    "Expect: 100-continue");
            assertThat(client.read().status()).isEqualTo(403);
        }
    }

    @Test
    void whatIsThereAlreadyIsFoundWithoutReadingAllOfALongForm() throws IOException {
        dav.put("/a.txt", "old");
        try (RawClient client = server.raw()) {
            client.head(
                    "POST / HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Type: " + Form.TYPE,
                    "Transfer-Encoding: chunked");
            client.chunk(new Form().raw(Form.partHead("name=f; filename=a.txt")).unfinished());
            byte[] piece = new byte[1 << 20];
            for (int i = 0; i < 17; i++) {
                client.chunk(piece);
            }
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text()).contains("a.txt");
        }
        assertThat(dav.get("/a.txt").text()).isEqualTo("old");
    }

    @Test
    @Proves("DAV-OPT-05")
    void collectionsAllowIt() {
        dav.mkcol("/folder/");
        dav.put("/file", "x");
        assertThat(dav.options("/").require("Allow").split(", ")).contains("POST");
        assertThat(dav.options("/folder/").require("Allow").split(", ")).contains("POST");
        assertThat(dav.options("/file").require("Allow").split(", ")).doesNotContain("POST");
        assertThat(dav.options("/nothing").require("Allow").split(", ")).doesNotContain("POST");
    }

    @Test
    void locksAreObeyed() {
        dav.mkcol("/folder/");
        dav.put("/folder/file", "old");
        String onFile = dav.locked("/folder/file", "0");
        assertThat(Form.replacing()
                        .file("new", "x")
                        .file("file", "y")
                        .post(dav, "/folder/")
                        .status())
                .isEqualTo(423);
        assertThat(members("/folder/")).containsExactly("/folder/file");
        assertThat(Form.replacing()
                        .file("new", "x")
                        .file("file", "y")
                        .to(dav, "/folder/")
                        .header("If", "</folder/file> (" + onFile + ")")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(dav.get("/folder/file").text()).isEqualTo("y");

        String onFolder = dav.locked("/folder/", "0");
        assertThat(new Form().file("other", "x").post(dav, "/folder/").status()).isEqualTo(423);
        assertThat(new Form()
                        .file("other", "x")
                        .to(dav, "/folder/")
                        .token(onFolder)
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aLockThatComesMeanwhileIsObeyed() throws IOException {
        dav.mkcol("/folder/");
        try (RawClient client = server.raw()) {
            client.head(
                    "POST /folder/ HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Type: " + Form.TYPE,
                    "Expect: 100-continue",
                    "Transfer-Encoding: chunked");
            assertThat(client.read().status()).isEqualTo(100);
            client.chunk(new Form().file("a.txt", "one").unfinished());
            dav.locked("/folder/", "0");
            client.chunk(Form.end().getBytes(StandardCharsets.US_ASCII)).lastChunk();
            assertThat(client.read().status()).isEqualTo(423);
        }
        assertThat(members("/folder/")).isEmpty();
    }

    @Test
    void aFileThatComesMeanwhileIsNotReplaced() throws IOException {
        try (RawClient client = server.raw()) {
            client.head(
                    "POST / HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Type: " + Form.TYPE,
                    "Expect: 100-continue",
                    "Transfer-Encoding: chunked");
            assertThat(client.read().status()).isEqualTo(100);
            client.chunk(new Form().file("a.txt", "one").file("b.txt", "two").unfinished());
            dav.put("/b.txt", "faster");
            dav.setProperty("/b.txt", "colour", "red");
            client.chunk(Form.end().getBytes(StandardCharsets.US_ASCII)).lastChunk();
            assertThat(client.read().status()).isEqualTo(409);
        }
        assertThat(members("/")).containsExactly("/b.txt");
        assertThat(dav.get("/b.txt").text()).isEqualTo("faster");
        assertThat(dav.propfind("/b.txt", "0", "<x:colour/>").only().text("{urn:x}colour"))
                .isEqualTo("red");
    }

    @Test
    void conditionsAreAboutTheFolder() {
        assertThat(new Form()
                        .file("a", "x")
                        .to(dav, "/")
                        .header("If-None-Match", "*")
                        .send()
                        .status())
                .isEqualTo(412);
        assertThat(members("/")).isEmpty();
    }

    @Test
    void thePageHasAFormThatWorksWithoutScript() {
        dav.mkcol("/a%20%26%20b/");
        Answer page = dav.request("GET", "/a%20%26%20b/")
                .header("Accept", "text/html")
                .send();
        assertThat(page.text())
                .contains("<form method=\"post\" enctype=\"multipart/form-data\" action=\"/a%20%26%20b/\">")
                .containsPattern("name=\"overwrite\" value=\"true\"[\\s\\S]*type=\"file\" name=\"file\"[^>]* multiple")
                .containsPattern("[0-9] [KMGT]iB left\\.")
                .doesNotContain("<script");
        assertThat(page.require("Content-Security-Policy")).contains("form-action 'self'");
    }

    @Test
    void aReadOnlyServerHasNoForm() throws IOException {
        Files.writeString(folder.resolve("file"), "x");
        try (TestServer readOnly = TestServer.start(
                Map.of(),
                clock -> new FsStorageProvider()
                        .open(new StorageSettings(Map.of("root", folder.toString(), "read-only", "true")), clock))) {
            Dav reader = readOnly.dav();
            assertThat(reader.get("/").text()).contains("file").doesNotContain("<form");
            assertThat(reader.options("/").require("Allow")).doesNotContain("POST");
            assertThat(reader.options("/").require("DAV")).doesNotContain("extended-mkcol");
            assertThat(new Form().file("a", "x").post(reader, "/").status()).isEqualTo(403);
        }
    }

    @Test
    void behindAProxyTheConfiguredNameIsOurs() {
        try (TestServer proxied = TestServer.start(
                Map.of(Setting.PUBLIC_HOSTS, "cloud.example", Setting.PATH_PREFIX, "/dav"),
                clock -> new MemoryStorage(Storages.ROOM, clock))) {
            Answer answer = new Form()
                    .file("a.txt", "x")
                    .to(proxied.dav(), "/")
                    .header("Origin", "https://cloud.example")
                    .header("Accept", "text/html")
                    .send();
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.require("Location")).isEqualTo("/dav/");
        }
    }
}
