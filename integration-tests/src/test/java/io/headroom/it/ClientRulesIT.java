package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no RFC demands but widely used clients do: how answers are written, and which requests must not be refused. */
final class ClientRulesIT extends EachStorage {
    @BeforeEach
    void makeFiles() {
        dav.put("/file", "content");
        dav.mkcol("/folder/");
    }

    @Test
    void foundPropertiesComeFirst() {
        MultiStatusView listing =
                dav.propfind("/", "1", "<x:never/><D:getetag/><D:resourcetype/><D:quota-used-bytes/>");
        assertThat(listing.responses())
                .allMatch(response -> response.propstats().get(0).status() == 200);
    }

    @Test
    void allpropSaysNothingOfWhatIsMissing() {
        assertThat(dav.propfind("/", "1").responses())
                .allMatch(response -> response.names(404).isEmpty());
    }

    @Test
    void xmlIsCompact() {
        String xml = dav.request("PROPFIND", "/").header("Depth", "1").send().text();
        assertThat(xml)
                .doesNotContain("\n", "> <", ">\t<")
                .contains("<D:resourcetype><D:collection/></D:resourcetype>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/folder/"})
    void everyCollectionTellsTheRoom(String path) {
        MultiStatusView.Response room = dav.propfind(path, "0", "<D:quota-available-bytes/><D:quota-used-bytes/>")
                .only();
        assertThat(room.text("quota-available-bytes")).matches("\\d+");
        assertThat(room.text("quota-used-bytes")).matches("\\d+");
        assertThat(Math.addExact(
                        Long.parseLong(room.text("quota-available-bytes")),
                        Long.parseLong(room.text("quota-used-bytes"))))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JoplinIgnore-5", "not quoted", "\"", "W/x", "\"a\", b"})
    void conditionsThatMakeNoSenseDoNotMatch(String nonsense) {
        assertThat(dav.request("PUT", "/file")
                        .header("If-None-Match", nonsense)
                        .body("new")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(dav.request("GET", "/file")
                        .header("If-None-Match", nonsense)
                        .send()
                        .text())
                .isEqualTo("new");
        assertThat(dav.request("PROPFIND", "/")
                        .header("Depth", "0")
                        .header("If-None-Match", nonsense)
                        .send()
                        .status())
                .isEqualTo(207);
        assertThat(dav.request("PUT", "/file")
                        .header("If-Match", nonsense)
                        .body("never")
                        .send()
                        .status())
                .isEqualTo(412);
    }

    @Test
    void aPartOfAFileIsNotTakenForTheWhole() {
        Answer answer = dav.request("PUT", "/file")
                .header("Content-Range", "bytes 0-2/7")
                .body("new")
                .send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(dav.get("/file").text()).isEqualTo("content");
    }

    @Test
    void uploadsAnswerWithTheTagOfWhatTheyStored() {
        for (String path : new String[] {"/file", "/new"}) {
            Answer put = dav.put(path, "other");
            assertThat(put.require("ETag"))
                    .startsWith("\"")
                    .isEqualTo(dav.head(path).require("ETag"));
            // A bucket tells the time only to those who ask.
            put.header("Last-Modified")
                    .ifPresent(time -> assertThat(time).isEqualTo(dav.head(path).require("Last-Modified")));
        }
    }

    @Test
    void ranges() {
        Answer whole = dav.get("/file");
        assertThat(whole.require("Accept-Ranges")).isEqualTo("bytes");
        Answer part = dav.request("GET", "/file").header("Range", "bytes=3-").send();
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.require("Content-Range")).isEqualTo("bytes 3-6/7");
        assertThat(part.text()).isEqualTo("tent");
        Answer same = dav.request("GET", "/file")
                .header("Range", "bytes=3-")
                .header("If-Range", whole.require("ETag"))
                .send();
        assertThat(same.status()).isEqualTo(206);
        dav.put("/file", "changed");
        Answer changed = dav.request("GET", "/file")
                .header("Range", "bytes=3-")
                .header("If-Range", whole.require("ETag"))
                .send();
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text()).isEqualTo("changed");
    }

    @Test
    void ifRangeMayBeADate() {
        String modified = dav.get("/file").require("Last-Modified");
        server.clock().advance(Duration.ofMinutes(5));
        assertThat(dav.request("GET", "/file")
                        .header("Range", "bytes=3-")
                        .header("If-Range", modified)
                        .send()
                        .status())
                .isEqualTo(206);
        assertThat(dav.request("GET", "/file")
                        .header("Range", "bytes=3-")
                        .header("If-Range", "Sun, 06 Nov 1994 08:49:37 GMT")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void proppatchIsAlwaysAMultiStatus() {
        assertThat(dav.proppatch("/file", "<D:remove><D:prop><x:a/></D:prop></D:remove>")
                        .status())
                .isEqualTo(207);
        assertThat(dav.proppatch("/file", "<D:set><D:prop><D:getetag/></D:prop></D:set>")
                        .status())
                .isEqualTo(207);
    }

    @ParameterizedTest
    @CsvSource({"MKCOL, /file, 405", "MKCOL, /no/folder/, 409", "DELETE, /file, 204", "UNLOCK, /file, 400"})
    void exactStatusCodes(String method, String path, int status) {
        assertThat(dav.request(method, path).send().status()).isEqualTo(status);
    }

    @Test
    void aLockSaysItsTokenTwice() {
        Answer locked = dav.lock("/file", "0").header("Timeout", "Second-600").send();
        assertThat(locked.status()).isEqualTo(200);
        String token = locked.require("Lock-Token");
        assertThat(locked.text())
                .contains("<D:locktoken><D:href>" + token.substring(1, token.length() - 1) + "</D:href></D:locktoken>")
                .contains("<D:timeout>Second-600</D:timeout>");
        assertThat(dav.request("UNLOCK", "/file")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    void textFilesAreInTheCharsetTheyWereSentIn() {
        dav.put("/\u00E4.txt", "gr\u00FC\u00DFe");
        Answer answer = dav.get("/%C3%A4.txt");
        assertThat(answer.require("Content-Type")).isEqualTo("text/plain");
        assertThat(answer.text()).isEqualTo("gr\u00FC\u00DFe");
    }
}
