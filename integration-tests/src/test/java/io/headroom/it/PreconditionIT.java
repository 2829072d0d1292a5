package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.date.HttpDate;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The conditional headers of HTTP (RFC 9110 §13). */
final class PreconditionIT extends EachStorage {
    private static final String FORMER = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String LATER = "Fri, 06 Nov 2093 08:49:37 GMT";

    private String etag;
    private String modified;

    @BeforeEach
    void makeAFile() {
        dav.put("/file", "x");
        Answer head = dav.head("/file");
        etag = head.require("ETag");
        modified = head.require("Last-Modified");
    }

    private int status(String method, String path, String... headers) {
        Dav.Request request = dav.request(method, path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (method.equals("PUT")) {
            request.body("y");
        }
        if (method.equals("PROPPATCH")) {
            request.update("<D:remove><D:prop><x:a/></D:prop></D:remove>");
        }
        if (method.equals("COPY") || method.equals("MOVE")) {
            request.destination("/target");
        }
        return request.send().status();
    }

    @Test
    @Proves("HTTP-CND-01")
    void ifMatchIsCheckedByEveryMethodThatChanges() {
        for (String method : List.of("PUT", "DELETE", "MOVE", "COPY", "PROPPATCH", "GET", "HEAD")) {
            assertThat(status(method, "/file", "If-Match", "\"other\""))
                    .as(method)
                    .isEqualTo(412);
            assertThat(status(method, "/file", "If-Match", "W/" + etag))
                    .as(method)
                    .isEqualTo(412);
            assertThat(status(method, "/none", "If-Match", "*")).as(method).isIn(412, 404);
        }
        assertThat(status("PUT", "/none", "If-Match", "*")).isEqualTo(412);
        assertThat(status("MKCOL", "/newcol", "If-Match", "*")).isEqualTo(412);
        assertThat(dav.get("/file").require("ETag")).isEqualTo(etag);
        assertThat(status("COPY", "/file", "If-Match", etag)).isEqualTo(201);
        assertThat(status("PROPPATCH", "/file", "If-Match", "\"a\", " + etag)).isEqualTo(207);
        assertThat(status("GET", "/file", "If-Match", "*")).isEqualTo(200);
        assertThat(status("PUT", "/file", "If-Match", etag)).isEqualTo(204);
        assertThat(status("DELETE", "/file", "If-Match", "*")).isEqualTo(204);
    }

    @Test
    @Proves("HTTP-CND-02")
    void ifNoneMatchIs304ForReadersAnd412ForTheRest() {
        assertThat(status("GET", "/file", "If-None-Match", etag)).isEqualTo(304);
        assertThat(status("HEAD", "/file", "If-None-Match", "W/" + etag)).isEqualTo(304);
        assertThat(status("GET", "/file", "If-None-Match", "*")).isEqualTo(304);
        assertThat(status("GET", "/file", "If-None-Match", "\"a\", " + etag + ", \"b\""))
                .isEqualTo(304);
        assertThat(status("GET", "/file", "If-None-Match", "\"other\"")).isEqualTo(200);
        assertThat(status("PUT", "/file", "If-None-Match", etag)).isEqualTo(412);
        assertThat(status("PUT", "/file", "If-None-Match", "*")).isEqualTo(412);
        assertThat(status("PUT", "/new", "If-None-Match", "*")).isEqualTo(201);
        assertThat(status("DELETE", "/file", "If-None-Match", "W/" + etag)).isEqualTo(412);
        assertThat(status("PUT", "/file", "If-None-Match", "\"other\"")).isEqualTo(204);
    }

    @Test
    @Proves({"HTTP-CND-01", "HTTP-CND-02"})
    void tagsInSeveralLinesAreOneList() throws IOException {
        try (RawClient client = server.raw()) {
            String get = "GET /file HTTP/1.1\r\nHost: " + server.authority() + "\r\n";
            client.send(get + "If-None-Match: \"a\"\r\nIf-None-Match: " + etag + "\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(304);
            client.send(get + "If-Match: \"a\"\r\nIf-Match: " + etag + "\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    @Proves("HTTP-CND-02")
    void whatIsNoTagMatchesNothing() {
        assertThat(status("PUT", "/file", "If-None-Match", "JoplinIgnore-5")).isEqualTo(204);
        assertThat(status("PROPFIND", "/file", "If-None-Match", "JoplinIgnore-5", "Depth", "0"))
                .isEqualTo(207);
        dav.mkcol("/folder");
        assertThat(status("MKCOL", "/folder", "If-None-Match", "JoplinIgnore-5"))
                .isEqualTo(405);
    }

    @Test
    @Proves("HTTP-CND-03")
    void ifModifiedSinceIsForReadersAndYieldsToIfNoneMatch() {
        assertThat(status("GET", "/file", "If-Modified-Since", modified)).isEqualTo(304);
        assertThat(status("HEAD", "/file", "If-Modified-Since", LATER)).isEqualTo(304);
        assertThat(status("GET", "/file", "If-Modified-Since", FORMER)).isEqualTo(200);
        assertThat(status("GET", "/file", "If-Modified-Since", "yesterday")).isEqualTo(200);
        assertThat(status("GET", "/file", "If-Modified-Since", LATER, "If-None-Match", "\"other\""))
                .isEqualTo(200);
        assertThat(status("PUT", "/file", "If-Modified-Since", LATER)).isEqualTo(204);
    }

    @Test
    @Proves("HTTP-CND-04")
    void ifUnmodifiedSinceYieldsToIfMatch() {
        assertThat(status("PUT", "/file", "If-Unmodified-Since", FORMER)).isEqualTo(412);
        assertThat(status("DELETE", "/file", "If-Unmodified-Since", FORMER)).isEqualTo(412);
        assertThat(status("GET", "/file", "If-Unmodified-Since", FORMER)).isEqualTo(412);
        assertThat(status("GET", "/file", "If-Unmodified-Since", modified)).isEqualTo(200);
        assertThat(status("PUT", "/file", "If-Unmodified-Since", "rubbish")).isEqualTo(204);
        String now = dav.head("/file").require("ETag");
        assertThat(status("PUT", "/file", "If-Unmodified-Since", FORMER, "If-Match", now))
                .isEqualTo(204);
    }

    @Test
    @Proves("HTTP-CND-05")
    void orderIsThatOfTheRfc() {
        assertThat(status("GET", "/file", "If-Match", "\"other\"", "If-None-Match", etag))
                .isEqualTo(412);
        assertThat(status("GET", "/file", "If-Match", etag, "If-None-Match", etag))
                .isEqualTo(304);
        assertThat(status("GET", "/file", "If-Unmodified-Since", FORMER, "If-None-Match", etag))
                .isEqualTo(412);
        assertThat(status(
                        "GET",
                        "/file",
                        "If-None-Match",
                        "\"other\"",
                        "If-Modified-Since",
                        modified,
                        "Range",
                        "bytes=0-0"))
                .isEqualTo(206);
        assertThat(status("GET", "/file", "If-None-Match", etag, "Range", "bytes=0-0", "If-Range", etag))
                .isEqualTo(304);
        assertThat(status("GET", "/file", "If-Match", "\"other\"", "Range", "bytes=9-"))
                .isEqualTo(412);
    }

    @Test
    @Proves("HTTP-CND-06")
    void nobodyElsesWriteComesBetweenTheCheckAndOurs() throws IOException {
        try (RawClient slow = server.raw()) {
            slow.head(
                    "PUT /file HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Length: 4",
                    "If-Match: " + etag,
                    "Expect: 100-continue");
            assertThat(slow.read().status()).isEqualTo(100);
            slow.send("sl");
            assertThat(status("PUT", "/file", "If-Match", etag)).isEqualTo(204);
            slow.send("ow");
            assertThat(slow.read().status()).isEqualTo(412);
        }
        assertThat(dav.get("/file").text()).isEqualTo("y");
    }

    @Test
    @Proves("HTTP-CND-06")
    void ofTwoWhoCreateOneIsTold() throws IOException {
        try (RawClient slow = server.raw()) {
            slow.head(
                    "PUT /new HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Length: 4",
                    "If-None-Match: *",
                    "Expect: 100-continue");
            assertThat(slow.read().status()).isEqualTo(100);
            assertThat(status("PUT", "/new", "If-None-Match", "*")).isEqualTo(201);
            slow.send("slow");
            assertThat(slow.read().status()).isEqualTo(412);
        }
        assertThat(dav.get("/new").text()).isEqualTo("y");
    }

    @Test
    @Proves({"HTTP-CND-06", "DAV-IF-08"})
    void lockThatCameDuringTheUploadIsObeyed() throws IOException {
        try (RawClient slow = server.raw()) {
            slow.head("PUT /file HTTP/1.1", "Host: " + server.authority(), "Content-Length: 4", "Expect: 100-continue");
            assertThat(slow.read().status()).isEqualTo(100);
            dav.locked("/file", "0");
            slow.send("slow");
            assertThat(slow.read().status()).isEqualTo(423);
        }
        assertThat(dav.get("/file").text()).isEqualTo("x");
    }

    @Test
    @Proves("HTTP-CND-07")
    void notModifiedHasTheHeadersOfThe200() {
        Answer whole = dav.get("/file");
        Answer same = dav.request("GET", "/file").header("If-None-Match", etag).send();
        assertThat(same.status()).isEqualTo(304);
        for (String header : List.of("ETag", "Cache-Control", "Vary", "Content-Location", "Last-Modified")) {
            assertThat(same.header(header)).as(header).isEqualTo(whole.header(header));
        }
        assertThat(same.header("Date")).isPresent();
        assertThat(same.header("Content-Length").filter(length -> !length.equals("1")))
                .isEmpty();
        assertThat(same.body()).isEmpty();
    }

    @Test
    @Proves({"HTTP-VAL-01", "DAV-CP-24"})
    void tagChangesWithTheContentWithinOneSecondAndForEqualSizes() {
        for (String content : List.of("a", "b", "a", "b")) {
            String before = dav.head("/file").require("ETag");
            String after = dav.put("/file", content).require("ETag");
            assertThat(after).isNotEqualTo(before).startsWith("\"");
            assertThat(dav.head("/file").require("ETag")).isEqualTo(after);
        }
    }

    @Test
    @Proves("HTTP-VAL-02")
    void lastModifiedIsNeverLaterThanNow() {
        long ahead = server.clock().instant().plus(Duration.ofHours(5)).getEpochSecond();
        assertThat(dav.request("PUT", "/file")
                        .header("X-OC-Mtime", "" + ahead)
                        .body("z")
                        .send()
                        .status())
                .isEqualTo(204);
        Answer answer = dav.get("/file");
        assertThat(HttpDate.parse(answer.require("Last-Modified")).orElseThrow())
                .isBeforeOrEqualTo(server.clock().instant());
        assertThat(dav.propfind("/file", "0").only().text("getlastmodified"))
                .isEqualTo(answer.require("Last-Modified"));
    }
}
