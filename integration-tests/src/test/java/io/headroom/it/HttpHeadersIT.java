package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.date.HttpDate;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The headers of ordinary answers (RFC 9110, RFC 9111). */
final class HttpHeadersIT extends EachStorage {
    @Test
    @Proves("HTTP-PUT-01")
    void partOfAFileIsNeverStoredAsTheWhole() {
        dav.put("/file", "0123456789");
        assertThat(dav.request("PUT", "/file")
                        .header("Content-Range", "bytes 2-3/10")
                        .body("ab")
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(dav.get("/file").text()).isEqualTo("0123456789");
    }

    @Test
    @Proves({"HTTP-PUT-02", "DAV-LP-06"})
    void putAnswersWithTheTagOfTheNextGet() {
        Answer created = dav.put("/file", "x");
        assertThat(dav.get("/file").require("ETag")).isEqualTo(created.require("ETag"));
        Answer replaced = dav.put("/file", "y");
        Answer next = dav.get("/file");
        assertThat(next.require("ETag")).isEqualTo(replaced.require("ETag"));
        // A bucket tells the time only to those who ask.
        replaced.header("Last-Modified")
                .ifPresent(time -> assertThat(next.require("Last-Modified")).isEqualTo(time));
        assertThat(dav.propfind("/file", "0").only().text("getetag")).isEqualTo(replaced.require("ETag"));
    }

    @Test
    @Proves("HTTP-PUT-03")
    void codedBytesAreNotStoredAsPlainOnes() {
        Answer answer = dav.request("PUT", "/file")
                .header("Content-Encoding", "gzip")
                .body("x")
                .send();
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.require("Accept-Encoding")).isEqualTo("identity");
        assertThat(dav.head("/file").status()).isEqualTo(404);
        assertThat(dav.request("PUT", "/file")
                        .header("Content-Encoding", "identity")
                        .body("x")
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @Test
    @Proves("HTTP-PUT-04")
    void noLengthIsNeeded() throws IOException {
        try (RawClient client = server.raw()) {
            client.head("PUT /file HTTP/1.1", "Host: " + server.authority(), "Transfer-Encoding: chunked");
            client.chunk(new byte[100_000]).chunk(new byte[1]).lastChunk();
            assertThat(client.read().status()).isEqualTo(201);
        }
        assertThat(dav.head("/file").require("Content-Length")).isEqualTo("100001");
        try (RawClient client = server.raw()) {
            client.head("PUT /empty HTTP/1.1", "Host: " + server.authority());
            assertThat(client.read().status()).isEqualTo(201);
        }
        assertThat(dav.head("/empty").require("Content-Length")).isEqualTo("0");
    }

    @Test
    @Proves("HTTP-DATE-01")
    void everyAnswerHasADate() {
        dav.put("/file", "x");
        dav.mkcol("/folder");
        List<Answer> answers = List.of(
                dav.put("/a", "x"),
                dav.get("/file"),
                dav.head("/file"),
                dav.get("/none"),
                dav.mkcol("/folder"),
                dav.delete("/a"),
                dav.options("/"),
                dav.propfindBody("/", "1", "<D:allprop/>"),
                dav.request("GET", "/folder").header("Accept", "text/html").send(),
                dav.request("GET", "/file").header("If-None-Match", "*").send(),
                dav.request("FROBNICATE", "/").send());
        assertThat(answers)
                .allMatch(answer -> HttpDate.parse(answer.require("Date")).isPresent());
    }

    @Test
    @Proves("HTTP-HEAD-01")
    void headIsGetWithoutTheBody() {
        dav.put("/file.html", "<p>");
        dav.put("/file.bin", "abc");
        dav.mkcol("/folder");
        for (String path : List.of("/file.html", "/file.bin", "/folder/", "/none")) {
            Answer get = dav.get(path);
            Answer head = dav.head(path);
            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.body()).isEmpty();
            for (String header : List.of(
                    "ETag",
                    "Last-Modified",
                    "Accept-Ranges",
                    "Content-Type",
                    "Cache-Control",
                    "Content-Security-Policy",
                    "Content-Disposition",
                    "Content-Location")) {
                assertThat(head.header(header)).as(path + " " + header).isEqualTo(get.header(header));
            }
            if (get.header("Content-Length").isPresent()) {
                assertThat(head.header("Content-Length").orElse(get.require("Content-Length")))
                        .isEqualTo(get.require("Content-Length"));
            }
        }
        assertThat(dav.head("/file.bin").require("Content-Length")).isEqualTo("3");
    }

    @Test
    @Proves("HTTP-ENC-02")
    void filesAreSentAsTheyAre() {
        String content = "compressible ".repeat(1000);
        dav.put("/file.txt", content);
        for (Map.Entry<String, String> header : Map.of("X-None", "", "Accept-Encoding", "gzip, br", "TE", "gzip")
                .entrySet()) {
            Answer answer = dav.request("GET", "/file.txt")
                    .header(header.getKey(), header.getValue())
                    .send();
            assertThat(answer.text()).isEqualTo(content);
            assertThat(answer.header("Content-Encoding")).isEmpty();
            MultiStatusView.Response listed = dav.propfind("/file.txt", "0").only();
            assertThat(answer.require("Content-Length")).isEqualTo(listed.text("getcontentlength"));
            assertThat(answer.require("ETag")).isEqualTo(listed.text("getetag"));
        }
    }

    /** Nothing is coded on its way, so there is one form with one tag, and nothing varies. */
    @Test
    @Proves("HTTP-ENC-01")
    void rangesAndConditionsAreThoseOfTheOneFormThatThereIs() {
        dav.put("/file.txt", "0123456789");
        Answer part = dav.request("GET", "/file.txt")
                .header("Accept-Encoding", "gzip")
                .header("Range", "bytes=2-4")
                .send();
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("234");
        assertThat(part.header("Content-Encoding")).isEmpty();
        assertThat(part.header("Vary").orElse("")).doesNotContain("Accept-Encoding");
        String tag = dav.request("GET", "/file.txt")
                .header("Accept-Encoding", "gzip, br;q=1, identity;q=0.1")
                .send()
                .require("ETag");
        assertThat(dav.head("/file.txt").require("ETag")).isEqualTo(tag);
        assertThat(dav.request("PUT", "/file.txt")
                        .header("If-Match", tag)
                        .body("new")
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    @Proves("HTTP-DISP-01")
    void whatIsStoredInsteadOfShownKeepsItsName() {
        dav.put("/a%20%22%C3%A4%22.html", "<p>");
        assertThat(dav.get("/a%20%22%C3%A4%22.html").require("Content-Disposition"))
                .isEqualTo("attachment; filename=\"a ___.html\"; filename*=UTF-8''a%20%22%C3%A4%22.html");
    }

    @Test
    @Proves("HTTP-DISP-02")
    void whatSomebodyUploadedCanNotActInTheServersName() {
        for (String name : List.of("/page.html", "/image.svg", "/page.xhtml", "/data.xml", "/script.js")) {
            dav.put(name, "<script>alert(1)</script>");
            Answer answer = dav.get(name);
            assertThat(answer.require("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Disposition").orElse("") + answer.require("Content-Type"))
                    .as(name)
                    .matches("attachment.*|.*(octet-stream|text/plain|javascript).*");
        }
        assertThat(dav.get("/page.html").require("Content-Security-Policy")).contains("sandbox");
        assertThat(dav.get("/image.svg").require("Content-Security-Policy")).contains("sandbox");
        dav.put("/photo.png", "x");
        assertThat(dav.get("/photo.png").header("Content-Disposition")).isEmpty();
        assertThat(dav.request("PUT", "/typed")
                        .header("Content-Type", "text/html")
                        .body("<script>")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(dav.get("/typed").header("Content-Security-Policy").isPresent()
                        || !dav.get("/typed").require("Content-Type").startsWith("text/html"))
                .isTrue();
    }

    @Test
    @Proves({"HTTP-CACHE-01", "HTTP-CACHE-02"})
    void cachesAskAgainAndKeepNoListings() {
        dav.put("/file", "x");
        assertThat(dav.get("/file").require("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(dav.propfindBody("/", "1", "<D:allprop/>").require("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(dav.get("/none").require("Cache-Control")).isEqualTo("no-store");
        List<Answer> changes = List.of(
                dav.lock("/file2", "0").send(),
                dav.proppatch("/file", "<D:remove><D:prop><x:a/></D:prop></D:remove>"),
                dav.mkcol("/folder"),
                dav.copy("/file", "/copy"),
                dav.move("/copy", "/moved"),
                dav.delete("/moved"));
        for (Answer answer : changes) {
            assertThat(answer.status()).isBetween(200, 207);
            assertThat(answer.header("Expires")).isEmpty();
            assertThat(answer.header("Cache-Control").orElse("no-store")).isEqualTo("no-store");
        }
    }

    @Test
    @Proves("HTTP-CORS-01")
    void otherOriginsAreToldNothing() {
        dav.put("/file", "x");
        Answer answer = dav.request("GET", "/file")
                .header("Origin", "https://other.example")
                .send();
        assertThat(answer.headers())
                .noneMatch(header -> header.getKey().toLowerCase(Locale.ROOT).startsWith("access-control"));
        Answer preflight = dav.request("OPTIONS", "/file")
                .header("Origin", "https://other.example")
                .header("Access-Control-Request-Method", "PUT")
                .send();
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    @Proves("HTTP-CORS-02")
    void pageOfAnotherSiteChangesNothing() {
        for (String method : List.of("PUT", "DELETE", "POST", "MKCOL", "MOVE", "PROPPATCH")) {
            assertThat(dav.request(method, "/file")
                            .header("Sec-Fetch-Site", "cross-site")
                            .body("")
                            .send()
                            .status())
                    .as(method)
                    .isEqualTo(403);
        }
        assertThat(dav.request("PUT", "/file")
                        .header("Sec-Fetch-Site", "same-origin")
                        .body("x")
                        .send()
                        .status())
                .isEqualTo(201);
    }
}
