package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PUT (RFC 9110 §9.3.4, RFC 4918 §9.7). */
final class PutIT extends EachStorage {
    @Test
    @Proves("DAV-PUT-01")
    void createsAndReplaces() {
        Answer created = dav.put("/file", "old");
        assertThat(created.status()).isEqualTo(201);
        Answer replaced = dav.put("/file", "new content");
        assertThat(replaced.status()).isEqualTo(204);
        assertThat(replaced.require("ETag")).isNotEqualTo(created.require("ETag"));
        assertThat(dav.get("/file").text()).isEqualTo("new content");
        dav.put("/file", "n");
        assertThat(dav.get("/file").text()).isEqualTo("n");
    }

    @Test
    @Proves("DAV-PUT-02")
    void aMissingParentIsAConflictAndIsNotMade() {
        assertThat(dav.put("/no/file", "x").status()).isEqualTo(409);
        assertThat(dav.put("/no/such/file", "x").status()).isEqualTo(409);
        assertThat(dav.propfind("/", "1").hrefs()).containsExactly("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/folder/", "/folder", "/"})
    @Proves("DAV-PUT-03")
    void aCollectionTakesNoContent(String path) {
        dav.mkcol("/folder/");
        dav.put("/folder/file", "x");
        Answer answer = dav.put(path, "content");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.require("Allow")).contains("PROPFIND").doesNotContain("PUT");
        assertThat(dav.get("/folder/file").text()).isEqualTo("x");
    }

    @Test
    @Proves("DAV-PUT-04")
    void aNewFileHasNoSlash() {
        assertThat(dav.put("/new/", "x").status()).isEqualTo(409);
        assertThat(dav.propfind("/", "1").hrefs()).containsExactly("/");
    }

    @Test
    @Proves("DAV-PUT-05")
    void deadPropertiesStayAndLiveOnesFollow() {
        dav.put("/file", "old");
        dav.setProperty("/file", "a", "1");
        dav.put("/file", "longer");
        MultiStatusView.Response file = dav.propfind("/file", "0").only();
        assertThat(file.text("{urn:x}a")).isEqualTo("1");
        assertThat(file.text("getcontentlength")).isEqualTo("6");
    }

    @Test
    @Proves("DAV-PUT-06")
    void readersSeeTheOldContentUntilTheNewOneIsWhole() throws Exception {
        dav.put("/file", "old content");
        String etag = dav.head("/file").require("ETag");
        try (RawClient upload = server.raw()) {
            upload.head("PUT /file HTTP/1.1", "Host: " + server.authority(), "Content-Length: 11")
                    .send("new ");
            assertThat(dav.get("/file").text()).isEqualTo("old content");
            upload.send("content");
            assertThat(upload.read().status()).isEqualTo(204);
        }
        assertThat(dav.get("/file").text()).isEqualTo("new content");
        assertThat(dav.head("/file").require("ETag")).isNotEqualTo(etag);
    }

    @Test
    @Proves({"DAV-PUT-06", "DAV-PUT-07"})
    void aBodyThatBreaksOffIsNotStored() throws Exception {
        dav.put("/file", "old");
        for (String target : new String[] {"/file", "/new"}) {
            try (RawClient upload = server.raw()) {
                upload.head("PUT " + target + " HTTP/1.1", "Host: " + server.authority(), "Content-Length: 10")
                        .send("half ")
                        .halfClose();
                assertThat(upload.read().status()).isEqualTo(400);
            }
        }
        assertThat(dav.get("/file").text()).isEqualTo("old");
        assertThat(dav.propfind("/", "1").hrefs()).containsExactlyInAnyOrder("/", "/file");
    }

    @Test
    @Proves("DAV-PUT-07")
    void chunksWithoutTheLastOneAreNotStored() throws Exception {
        try (RawClient upload = server.raw()) {
            upload.head("PUT /new HTTP/1.1", "Host: " + server.authority(), "Transfer-Encoding: chunked")
                    .chunk("half".getBytes(StandardCharsets.US_ASCII))
                    .halfClose();
            assertThat(upload.read().status()).isEqualTo(400);
        }
        assertThat(dav.get("/new").status()).isEqualTo(404);
    }

    @Test
    @Proves("DAV-PUT-01")
    void chunksOfUnknownLengthAreStored() throws Exception {
        try (RawClient upload = server.raw()) {
            upload.head("PUT /new HTTP/1.1", "Host: " + server.authority(), "Transfer-Encoding: chunked")
                    .chunk("one ".getBytes(StandardCharsets.US_ASCII))
                    .chunk("two".getBytes(StandardCharsets.US_ASCII))
                    .lastChunk();
            assertThat(upload.read().status()).isEqualTo(201);
        }
        assertThat(dav.get("/new").text()).isEqualTo("one two");
    }

    @ParameterizedTest
    @CsvSource({
        "/%C3%BC, /%C3%BC",
        "/%e6%97%a5%e6%9c%ac, /%E6%97%A5%E6%9C%AC",
        "/%F0%9F%98%80, /%F0%9F%98%80",
        "/a%20b, /a%20b",
        "/a+b, /a%2Bb",
        "/100%25, /100%25",
        "/a%23b%3Fc, /a%23b%3Fc",
        "/a&b, /a%26b",
        "/a;b, /a;b"
    })
    @Proves({"DAV-PUT-08", "DAV-PUT-09", "DAV-URL-01"})
    void namesSurvive(String written, String shown) {
        Answer created = dav.put(written, "x");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.require("Location")).isEqualTo(shown);
        assertThat(dav.get(shown).text()).isEqualTo("x");
        assertThat(dav.propfind("/", "1").hrefs()).containsExactlyInAnyOrder("/", shown);
    }

    @Test
    @Proves("DAV-PUT-09")
    void aReplacedFileHasNoLocation() {
        dav.put("/file", "x");
        assertThat(dav.put("/file", "y").header("Location")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/a.txt, text/plain",
        "/a.pdf, application/pdf",
        "/a, application/octet-stream",
        "/a.neverheardof, application/octet-stream"
    })
    @Proves("DAV-PUT-10")
    void theTypeIsDerivedFromTheName(String path, String type) {
        dav.put(path, "x");
        assertThat(dav.get(path).require("Content-Type")).startsWith(type);
    }

    @Test
    @Proves("DAV-PUT-12")
    void anEmptyPutIsAnEmptyFile() {
        Answer answer =
                dav.request("PUT", "/empty").header("Content-Length", "0").send();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("ETag")).isPresent();
        Answer get = dav.get("/empty");
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.require("Content-Length")).isEqualTo("0");
        assertThat(dav.request("PUT", "/file")
                        .header("Content-Length", "0")
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @Test
    @Proves("DAV-PUT-12")
    void anEmptyPutEmptiesAFile() {
        dav.put("/file", "content");
        assertThat(dav.put("/file", "").status()).isEqualTo(204);
        assertThat(dav.get("/file").text()).isEmpty();
    }
}
