package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Status codes, conditions in error bodies, and the headers that go with them. */
final class StatusIT extends EachStorage {
    @Test
    @Proves({"DAV-ST-09", "HTTP-405-01", "HTTP-TRACE-01", "DAV-OPT-05"})
    void knownMethodsAre405WithAllowAndUnknownOnes501() {
        dav.put("/file", "x");
        dav.mkcol("/folder");
        for (String method : List.of("POST", "PATCH", "REPORT", "SEARCH", "ACL", "BIND", "TRACE", "MKCALENDAR")) {
            Answer answer = dav.request(method, "/file").send();
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.require("Allow").split(", ")).contains("PUT").doesNotContain(method);
        }
        Answer mkcol = dav.mkcol("/file");
        assertThat(mkcol.status()).isEqualTo(405);
        assertThat(mkcol.require("Allow").split(", ")).contains("PUT").doesNotContain("MKCOL");
        Answer put = dav.put("/folder", "x");
        assertThat(put.status()).isEqualTo(405);
        assertThat(put.require("Allow").split(", ")).contains("PROPFIND").doesNotContain("PUT");
        for (String method : List.of("FROBNICATE", "get", "X")) {
            assertThat(dav.request(method, "/file").send().status()).as(method).isEqualTo(501);
        }
    }

    @Test
    @Proves("DAV-ST-06")
    void withoutAConditionNothingIs412() {
        dav.mkcol("/folder");
        dav.put("/file", "x");
        String token = dav.locked("/file", "0");
        List<Answer> refusals = List.of(
                dav.put("/file", "y"),
                dav.mkcol("/folder"),
                dav.put("/none/x", "x"),
                dav.copy("/none", "/x"),
                dav.copy("/folder", "/file"),
                dav.request("UNLOCK", "/folder").header("Lock-Token", token).send(),
                dav.delete("/none"));
        assertThat(refusals).noneMatch(answer -> answer.status() == 412).allMatch(answer -> answer.status() >= 400);
    }

    @Test
    @Proves({"DAV-ST-03", "DAV-ST-07"})
    void nothingIsRedirectedAfterItWasMadeAnd207HasNoLocation() {
        assertThat(dav.put("/file", "x").status()).isEqualTo(201);
        assertThat(dav.mkcol("/folder").status()).isEqualTo(201);
        assertThat(dav.copy("/file", "/copy").status()).isEqualTo(201);
        assertThat(dav.copy("/folder", "/folder2").status()).isEqualTo(201);
        assertThat(dav.lock("/locked", "0").send().status()).isEqualTo(201);
        Answer listing = dav.propfindBody("/folder", "1", "<D:allprop/>");
        assertThat(listing.status()).isEqualTo(207);
        assertThat(listing.header("Location")).isEmpty();
    }

    @ParameterizedTest
    @Proves("DAV-ST-08")
    @ValueSource(strings = {"relative", "", "/%zz", "/../x", "/a#b", "/a?b", "/%00", "/a//b"})
    void unusableDestinationIs400(String destination) {
        dav.put("/file", "x");
        for (String method : List.of("COPY", "MOVE")) {
            assertThat(dav.request(method, "/file")
                            .header("Destination", destination)
                            .send()
                            .status())
                    .as(method)
                    .isEqualTo(400);
        }
        assertThat(dav.get("/file").text()).isEqualTo("x");
    }

    @Test
    @Proves("DAV-ST-08")
    void tooLongDestinationIsTheClientsFault() {
        dav.put("/file", "x");
        int status = dav.request("COPY", "/file")
                .header("Destination", "/" + "x".repeat(9_000))
                .send()
                .status();
        assertThat(status).isIn(400, 431);
    }

    @Test
    @Proves({"DAV-PC-01", "DAV-PC-03", "DAV-PC-04"})
    void conditionsStandInATopLevelErrorElement() {
        dav.mkcol("/folder");
        dav.put("/file", "x");
        String token = dav.locked("/file", "0");
        Answer[] answers = {
            dav.put("/file", "y"),
            dav.lock("/file", "0").send(),
            dav.request("UNLOCK", "/folder").header("Lock-Token", token).send(),
            dav.propfindBody("/folder/", "infinity", "<D:allprop/>"),
            dav.request("PROPFIND", "/file")
                    .header("Depth", "0")
                    .xml("<!DOCTYPE p SYSTEM 'file:///etc/passwd'><p/>")
                    .send()
        };
        String[] conditions = {
            "lock-token-submitted",
            "no-conflicting-lock",
            "lock-token-matches-request-uri",
            "propfind-finite-depth",
            "no-external-entities"
        };
        int[] statuses = {423, 423, 409, 403, 403};
        for (int i = 0; i < answers.length; i++) {
            assertThat(answers[i].status()).as(conditions[i]).isEqualTo(statuses[i]);
            assertThat(answers[i].require("Content-Type")).isEqualTo("application/xml; charset=utf-8");
            assertThat(MultiStatusView.nameOf(MultiStatusView.root(answers[i].body())))
                    .isEqualTo("{DAV:}error");
            assertThat(answers[i].conditions()).containsExactly(conditions[i]);
            assertThat(answers[i].require("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    @Proves({"DAV-PC-02", "DAV-PC-03", "DAV-ST-02"})
    void conditionOfAPropertyStandsInItsPropstat() {
        dav.put("/file", "x");
        Answer answer =
                dav.proppatch("/file", "<D:set><D:prop><D:getetag>\"x\"</D:getetag><x:a>1</x:a></D:prop></D:set>");
        assertThat(answer.status()).isEqualTo(207);
        MultiStatusView.Response response = answer.multiStatus().only();
        assertThat(response.of("getetag").orElseThrow().status()).isEqualTo(403);
        assertThat(response.of("getetag").orElseThrow().conditions())
                .containsExactly("cannot-modify-protected-property");
        assertThat(response.status("{urn:x}a")).isEqualTo(424);
        assertThat(answer.text()).contains("HTTP/1.1 403 Forbidden").contains("HTTP/1.1 424 Failed Dependency");
    }
}
