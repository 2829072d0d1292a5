package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What COPY and MOVE leave at both ends (RFC 4918 §9.8, §9.9). */
final class CopyMoveIT extends EachStorage {
    @BeforeEach
    void makeTree() {
        dav.mkcol("/tree/");
        dav.put("/tree/file", "file");
        dav.mkcol("/tree/inner/");
        dav.put("/tree/inner/deep", "deep");
    }

    private Answer send(String method, String from, String to, String depth) {
        return dav.request(method, from).destination(to).header("Depth", depth).send();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves({"DAV-CP-10", "DAV-CP-12", "DAV-MV-02", "DAV-CP-23"})
    void anOverwrittenCollectionIsReplacedAndNotMerged(String method) {
        dav.mkcol("/old/");
        dav.put("/old/mine", "mine");
        dav.mkcol("/old/inner/");
        dav.put("/old/inner/mine", "mine");
        assertThat(dav.request(method, "/tree/").destination("/old/").send().status())
                .isEqualTo(204);
        assertThat(dav.propfind("/old/", "1").hrefs()).containsExactlyInAnyOrder("/old/", "/old/file", "/old/inner/");
        assertThat(dav.propfind("/old/inner/", "1").hrefs())
                .containsExactlyInAnyOrder("/old/inner/", "/old/inner/deep");
        assertThat(dav.get("/old/inner/deep").text()).isEqualTo("deep");
        assertThat(dav.get("/tree/file").status()).isEqualTo(method.equals("COPY") ? 200 : 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-10")
    void aFileMayReplaceACollectionAndTheOtherWayRound(String method) {
        dav.put("/file", "x");
        assertThat(dav.request(method, "/tree/").destination("/file").send().status())
                .isEqualTo(204);
        assertThat(dav.get("/file/inner/deep").text()).isEqualTo("deep");
        dav.put("/other", "other");
        assertThat(dav.request(method, "/other").destination("/file").send().status())
                .isEqualTo(204);
        assertThat(dav.get("/file").text()).isEqualTo("other");
        assertThat(dav.get("/file/inner/deep").status()).isEqualTo(404);
    }

    @Test
    @Proves("DAV-CP-11")
    void depth0CopiesTheCollectionAlone() {
        dav.setProperty("/tree/", "a", "1");
        dav.setProperty("/tree/file", "a", "2");
        assertThat(send("COPY", "/tree/", "/copy/", "0").status()).isEqualTo(201);
        assertThat(dav.propfind("/copy/", "1").hrefs()).containsExactly("/copy/");
        assertThat(dav.propfind("/copy/", "0").only().text("{urn:x}a")).isEqualTo("1");
        dav.put("/copy/file", "x");
        assertThat(dav.propfind("/copy/file", "0", "<x:a/>").only().status("{urn:x}a"))
                .isEqualTo(404);
    }

    @Test
    @Proves({"DAV-CP-10", "DAV-CP-11"})
    void depth0OverACollectionEmptiesIt() {
        dav.mkcol("/old/");
        dav.put("/old/mine", "mine");
        assertThat(send("COPY", "/tree/", "/old/", "0").status()).isEqualTo(204);
        assertThat(dav.propfind("/old/", "1").hrefs()).containsExactly("/old/");
    }

    @ParameterizedTest
    @CsvSource({"COPY, 1", "COPY, two", "MOVE, 0", "MOVE, 1", "MOVE, two"})
    @Proves({"DAV-CP-12", "DAV-CP-13"})
    void otherDepthsAreRefused(String method, String depth) {
        assertThat(send(method, "/tree/", "/new/", depth).status()).isEqualTo(400);
        assertThat(dav.propfind("/", "1").hrefs()).containsExactlyInAnyOrder("/", "/tree/");
    }

    @ParameterizedTest
    @CsvSource({"COPY, 0", "COPY, 1", "COPY, infinity", "MOVE, 0", "MOVE, 1", "MOVE, infinity"})
    @Proves("DAV-CP-14")
    void depthMeansNothingForAFile(String method, String depth) {
        assertThat(send(method, "/tree/file", "/new", depth).status()).isEqualTo(201);
        assertThat(dav.get("/new").text()).isEqualTo("file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves({"DAV-CP-15", "DAV-MV-02"})
    void deadPropertiesOfAllMembersGoAlong(String method) {
        dav.setProperty("/tree/", "a", "1");
        dav.setProperty("/tree/file", "a", "2");
        dav.setProperty("/tree/inner/deep", "a", "3");
        dav.mkcol("/old/");
        dav.put("/old/file", "x");
        dav.setProperty("/old/file", "b", "old");
        assertThat(dav.request(method, "/tree/").destination("/old/").send().status())
                .isEqualTo(204);
        MultiStatusView level = dav.propfind("/old/", "1");
        assertThat(level.response("/old/").text("{urn:x}a")).isEqualTo("1");
        assertThat(level.response("/old/file").text("{urn:x}a")).isEqualTo("2");
        assertThat(level.response("/old/file").names(200)).doesNotContain("{urn:x}b");
        assertThat(dav.propfind("/old/inner/deep", "0").only().text("{urn:x}a")).isEqualTo("3");
        if (method.equals("COPY")) {
            assertThat(dav.propfind("/tree/file", "0").only().text("{urn:x}a")).isEqualTo("2");
        } else {
            dav.mkcol("/tree/");
            dav.put("/tree/file", "new");
            assertThat(dav.propfind("/tree/file", "0").only().names(200)).doesNotContain("{urn:x}a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-15")
    void theTargetDoesNotKeepPropertiesThatTheSourceNeverHad(String method) {
        dav.put("/old", "x");
        dav.setProperty("/old", "a", "old");
        dav.request(method, "/tree/file").destination("/old").send();
        assertThat(dav.propfind("/old", "0").only().names(200)).doesNotContain("{urn:x}a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-16")
    void livePropertiesStayLive(String method) {
        dav.request(method, "/tree/file").destination("/new").send();
        dav.put("/new", "much longer");
        MultiStatusView.Response file = dav.propfind("/new", "0").only();
        assertThat(file.text("getcontentlength")).isEqualTo("11");
        assertThat(file.names(200)).doesNotHaveDuplicates();
        dav.proppatch("/new", "<D:set><D:prop><D:getcontentlength>1</D:getcontentlength></D:prop></D:set>")
                .multiStatus()
                .requireStatus("getcontentlength", 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-17")
    void theDisplayNameIsKept(String method) {
        dav.proppatch("/tree/file", "<D:set><D:prop><D:displayname>Mine</D:displayname></D:prop></D:set>");
        dav.request(method, "/tree/file").destination("/new").send();
        assertThat(dav.propfind("/new", "0", "<D:displayname/>").only().text("displayname"))
                .isEqualTo("Mine");
    }

    @Test
    @Proves("DAV-CP-17")
    void aMoveKeepsTheTimes() {
        MultiStatusView.Response before = dav.propfind("/tree/file", "0", "<D:creationdate/><D:getlastmodified/>")
                .only();
        server.clock().advance(Duration.ofHours(1));
        dav.move("/tree/file", "/new");
        MultiStatusView.Response after = dav.propfind("/new", "0", "<D:creationdate/><D:getlastmodified/>")
                .only();
        assertThat(after.text("getlastmodified")).isEqualTo(before.text("getlastmodified"));
        if (before.status("creationdate") == 200) {
            assertThat(after.text("creationdate")).isEqualTo(before.text("creationdate"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-24")
    void otherBytesHaveAnotherTag(String method) {
        dav.put("/target", "old!");
        String old = dav.head("/target").require("ETag");
        dav.request(method, "/tree/file").destination("/target").send();
        String first = dav.head("/target").require("ETag");
        assertThat(first).isNotEqualTo(old);
        assertThat(dav.request("GET", "/target")
                        .header("If-None-Match", old)
                        .send()
                        .text())
                .isEqualTo("file");
        dav.put("/again", "news");
        dav.request(method, "/again").destination("/target").send();
        assertThat(dav.head("/target").require("ETag")).isNotIn(old, first);
    }

    @Test
    @Proves("DAV-CP-25")
    void aNameMayChangeItsLetterCaseOnly() {
        assertThat(dav.move("/tree/file", "/tree/FILE").status()).isIn(201, 204);
        assertThat(dav.propfind("/tree/", "1").hrefs()).contains("/tree/FILE").doesNotContain("/tree/file");
        assertThat(dav.get("/tree/FILE").text()).isEqualTo("file");
    }
}
