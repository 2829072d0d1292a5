package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where COPY and MOVE go, and what is refused before anything is touched (RFC 4918 §9.8.5, §9.9.4, §10.3, §10.6). */
final class DestinationIT extends EachStorage {
    @BeforeEach
    void makeFiles() {
        dav.put("/file", "content");
        dav.put("/other", "other");
        dav.mkcol("/folder/");
        dav.put("/folder/member", "member");
    }

    private Answer send(String method, String from, String destination) {
        return dav.request(method, from).header("Destination", destination).send();
    }

    private void nothingChanged() {
        assertThat(dav.propfind("/", "1").hrefs()).containsExactlyInAnyOrder("/", "/file", "/other", "/folder/");
        assertThat(dav.get("/file").text()).isEqualTo("content");
        assertThat(dav.get("/other").text()).isEqualTo("other");
        assertThat(dav.propfind("/folder/", "1").hrefs()).containsExactlyInAnyOrder("/folder/", "/folder/member");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-01")
    void aDestinationIsNeeded(String method) {
        assertThat(dav.request(method, "/file").send().status()).isEqualTo(400);
        assertThat(send(method, "/file", "").status()).isEqualTo(400);
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/n%C3%A4me%20b",
                "http://%s/n%%C3%%A4me%%20b",
                "https://%s/n%%C3%%A4me%%20b",
                "HTTP://%s/n%%c3%%a4me%%20b",
                "webdavs://%s/n%%C3%%A4me%%20b",
                "http://user@%s/n%%C3%%A4me%%20b",
                "https://127.0.0.1/n%C3%A4me%20b",
                "/n\u00E4me%20b"
            })
    @Proves("DAV-CP-02")
    void aDestinationMayBeWrittenInManyWays(String form) {
        String destination = form.contains("%s") ? String.format(form, server.authority()) : form;
        assertThat(send("COPY", "/file", destination).status()).isEqualTo(201);
        assertThat(dav.get("/n%C3%A4me%20b").text()).isEqualTo("content");
        assertThat(send("MOVE", "/other", destination).status()).isEqualTo(204);
        assertThat(dav.get("/n%C3%A4me%20b").text()).isEqualTo("other");
    }

    @Test
    @Proves("DAV-CP-02")
    void theNamesOfAProxyInFrontAreOurs() {
        try (TestServer behind = TestServer.start(
                Map.of(Setting.PUBLIC_HOSTS, "files.example.org", Setting.PATH_PREFIX, "/dav"),
                clock -> new MemoryStorage(Storages.ROOM, clock))) {
            behind.dav().put("/file", "x");
            Answer answer = behind.dav()
                    .request("COPY", "/file")
                    .header("Destination", "https://files.example.org:8443/dav/copy")
                    .send();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.require("Location")).isEqualTo("/dav/copy");
            assertThat(behind.dav()
                            .request("COPY", "/file")
                            .header("Destination", "/outside")
                            .send()
                            .status())
                    .isEqualTo(502);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-03")
    void anotherServerIsRefused(String method) {
        assertThat(send(method, "/file", "http://elsewhere.example/file2").status())
                .isEqualTo(502);
        assertThat(send(method, "/file", "ftp://" + server.authority() + "/file2")
                        .status())
                .isIn(400, 502);
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relative",
                "//",
                "/../file2",
                "/a/%2e%2e/file2",
                "/a%2Fb",
                "/a%00b",
                "/bad%zz",
                "/file2#fragment",
                "/file2?query",
                "http:///file2"
            })
    @Proves({"DAV-CP-02", "DAV-ST-08", "DAV-URL-05"})
    void anUnusableDestinationIsRefused(String destination) {
        assertThat(send("COPY", "/file", destination).status()).isIn(400, 502);
        assertThat(send("MOVE", "/file", destination).status()).isIn(400, 502);
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves({"DAV-CP-04", "DAV-MV-01"})
    void newIs201AndReplacedIs204(String method) {
        Answer created = send(method, "/file", "/new");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.require("Location")).isEqualTo("/new");
        Answer replaced = send(method, "/new", "/other");
        assertThat(replaced.status()).isEqualTo(204);
        assertThat(replaced.header("Location")).isEmpty();
        assertThat(dav.get("/other").text()).isEqualTo("content");
        assertThat(dav.get("/file").status()).isEqualTo(method.equals("COPY") ? 200 : 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves({"DAV-CP-05", "DAV-CP-19"})
    void aMissingParentIsNotMade(String method) {
        assertThat(send(method, "/file", "/no/such").status()).isEqualTo(409);
        assertThat(send(method, "/folder/", "/no/such/").status()).isEqualTo(409);
        assertThat(send(method, "/folder/", "/file/below/").status()).isEqualTo(409);
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves({"DAV-CP-06", "DAV-MV-01", "DAV-CP-19"})
    void overwriteMayBeForbidden(String method) {
        for (String[] pair : new String[][] {{"/file", "/other"}, {"/file", "/folder"}, {"/folder/", "/file"}}) {
            Answer answer = dav.request(method, pair[0])
                    .destination(pair[1])
                    .header("Overwrite", "F")
                    .send();
            assertThat(answer.status()).isEqualTo(412);
        }
        nothingChanged();
        Answer free = dav.request(method, "/file")
                .destination("/new")
                .header("Overwrite", "F")
                .send();
        assertThat(free.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-07")
    void overwriteIsTOrF(String method) {
        for (String wrong : new String[] {"false", "TF", "0", ""}) {
            Answer answer = dav.request(method, "/file")
                    .destination("/new")
                    .header("Overwrite", wrong)
                    .send();
            assertThat(answer.status()).isEqualTo(400);
        }
        nothingChanged();
        assertThat(dav.request(method, "/file")
                        .destination("/other")
                        .header("Overwrite", "T")
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-08")
    void ontoItselfIsForbidden(String method) {
        assertThat(send(method, "/file", "/file").status()).isEqualTo(403);
        assertThat(send(method, "/file", "/%66ile").status()).isEqualTo(403);
        assertThat(send(method, "/folder/", "/folder").status()).isEqualTo(403);
        assertThat(send(method, "/folder", "/folder/").status()).isEqualTo(403);
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-09")
    void intoItselfIsForbidden(String method) {
        assertThat(send(method, "/folder/", "/folder/inside/").status()).isEqualTo(403);
        assertThat(send(method, "/folder/", "/folder/member").status()).isEqualTo(403);
        assertThat(send(method, "/folder/member", "/folder/").status()).isEqualTo(403);
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-09")
    void aNameThatOnlyStartsTheSameIsNoMember(String method) {
        assertThat(send(method, "/folder/", "/folder2/").status()).isEqualTo(201);
        assertThat(dav.get("/folder2/member").text()).isEqualTo("member");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves({"DAV-CP-01", "DAV-CP-19"})
    void aMissingSourceIsNotFound(String method) {
        assertThat(send(method, "/nothing", "/other").status()).isEqualTo(404);
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-XML-05")
    void aBodyIsRefused(String method) {
        assertThat(dav.request(method, "/file")
                        .destination("/new")
                        .xml("<x/>")
                        .send()
                        .status())
                .isEqualTo(415);
        nothingChanged();
    }
}
