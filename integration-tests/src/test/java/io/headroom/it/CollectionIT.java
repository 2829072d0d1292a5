package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MKCOL, and GET and HEAD on collections (RFC 4918 §9.3, §9.4). */
final class CollectionIT extends EachStorage {
    @ParameterizedTest
    @ValueSource(strings = {"/new/", "/new"})
    @Proves("DAV-MK-01")
    void mkcolMakesOneEmptyCollection(String path) {
        Answer answer = dav.mkcol(path);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.require("Location")).isEqualTo("/new/");
        assertThat(dav.propfind("/new/", "1").hrefs()).containsExactly("/new/");
    }

    @Test
    @Proves("DAV-MK-02")
    void mkcolOnWhatIsThereIsRefused() {
        dav.mkcol("/folder/");
        dav.put("/folder/file", "content");
        for (String path : new String[] {"/folder/", "/folder", "/folder/file", "/folder/file/", "/"}) {
            Answer answer = dav.mkcol(path);
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.require("Allow")).contains("PROPFIND").doesNotContain("MKCOL");
        }
        assertThat(dav.get("/folder/file").text()).isEqualTo("content");
    }

    @Test
    @Proves("DAV-MK-03")
    void aMissingParentIsNotMade() {
        assertThat(dav.mkcol("/no/such/folder/").status()).isEqualTo(409);
        assertThat(dav.propfind("/", "1").hrefs()).containsExactly("/");
    }

    @Test
    @Proves("DAV-MK-04")
    void aBodyIsRefusedAndNotIgnored() throws Exception {
        Answer declared = dav.request("MKCOL", "/a/").xml("<x/>").send();
        assertThat(declared.status()).isEqualTo(415);
        try (RawClient client = server.raw()) {
            client.head("MKCOL /b/ HTTP/1.1", "Host: " + server.authority(), "Transfer-Encoding: chunked")
                    .chunk(new byte[] {'x'})
                    .lastChunk();
            assertThat(client.read().status()).isEqualTo(415);
        }
        assertThat(dav.propfind("/", "1").hrefs()).containsExactly("/");
    }

    @Test
    @Proves({"DAV-MK-04", "DAV-XML-05"})
    void aBodyWithoutBytesIsNone() throws Exception {
        assertThat(dav.request("MKCOL", "/a/").xml("").send().status()).isEqualTo(201);
        try (RawClient client = server.raw()) {
            client.head("MKCOL /b/ HTTP/1.1", "Host: " + server.authority(), "Transfer-Encoding: chunked")
                    .lastChunk();
            assertThat(client.read().status()).isEqualTo(201);
        }
    }

    @Test
    @Proves("DAV-MK-05")
    void aFileHoldsNoMembers() {
        dav.put("/file", "x");
        assertThat(dav.mkcol("/file/folder/").status()).isEqualTo(409);
        assertThat(dav.put("/file/other", "x").status()).isEqualTo(409);
        assertThat(dav.get("/file").text()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "infinity"})
    @Proves("DAV-MK-06")
    void aLockedParentNeedsItsToken(String depth) {
        dav.mkcol("/locked/");
        String token = dav.locked("/locked/", depth);
        Answer refused = dav.mkcol("/locked/new/");
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.conditions()).containsExactly("lock-token-submitted");
        Answer allowed = dav.request("MKCOL", "/locked/new/")
                .header("If", "<" + dav.url("/locked/") + "> (" + token + ")")
                .send();
        assertThat(allowed.status()).isEqualTo(201);
    }

    @Test
    @Proves("DAV-GET-01")
    void aCollectionIsShownAsAPage() {
        dav.mkcol("/folder/");
        dav.put("/folder/a%20%3Cb%3E&c", "x");
        dav.mkcol("/folder/inner/");
        Answer page = dav.get("/folder/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.require("Content-Type").replace(" ", "")).isEqualTo("text/html;charset=utf-8");
        assertThat(page.text()).contains("a &lt;b&gt;&amp;c", "inner/").doesNotContain("<b>");
        assertThat(dav.get("/folder").status()).isEqualTo(200);
        assertThat(dav.get("/").status()).isEqualTo(200);
    }

    @Test
    @Proves("DAV-GET-01")
    void aBrowserIsSentToTheSlash() {
        dav.mkcol("/folder/");
        Answer answer =
                dav.request("GET", "/folder").header("Accept", "text/html,*/*").send();
        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.require("Location")).isEqualTo("/folder/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/file.txt", "/folder/", "/folder", "/", "/empty", "/nothing"})
    @Proves("DAV-GET-02")
    void headIsGetWithoutTheBody(String path) {
        dav.put("/file.txt", "content");
        dav.put("/empty", "");
        dav.mkcol("/folder/");
        Answer get = dav.get(path);
        Answer head = dav.head(path);
        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.body()).isEmpty();
        assertThat(headers(head)).isEqualTo(headers(get));
    }

    /** All but the time of the answer, the name of its request, and how its body is framed where its length isn't known beforehand. */
    private static Map<String, String> headers(Answer answer) {
        Map<String, String> headers = new HashMap<>();
        answer.headers().forEach(header -> headers.merge(header.getKey(), header.getValue(), (a, b) -> a + ", " + b));
        headers.remove("Date");
        headers.remove("X-Request-Id");
        headers.remove("Transfer-Encoding");
        return headers;
    }

    @Test
    @Proves({"DAV-GET-03", "DAV-LK-09"})
    void anEmptyResourceMadeByLockIsAFile() {
        Answer locked = dav.lock("/new", "0").send();
        assertThat(locked.status()).isEqualTo(201);
        Answer get = dav.get("/new");
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.require("Content-Length")).isEqualTo("0");
    }
}
