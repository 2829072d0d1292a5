package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XML in requests: what is read, and what is refused before it does harm (RFC 4918 §8.2, §20.6). */
final class XmlBodyIT extends EachStorage {
    @BeforeEach
    void makeAFile() {
        dav.put("/file", "x");
    }

    private Answer propfind(String body) {
        return dav.request("PROPFIND", "/file").header("Depth", "0").xml(body).send();
    }

    @Test
    @Proves({"DAV-XML-01", "DAV-PC-03"})
    void externalEntitiesAreRefusedAndNamed() {
        String[] bodies = {
            "<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'><D:propfind xmlns:D='DAV:'><D:allprop/></D:propfind>",
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><D:propfind xmlns:D='DAV:'><D:prop>&e;</D:prop>"
                    + "</D:propfind>",
            "<!DOCTYPE x PUBLIC 'a' 'b'><D:propfind xmlns:D='DAV:'><D:allprop/></D:propfind>"
        };
        for (String body : bodies) {
            for (String method : List.of("PROPFIND", "PROPPATCH", "LOCK")) {
                Answer answer = dav.request(method, "/file")
                        .header("Depth", "0")
                        .xml(body)
                        .send();
                assertThat(answer.status()).as(method + body).isEqualTo(403);
                assertThat(answer.conditions()).containsExactly("no-external-entities");
            }
        }
    }

