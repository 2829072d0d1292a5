package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** The live properties of RFC 4918 §15, and that they say what GET says. */
final class LivePropertyIT extends EachStorage {
    @BeforeEach
    void makeFiles() {
        dav.put("/file.txt", "content");
        dav.mkcol("/folder/");
    }

    private MultiStatusView.Response found(String path, String name) {
        return dav.propfind(path, "0", "<D:" + name + "/>").only();
    }

    @Test
    @Proves("DAV-LP-01")
    void creationdateIsUtc() {
        MultiStatusView.Response file = found("/file.txt", "creationdate");
        if (file.status("creationdate") == 200) {
            assertThat(file.text("creationdate")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
            assertThat(OffsetDateTime.parse(file.text("creationdate")).toInstant())
                    .isBetween(
                            server.clock().instant().minus(Duration.ofMinutes(5)),
                            server.clock().instant().plus(Duration.ofMinutes(5)));
        } else {
            assertThat(file.status("creationdate")).isEqualTo(404);
        }
    }

    @Test
    @Proves("DAV-LP-02")
    void displaynameIsWhatSomebodySet() {
        assertThat(found("/file.txt", "displayname").status("displayname")).isEqualTo(404);
        dav.proppatch("/file.txt", "<D:set><D:prop><D:displayname>My &amp; file</D:displayname></D:prop></D:set>")
                .multiStatus()
                .requireStatus("displayname", 200);
        assertThat(found("/file.txt", "displayname").text("displayname")).isEqualTo("My & file");
        assertThat(dav.propfind("/file.txt", "0").only().text("displayname")).isEqualTo("My & file");
    }

    @Test
    @Proves("DAV-LP-03")
    void getcontentlanguageIsNeverBehindContentLanguage() {
        Answer get = dav.get("/file.txt");
        assertThat(get.header("Content-Language")).isEmpty();
        assertThat(found("/file.txt", "getcontentlanguage").status("getcontentlanguage"))
                .isEqualTo(404);
        dav.proppatch("/file.txt", "<D:set><D:prop><D:getcontentlanguage>de</D:getcontentlanguage></D:prop></D:set>")
                .multiStatus()
                .requireStatus("getcontentlanguage", 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "content of some length"})
    @Proves("DAV-LP-04")
    void getcontentlengthIsTheOneOfGet(String content) {
        dav.put("/file.txt", content);
        assertThat(found("/file.txt", "getcontentlength").text("getcontentlength"))
                .isEqualTo(dav.get("/file.txt").require("Content-Length"))
                .isEqualTo(dav.head("/file.txt").require("Content-Length"))
                .isEqualTo(Integer.toString(content.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"getcontentlength", "getcontenttype", "getetag"})
    @Proves("DAV-LP-04")
    void aCollectionHasNoneOfAFile(String name) {
        assertThat(found("/folder/", name).status(name)).isEqualTo(404);
        assertThat(dav.propfind("/folder/", "0").only().names(200)).doesNotContain("{DAV:}" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/file.txt", "/a.html", "/a.unheard-of", "/a", "/a.JPG"})
    @Proves("DAV-LP-05")
    void getcontenttypeIsTheOneOfGet(String path) {
        dav.put(path, "content");
        assertThat(found(path, "getcontenttype").text("getcontenttype"))
                .isEqualTo(dav.get(path).require("Content-Type"))
                .isEqualTo(dav.head(path).require("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain; charset=utf-8",
                "text/plain;charset=UTF-8",
                "Text/Plain",
                "text/html; charset=ISO-8859-1",
                "application/x-own; a=\"b c\"",
                "application/json; charset=utf-8"
            })
    @Proves({"DAV-LP-05", "DAV-PUT-10"})
    void theTypeThatCameWithTheFileIsTheOneOfGet(String type) {
        dav.request("PUT", "/typed")
                .header("Content-Type", type)
                .body("content")
                .send();
        assertThat(found("/typed", "getcontenttype").text("getcontenttype"))
                .isEqualTo(dav.get("/typed").require("Content-Type"));
    }

    @Test
    @Proves("DAV-LP-06")
    void getetagIsTheEtagOfEveryAnswer() {
        Answer put = dav.put("/file.txt", "other content");
        String etag = put.require("ETag");
        assertThat(etag).matches("\"[^\"]+\"");
        assertThat(found("/file.txt", "getetag").text("getetag")).isEqualTo(etag);
        assertThat(dav.get("/file.txt").require("ETag")).isEqualTo(etag);
        assertThat(dav.head("/file.txt").require("ETag")).isEqualTo(etag);
        assertThat(dav.propfind("/", "1").response("/file.txt").text("getetag")).isEqualTo(etag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-size", "SAME-SIZE"})
    @Proves({"DAV-LP-06", "DAV-CP-24"})
    void eachVersionHasItsOwnTag(String content) {
        String first = dav.put("/file.txt", "same_size").require("ETag");
        String second = dav.put("/file.txt", content).require("ETag");
        assertThat(second).isNotEqualTo(first);
        assertThat(dav.head("/file.txt").require("ETag")).isEqualTo(second);
    }

    @Test
    @Proves("DAV-LP-07")
    void getlastmodifiedIsLastModified() {
        String text = found("/file.txt", "getlastmodified").text("getlastmodified");
        assertThat(text)
                .matches("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
                        + "\\d{4} \\d\\d:\\d\\d:\\d\\d GMT")
                .isEqualTo(dav.get("/file.txt").require("Last-Modified"))
                .isEqualTo(dav.head("/file.txt").require("Last-Modified"));
        assertThat(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isBetween(
                        server.clock().instant().minus(Duration.ofMinutes(5)),
                        server.clock().instant().plus(Duration.ofMinutes(5)));
    }

    @Test
    @Proves("DAV-LP-08")
    void lockdiscoveryIsThereAndEmptyWithoutALock() {
        for (String path : new String[] {"/file.txt", "/folder/", "/"}) {
            MultiStatusView.Response response = found(path, "lockdiscovery");
            assertThat(response.status("lockdiscovery")).isEqualTo(200);
            assertThat(response.element("lockdiscovery").hasChildNodes()).isFalse();
        }
    }

    @Test
    @Proves("DAV-LP-08")
    void lockdiscoveryShowsOwnAndInheritedLocks() {
        dav.put("/folder/member", "x");
        String token = dav.locked("/folder/", "infinity");
        for (String path : new String[] {"/folder/", "/folder/member"}) {
            Element discovery = found(path, "lockdiscovery").element("lockdiscovery");
            List<Element> locks = MultiStatusView.children(discovery, "activelock");
            assertThat(locks).hasSize(1);
            assertThat(locks.get(0).getTextContent())
                    .contains(token.substring(1, token.length() - 1), "me", "infinity");
            Element root = MultiStatusView.children(locks.get(0), "lockroot").get(0);
            assertThat(root.getTextContent()).isEqualTo("/folder/");
        }
        assertThat(found("/file.txt", "lockdiscovery").text("lockdiscovery")).isEmpty();
    }

    @Test
    @Proves("DAV-LP-09")
    void resourcetypeIsAlwaysThere() {
        assertThat(found("/file.txt", "resourcetype").element("resourcetype").hasChildNodes())
                .isFalse();
        for (String path : new String[] {"/folder/", "/"}) {
            Element type = found(path, "resourcetype").element("resourcetype");
            assertThat(MultiStatusView.nameOf(MultiStatusView.children(type).get(0)))
                    .isEqualTo("{DAV:}collection");
        }
    }

    @Test
    @Proves("DAV-LP-10")
    void supportedlockListsWhatLockGrants() {
        Element supported = found("/file.txt", "supportedlock").element("supportedlock");
        List<String> scopes = MultiStatusView.children(supported, "lockentry").stream()
                .map(entry -> MultiStatusView.children(
                                MultiStatusView.children(entry, "lockscope").get(0))
                        .get(0)
                        .getLocalName())
                .toList();
        assertThat(scopes).containsExactlyInAnyOrder("exclusive", "shared");
        for (String scope : scopes) {
            Answer locked = dav.request("LOCK", "/file.txt")
                    .xml("<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:" + scope
                            + "/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>")
                    .send();
            assertThat(locked.status()).isEqualTo(200);
            assertThat(dav.request("UNLOCK", "/file.txt")
                            .header("Lock-Token", locked.require("Lock-Token"))
                            .send()
                            .status())
                    .isEqualTo(204);
        }
    }
}
