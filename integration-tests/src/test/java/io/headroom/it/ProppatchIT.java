package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which instructions of a PROPPATCH are kept, and what is said about each (RFC 4918 §9.2). */
final class ProppatchIT extends EachStorage {
    @BeforeEach
    void makeFile() {
        dav.put("/file", "content");
    }

    private static String set(String properties) {
        return "<D:set><D:prop>" + properties + "</D:prop></D:set>";
    }

    private static String remove(String properties) {
        return "<D:remove><D:prop>" + properties + "</D:prop></D:remove>";
    }

    private MultiStatusView.Response patched(String instructions) {
        return dav.proppatch("/file", instructions).multiStatus().only();
    }

    private MultiStatusView.Response found(String properties) {
        return dav.propfind("/file", "0", properties).only();
    }

    @Test
    @Proves({"DAV-PP-01", "DAV-PP-06"})
    void setsAndReplaces() {
        MultiStatusView.Response answer = patched(set("<x:a>1</x:a><b xmlns='urn:other'>2</b>"));
        assertThat(answer.names(200)).containsExactlyInAnyOrder("{urn:x}a", "{urn:other}b");
        assertThat(answer.propstats()).hasSize(1);
        patched(set("<x:a>3</x:a>"));
        assertThat(found("<x:a/>").text("{urn:x}a")).isEqualTo("3");
        assertThat(found("<b xmlns='urn:other'/>").text("{urn:other}b")).isEqualTo("2");
    }

    @Test
    @Proves("DAV-PP-01")
    void setsOnCollectionsToo() {
        dav.mkcol("/folder/");
        dav.setProperty("/folder", "a", "1");
        dav.setProperty("/", "a", "2");
        assertThat(dav.propfind("/folder/", "0", "<x:a/>").only().text("{urn:x}a"))
                .isEqualTo("1");
        MultiStatusView all = dav.propfind("/", "1", "<x:a/>");
        assertThat(all.response("/").text("{urn:x}a")).isEqualTo("2");
        assertThat(all.response("/folder/").text("{urn:x}a")).isEqualTo("1");
        assertThat(all.response("/file").status("{urn:x}a")).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Proves({"DAV-PP-02", "DAV-PP-04"})
    void allOrNothing(boolean refusedFirst) {
        patched(set("<x:old>kept</x:old>"));
        String good = set("<x:a>1</x:a>") + remove("<x:old/>");
        String bad = set("<D:getetag>\"mine\"</D:getetag>");
        MultiStatusView.Response answer = patched(refusedFirst ? bad + good : good + bad);
        assertThat(answer.names(403)).containsExactly("{DAV:}getetag");
        assertThat(answer.names(424)).containsExactlyInAnyOrder("{urn:x}a", "{urn:x}old");
        assertThat(answer.propstats()).hasSize(2);
        MultiStatusView.Response after = found("<x:a/><x:old/>");
        assertThat(after.status("{urn:x}a")).isEqualTo(404);
        assertThat(after.text("{urn:x}old")).isEqualTo("kept");
    }

    @Test
    @Proves("DAV-PP-03")
    void theLastInstructionWins() {
        patched(set("<x:a>1</x:a>") + remove("<x:a/>"));
        assertThat(found("<x:a/>").status("{urn:x}a")).isEqualTo(404);
        patched(remove("<x:a/>") + set("<x:a>2</x:a>"));
        assertThat(found("<x:a/>").text("{urn:x}a")).isEqualTo("2");
        MultiStatusView.Response answer = patched(set("<x:a>3</x:a>") + set("<x:a>4</x:a>"));
        assertThat(answer.names(200)).containsExactly("{urn:x}a");
        assertThat(found("<x:a/>").text("{urn:x}a")).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "creationdate",
                "getcontentlength",
                "getcontenttype",
                "getetag",
                "getlastmodified",
                "lockdiscovery",
                "resourcetype",
                "supportedlock",
                "quota-available-bytes",
                "quota-used-bytes"
            })
    @Proves("DAV-PP-04")
    void protectedPropertiesCanNeitherBeSetNorRemoved(String name) {
        for (String instruction :
                new String[] {set("<D:" + name + ">1</D:" + name + ">"), remove("<D:" + name + "/>")}) {
            MultiStatusView.Response answer = patched(instruction);
            assertThat(answer.status(name)).isEqualTo(403);
            assertThat(answer.of(name).orElseThrow().conditions()).containsExactly("cannot-modify-protected-property");
        }
    }

