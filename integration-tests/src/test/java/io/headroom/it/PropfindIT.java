package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PROPFIND is asked and what it answers (RFC 4918 §9.1). */
final class PropfindIT extends EachStorage {
    @Test
    @Proves("DAV-PF-01")
    void depthSaysHowFar() {
        dav.mkcol("/a/");
        dav.put("/a/file", "x");
        dav.mkcol("/a/b/");
        dav.put("/a/b/deeper", "x");
        assertThat(dav.propfind("/a/", "0").hrefs()).containsExactly("/a/");
        assertThat(dav.propfind("/a/", "1").hrefs()).containsExactlyInAnyOrder("/a/", "/a/file", "/a/b/");
        assertThat(dav.propfind("/a/file", "0").hrefs()).containsExactly("/a/file");
        assertThat(dav.propfind("/a/file", "1").hrefs()).containsExactly("/a/file");
    }

    @Test
    @Proves({"DAV-PF-02", "DAV-PF-03"})
    void aWholeTreeIsRefusedWithItsCondition() {
        Answer infinity =
                dav.request("PROPFIND", "/").header("Depth", "infinity").send();
        Answer missing = dav.request("PROPFIND", "/").send();
        for (Answer answer : new Answer[] {infinity, missing}) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.conditions()).containsExactly("propfind-finite-depth");
        }
    }

    @Test
    @Proves("DAV-PF-03")
    void aFileHasNoTree() {
        dav.put("/file", "x");
        assertThat(dav.request("PROPFIND", "/file").send().multiStatus().hrefs())
                .containsExactly("/file");
        assertThat(dav.propfind("/file", "infinity").hrefs()).containsExactly("/file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1", "one", "0,1", "1, noroot", ""})
    @Proves("DAV-PF-04")
    void otherDepthsAreRefused(String depth) {
        assertThat(dav.request("PROPFIND", "/").header("Depth", depth).send().status())
                .isEqualTo(400);
    }

    @Test
    @Proves("DAV-PF-04")
    void depthIgnoresCase() {
        Answer answer = dav.request("PROPFIND", "/").header("Depth", "INFINITY").send();
        assertThat(answer.conditions()).containsExactly("propfind-finite-depth");
    }

    @Test
    @Proves("DAV-PF-05")
    void noBodyMeansAllprop() {
        dav.put("/file", "x");
        dav.setProperty("/file", "mine", "yes");
        MultiStatusView empty = dav.propfind("/file", "0");
        MultiStatusView asked = dav.propfindBody("/file", "0", "<D:allprop/>").multiStatus();
        assertThat(empty.only().names(200))
                .containsExactlyInAnyOrderElementsOf(asked.only().names(200))
                .contains("{DAV:}getetag", "{DAV:}resourcetype", "{urn:x}mine");
    }

    @Test
    @Proves({"DAV-PF-06", "DAV-PF-07"})
    void eachNameComesBackOnce() {
        dav.put("/file", "x");
        dav.setProperty("/file", "mine", "yes");
        MultiStatusView.Response file = dav.propfind(
                        "/file",
                        "0",
                        "<D:getetag/><x:mine/><x:never/><D:never/><D:getetag/><none xmlns=''/><D:quota-used-bytes/>")
                .only();
        assertThat(file.names(200)).containsExactlyInAnyOrder("{DAV:}getetag", "{urn:x}mine", "{DAV:}quota-used-bytes");
        assertThat(file.names(404)).containsExactlyInAnyOrder("{urn:x}never", "{DAV:}never", "{}none");
        assertThat(file.element("{urn:x}never").hasChildNodes()).isFalse();
        assertThat(file.propstats()).hasSize(2);
        assertThat(file.propstats().get(0).status()).isEqualTo(200);
    }

    @Test
    @Proves("DAV-PF-07")
    void onlyUnknownNames() {
        MultiStatusView.Response root = dav.propfind("/", "0", "<x:never/>").only();
        assertThat(root.names(404)).containsExactly("{urn:x}never");
        assertThat(root.propstats()).hasSize(1);
    }

    @Test
    @Proves("DAV-PF-08")
    void allpropLeavesTheCostlyOnesOut() {
        dav.put("/file", "x");
        assertThat(dav.propfind("/file", "0").only().names(200))
                .contains(
                        "{DAV:}getcontentlength",
                        "{DAV:}getcontenttype",
                        "{DAV:}getetag",
                        "{DAV:}getlastmodified",
                        "{DAV:}lockdiscovery",
                        "{DAV:}resourcetype",
                        "{DAV:}supportedlock")
                .matches(names -> names.contains("{DAV:}creationdate") == storage.knowsCreation(), "creationdate");
        for (String path : new String[] {"/", "/file"}) {
            MultiStatusView.Response response = dav.propfind(path, "0").only();
            assertThat(response.propstats()).hasSize(1);
            assertThat(response.names(200)).noneMatch(name -> name.startsWith("{DAV:}quota-"));
        }
    }

    @Test
    @Proves("DAV-PF-09")
    void includeAddsToAllprop() {
        dav.put("/file", "x");
        dav.setProperty("/file", "mine", "yes");
        MultiStatusView.Response file = dav.propfindBody(
                        "/file",
                        "0",
                        "<D:allprop/><D:include><D:quota-available-bytes/><D:getetag/><x:mine/><x:never/></D:include>")
                .multiStatus()
                .only();
        assertThat(file.names(200))
                .contains("{DAV:}quota-available-bytes", "{DAV:}getetag", "{DAV:}resourcetype", "{urn:x}mine")
                .doesNotHaveDuplicates();
        assertThat(file.names(404)).containsExactly("{urn:x}never");
    }

    @Test
    @Proves("DAV-PF-10")
    void propnameShowsNamesWithoutValues() {
        dav.put("/file", "x");
        dav.setProperty("/file", "mine", "<x:deep>yes</x:deep>");
        MultiStatusView.Response file =
                dav.propfindBody("/file", "0", "<D:propname/>").multiStatus().only();
        assertThat(file.propstats()).hasSize(1);
        assertThat(file.names(200))
                .contains("{urn:x}mine", "{DAV:}getetag", "{DAV:}quota-available-bytes", "{DAV:}quota-used-bytes")
                .doesNotHaveDuplicates();
        assertThat(file.propstats().get(0).properties()).allMatch(element -> !element.hasChildNodes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<D:propfind xmlns:D='DAV:'>",
                "<D:propfind xmlns:D='DAV:'><D:prop><x:a/></D:prop></D:propfind>",
                "<D:propfind xmlns:D='DAV:'><D:prop><x:a xmlns:x=''/></D:prop></D:propfind>",
                "{\"propfind\": {}}",
                "<D:propfind xmlns:D='DAV:'/>trailing"
            })
    @Proves("DAV-PF-11")
    void malformedBodiesAreRefused(String body) {
        assertThat(propfind(body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<D:propertyupdate xmlns:D='DAV:'><D:prop/></D:propertyupdate>",
                "<propfind><prop/></propfind>",
                "<D:propfind xmlns:D='DAV:'><D:prop/><D:allprop/></D:propfind>",
                "<D:propfind xmlns:D='DAV:'><D:propname/><D:prop/></D:propfind>",
                "<D:propfind xmlns:D='DAV:'><D:propname/><D:allprop/></D:propfind>",
                "<D:propfind xmlns:D='DAV:'/>"
            })
    @Proves("DAV-PF-12")
    void whatAsksForNothingOrForTwoThingsIsRefused(String body) {
        assertThat(propfind(body).status()).isEqualTo(400);
    }

    private Answer propfind(String body) {
        return dav.request("PROPFIND", "/").header("Depth", "0").xml(body).send();
    }

    @Test
    @Proves("DAV-PF-13")
    void unknownElementsAreIgnoredWithAllTheyHold() {
        Answer answer = dav.propfindBody(
                "/",
                "0",
                "<x:extension><D:allprop/><D:prop><D:getetag/></D:prop></x:extension>"
                        + "<D:prop x:hint='1'><D:resourcetype x:hint='2'><x:inside/></D:resourcetype></D:prop><D:future/>");
        assertThat(answer.multiStatus().only().names(200)).containsExactly("{DAV:}resourcetype");
    }

    @Test
    @Proves("DAV-PF-14")
    void theAnswerIsXmlInUtf8() {
        dav.put("/%C3%BC", "x");
        Answer answer = dav.request("PROPFIND", "/").header("Depth", "1").send();
        assertThat(answer.require("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        assertThat(answer.multiStatus().hrefs()).contains("/%C3%BC");
        assertThat(answer.text()).doesNotContain("\n", "> <");
    }

    @Test
    @Proves({"DAV-PF-15", "DAV-URL-02", "DAV-URL-03"})
    void theTargetComesFirstAndEachHrefOnce() {
        dav.mkcol("/a/");
        for (int i = 0; i < 50; i++) {
            dav.put("/a/" + i, "x");
        }
        for (String path : new String[] {"/a/", "/a"}) {
            MultiStatusView answer = dav.propfind(path, "1");
            assertThat(answer.hrefs()).doesNotHaveDuplicates().hasSize(51).startsWith("/a/");
        }
    }

    @Test
    @Proves("DAV-URL-04")
    void aCollectionWithoutItsSlashIsServedAsOne() {
        dav.mkcol("/a/");
        Answer answer = dav.request("PROPFIND", "/a").header("Depth", "0").send();
        assertThat(answer.multiStatus().hrefs()).containsExactly("/a/");
        assertThat(answer.require("Content-Location")).isEqualTo("/a/");
    }

    @Test
    @Proves("DAV-PF-16")
    void whatIsNotThereIsAPlain404() {
        assertThat(dav.request("PROPFIND", "/nothing")
                        .header("Depth", "0")
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(dav.propfindBody("/nothing", "1", "<D:allprop/>").status()).isEqualTo(404);
    }
}