    @Test
    @Proves("DAV-XML-01")
    void entitiesAreNotExpandedEither() {
        String bomb = "<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><D:propertyupdate xmlns:D='DAV:' xmlns:x='urn:x'><D:set>"
                + "<D:prop><x:a>&c;</x:a></D:prop></D:set></D:propertyupdate>";
        assertThat(dav.request("PROPPATCH", "/file").xml(bomb).send().status()).isEqualTo(400);
        assertThat(dav.propfind("/file", "0", "<x:a/>").only().status("{urn:x}a"))
                .isEqualTo(404);
        assertThat(propfind("<!DOCTYPE x><D:propfind xmlns:D='DAV:'><D:allprop/></D:propfind>")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @Proves("DAV-XML-02")
    void sizesAreLimited() {
        String start = "<D:propfind xmlns:D='DAV:' xmlns:x='urn:x'><D:prop>";
        String end = "</D:prop></D:propfind>";
        StringBuilder namespaces = new StringBuilder("<x:a");
        for (int i = 0; i < 200; i++) {
            namespaces.append(" xmlns:n").append(i).append("='urn:").append(i).append("'");
        }
        assertThat(propfind(start + "<x:a>" + "x".repeat(2 << 20) + "</x:a>" + end)
                        .status())
                .isEqualTo(413);
        assertThat(propfind(start + "<x:a>".repeat(1000) + "</x:a>".repeat(1000) + end)
                        .status())
                .isEqualTo(400);
        assertThat(propfind(start + "<x:a/>".repeat(20_000) + end).status()).isEqualTo(400);
        assertThat(propfind(start + namespaces + "/>" + end).status()).isEqualTo(400);
        assertThat(propfind(start + "<x:a b='" + "x".repeat(600_000) + "'/>" + end)
                        .status())
                .isEqualTo(400);
        assertThat(propfind(start + "<x:" + "a".repeat(2_000) + "/>" + end).status())
                .isEqualTo(400);
        assertThat(propfind(start + "<x:a/>" + end).status()).isEqualTo(207);
    }

    @ParameterizedTest
    @Proves("DAV-XML-03")
    @ValueSource(
            strings = {"text/xml", "application/xml", "text/xml; charset=\"utf-8\"", "application/xml;charset=UTF-8", ""
            })
    void bothTypesAndNoneAreRead(String type) {
        Dav.Request request = dav.request("PROPFIND", "/file")
                .header("Depth", "0")
                .body("<D:propfind xmlns:D='DAV:'><D:prop><D:getetag/></D:prop></D:propfind>");
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        assertThat(request.send().multiStatus().only().names(200)).containsExactly("{DAV:}getetag");
    }

    @ParameterizedTest
    @Proves("DAV-XML-04")
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void utf8AndUtf16AreReadAndUtf8IsSent(String name) {
        String declared = name.startsWith("UTF-16") ? "UTF-16" : name;
        String text = "\uFEFF<?xml version='1.0' encoding='" + declared + "'?><D:propertyupdate xmlns:D='DAV:'"
                + " xmlns:x='urn:x'><D:set><D:prop><x:a>Gr\u00fc\u00dfe \uD83D\uDCBE</x:a></D:prop></D:set>"
                + "</D:propertyupdate>";
        // Java's UTF-16 writes the byte order mark itself.
        byte[] body = (name.equals("UTF-16") ? text.substring(1) : text).getBytes(Charset.forName(name));
        Answer answer = dav.request("PROPPATCH", "/file")
                .header("Content-Type", "application/xml")
                .body(body)
                .send();
        assertThat(answer.multiStatus().only().status("{urn:x}a")).isEqualTo(200);
        Answer found = dav.propfindBody("/file", "0", "<D:prop><x:a/></D:prop>");
        assertThat(found.require("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        assertThat(new String(found.body(), StandardCharsets.UTF_8)).contains("Gr\u00fc\u00dfe \uD83D\uDCBE");
    }

    @Test
    @Proves("DAV-XML-05")
    void bodyWhereNoneIsExpectedIs415() {
        String token = dav.locked("/file", "0");
        assertThat(dav.request("COPY", "/file")
                        .destination("/c")
                        .body("x")
                        .send()
                        .status())
                .isEqualTo(415);
        assertThat(dav.request("MOVE", "/file")
                        .token(token)
                        .destination("/c")
                        .body("x")
                        .send()
                        .status())
                .isEqualTo(415);
        assertThat(dav.request("DELETE", "/file").token(token).body("x").send().status())
                .isEqualTo(415);
        assertThat(dav.request("UNLOCK", "/file")
                        .header("Lock-Token", token)
                        .body("x")
                        .send()
                        .status())
                .isEqualTo(415);
        assertThat(dav.request("MKCOL", "/c").body("x").send().status()).isEqualTo(415);
        assertThat(dav.get("/file").text()).isEqualTo("x");
    }

    @Test
    @Proves("DAV-XML-05")
    void emptyChunkedBodyIsNoBody() throws IOException {
        for (String method : List.of("COPY", "MOVE")) {
            try (RawClient client = server.raw()) {
                client.head(
                        method + " " + dav.target("/file") + " HTTP/1.1",
                        "Host: " + server.authority(),
                        "Destination: " + dav.target("/" + method),
                        "Transfer-Encoding: chunked");
                client.lastChunk();
                assertThat(client.read().status()).isEqualTo(201);
                // And the connection is in step for the next request.
                client.head("OPTIONS / HTTP/1.1", "Host: " + server.authority());
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    @Proves("DAV-XML-05")
    void chunkedBodyIsSeenWithoutALength() throws IOException {
        try (RawClient client = server.raw()) {
            client.head(
                    "DELETE " + dav.target("/file") + " HTTP/1.1",
                    "Host: " + server.authority(),
                    "Transfer-Encoding: chunked");
            client.chunk("x".getBytes(StandardCharsets.UTF_8)).lastChunk();
            assertThat(client.read().status()).isEqualTo(415);
        }
        assertThat(dav.head("/file").status()).isEqualTo(200);
    }

    @Test
    @Proves("DAV-XML-06")
    void namesThatXmlCanNotCarryBreakNoListing() {
        for (String name : List.of("%01", "a%0Bb", "%EF%BF%BE", "%C2%85", "%7F", "a%0Ab")) {
            assertThat(dav.put("/" + name, "x").status()).as(name).isIn(201, 400, 403);
        }
        MultiStatusView listing = dav.propfind("/", "1");
        for (String href : listing.hrefs()) {
            assertThat(dav.propfind(href, "0").only().href()).isEqualTo(href);
        }
        assertThat(dav.request("GET", "/").header("Accept", "text/html").send().status())
                .isEqualTo(200);
    }
}