    @Test
    @Proves("DAV-PP-05")
    void removingWhatIsNotThereSucceeds() {
        assertThat(patched(remove("<x:never/>")).names(200)).containsExactly("{urn:x}never");
        patched(set("<x:a>1</x:a>"));
        assertThat(patched(remove("<x:never/>")).names(200)).containsExactly("{urn:x}never");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n ",
                "<D:propfind xmlns:D='DAV:'><D:allprop/></D:propfind>",
                "<D:propertyupdate xmlns:D='DAV:'/>",
                "<D:propertyupdate xmlns:D='DAV:'><D:set/></D:propertyupdate>",
                "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop><x:a/></D:prop></D:set></D:propertyupdate>",
                "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop><a xmlns='urn:x'>1</a>",
                "a=1"
            })
    @Proves("DAV-PP-12")
    void aMissingOrWrongBodyRunsNothing(String body) {
        assertThat(dav.request("PROPPATCH", "/file").xml(body).send().status()).isEqualTo(400);
        assertThat(found("<x:a/>").status("{urn:x}a")).isEqualTo(404);
    }

    @Test
    @Proves("DAV-PP-12")
    void aBodyThatIsNoXmlIsRefusedWhateverItIsCalled() {
        Answer answer = dav.request("PROPPATCH", "/file")
                .header("Content-Type", "application/json")
                .body("{}")
                .send();
        assertThat(answer.status()).isIn(400, 415);
    }

    @Test
    @Proves("DAV-PP-13")
    void aPropertyThatIsTooLongIsAPropertyError() {
        try (TestServer small = TestServer.start(
                Map.of(Setting.LARGEST_PROPERTY, "100"), clock -> new MemoryStorage(Storages.ROOM, clock))) {
            small.dav().put("/file", "x");
            MultiStatusView.Response answer = small.dav()
                    .proppatch("/file", set("<x:a>" + "a".repeat(100) + "</x:a>") + set("<x:b>b</x:b>"))
                    .multiStatus()
                    .only();
            assertThat(answer.status("{urn:x}a")).isEqualTo(403);
            assertThat(answer.status("{urn:x}b")).isEqualTo(424);
        }
        try (TestServer full = TestServer.start(1)) {
            full.dav().put("/file", "x");
            MultiStatusView.Response answer = full.dav()
                    .proppatch("/file", set("<x:a>a</x:a>") + set("<x:b>b</x:b>"))
                    .multiStatus()
                    .only();
            assertThat(answer.status("{urn:x}a")).isEqualTo(507);
            assertThat(answer.status("{urn:x}b")).isEqualTo(424);
            assertThat(full.dav()
                            .proppatch("/file", remove("<x:a/>"))
                            .multiStatus()
                            .only()
                            .status("{urn:x}a"))
                    .isEqualTo(200);
        }
    }

    @Test
    @Proves("DAV-PP-14")
    void onNothingItMakesNothing() {
        assertThat(dav.proppatch("/nothing", set("<x:a>1</x:a>")).status()).isEqualTo(404);
        assertThat(dav.get("/nothing").status()).isEqualTo(404);
        dav.put("/nothing", "x");
        assertThat(dav.propfind("/nothing", "0", "<x:a/>").only().status("{urn:x}a"))
                .isEqualTo(404);
    }

    @Test
    @Proves("DAV-PP-15")
    void propertiesDoNotTouchTheValidators() {
        Answer before = dav.head("/file");
        server.clock().advance(Duration.ofMinutes(1));
        patched(set("<x:a>1</x:a>"));
        Answer after = dav.head("/file");
        assertThat(after.require("ETag")).isEqualTo(before.require("ETag"));
        assertThat(after.require("Last-Modified")).isEqualTo(before.require("Last-Modified"));
    }

    @Test
    @Proves("DAV-PP-16")
    void aLockedResourceNeedsTheToken() {
        String token = dav.locked("/file", "0");
        Answer refused = dav.proppatch("/file", set("<x:a>1</x:a>"));
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.conditions()).containsExactly("lock-token-submitted");
        dav.request("PROPPATCH", "/file")
                .token(token)
                .update(set("<x:a>1</x:a>"))
                .send()
                .multiStatus()
                .requireStatus("{urn:x}a", 200);
    }
}
