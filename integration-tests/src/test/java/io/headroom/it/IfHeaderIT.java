package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The If header (RFC 4918 §10.4): whether it holds (412) and whether the needed tokens were submitted (423). */
final class IfHeaderIT extends EachStorage {
    private static final String UNKNOWN = "<urn:uuid:00000000-0000-4000-8000-000000000000>";

    private String token;
    private String etag;

    @BeforeEach
    void lockAFile() {
        dav.put("/locked", "x");
        token = dav.locked("/locked", "0");
        etag = dav.head("/locked").require("ETag");
        dav.put("/free", "x");
    }

    private int put(String path, String condition) {
        return dav.request("PUT", path).header("If", condition).body("y").send().status();
    }

    /** What an If header on a PUT of the locked file gives; T is the token, E the tag with its quotes. */
    private void assertPut(String condition, int status) {
        String etagNow = dav.head("/locked").require("ETag");
        String written = condition.replace("<T>", token).replace("E", etagNow);
        assertThat(put("/locked", written)).as(condition).isEqualTo(status);
    }

    @Test
    @Proves({"DAV-IF-02", "DAV-IF-08", "DAV-IF-03", "DAV-IF-10", "DAV-IF-11", "EXT-MS-05"})
    void listIsAnAndAndListsAreAnOr() {
        assertPut("(<T>)", 204);
        assertPut("(<T> [E])", 204);
        assertPut("(<T> [\"other\"])", 412);
        assertPut("(<T> [\"other\"]) ([E])", 204);
        assertPut("([\"other\"]) (<T>)", 204);
        assertPut("(<T> Not [\"other\"])", 204);
        assertPut("(<T> Not [E])", 412);
        assertPut("(<T> Not <DAV:no-lock>)", 204);
        assertPut("(<DAV:no-lock> <T>)", 412);
        assertPut("(<DAV:no-lock>) (<T>)", 204);
        assertPut("  ( <T>   [ E ] )  ", 204);
        assertPut("(<T>)([\"other\"])", 204);
    }

    @Test
    @Proves({"DAV-IF-03", "DAV-IF-11"})
    void tokenIsSubmittedWhereverItStands() {
        assertPut("(Not <T>) (Not <DAV:no-lock>)", 204);
        assertPut("(<T> [\"other\"]) (Not <DAV:no-lock>)", 204);
        assertPut("(Not <T>)", 412);
    }

    @Test
    @Proves({"DAV-IF-11", "DAV-IF-03"})
    void trueHeaderWithoutTheTokenIs423AndAFalseOneIs412() {
        assertPut("([E])", 423);
        assertPut("(Not <DAV:no-lock>)", 423);
        assertPut("(" + UNKNOWN + ")", 412);
        assertPut("(" + UNKNOWN + ") (Not <DAV:no-lock>)", 423);
        assertPut("([\"other\"])", 412);
        assertThat(dav.put("/locked", "y").status()).isEqualTo(423);
    }

    @Test
    @Proves("DAV-IF-09")
    void tokenOnWhatIsNotLockedMakesTheConditionFalse() {
        assertThat(put("/free", "(" + token + ")")).isEqualTo(412);
        assertThat(put("/free", "(" + UNKNOWN + ")")).isEqualTo(412);
        assertThat(put("/free", "(Not " + token + ")")).isEqualTo(204);
    }

    @Test
    @Proves({"DAV-IF-07", "DAV-IF-13"})
    void onAnUnmappedUrlEveryStateIsAbsent() {
        assertThat(put("/new1", "([\"tag\"])")).isEqualTo(412);
        assertThat(put("/new2", "(" + token + ")")).isEqualTo(412);
        assertThat(put("/new3", "(Not [\"tag\"])")).isEqualTo(201);
        assertThat(put("/new4", "(Not " + token + " Not [W/\"tag\"])")).isEqualTo(201);
    }

    @Test
    @Proves("DAV-IF-04")
    void untaggedListsSpeakOfTheRequestUriOnly() {
        dav.mkcol("/folder");
        String parent = dav.locked("/folder/", "0");
        // The parent's token is needed, but the resource itself is not in the scope of that lock.
        assertThat(put("/folder/new", "(" + parent + ")")).isEqualTo(412);
        assertThat(put("/folder/new", "</folder/> (" + parent + ")")).isEqualTo(201);
        assertThat(dav.request("COPY", "/free")
                        .header("If", "(" + token + ")")
                        .destination("/locked")
                        .send()
                        .status())
                .isEqualTo(412);
        assertThat(dav.request("COPY", "/free")
                        .header("If", "</locked> (" + token + ")")
                        .destination("/locked")
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    @Proves({"DAV-IF-05", "DAV-IF-02"})
    void tagsMayBeAnyUrlOfOursAndForeignOnesHaveNoState() {
        assertThat(put("/locked", "<" + dav.url("/locked") + "> (" + token + ")"))
                .isEqualTo(204);
        assertThat(put("/locked", "</locked> (" + token + ")")).isEqualTo(204);
        assertThat(put("/locked", "<http://other.example/locked> (" + token + ")"))
                .isEqualTo(412);
        assertThat(put("/locked", "<http://other.example/x> (Not <DAV:no-lock>) </locked> (" + token + ")"))
                .isEqualTo(204);
        assertThat(put("/locked", "</free> ([\"other\"]) </locked> (" + token + ")"))
                .isEqualTo(204);
        assertThat(put(
                        "/free",
                        "</locked> (" + token + " [" + dav.head("/locked").require("ETag") + "])"))
                .isEqualTo(204);
        assertThat(put("/free", "</none> ([\"tag\"])")).isEqualTo(412);
    }

    @Test
    @Proves("DAV-IF-06")
    void tokenMatchesAnywhereInTheScopeOfItsLock() {
        dav.mkcol("/folder");
        dav.mkcol("/folder/sub");
        dav.put("/folder/sub/file", "x");
        String tree = dav.locked("/folder/", "infinity");
        assertThat(put("/folder/sub/file", "(" + tree + ")")).isEqualTo(204);
        assertThat(put("/folder/sub/file", "</folder/sub/> (" + tree + ")")).isEqualTo(204);
        assertThat(put("/folder/sub/file", "</locked> (" + tree + ")")).isEqualTo(412);
    }

    static Stream<String> malformed() {
        return Stream.of(
                "()",
                "(",
                "(<T>",
                "<T>",
                "(T)",
                "([tag])",
                "([\"tag\")",
                "(Not)",
                "</locked>",
                "</locked> (<T>) x",
                "(<T>) </locked> (<T>)",
                "(<>)",
                "</%zz> (<T>)",
                "hello");
    }

    @Test
    @Proves("DAV-IF-01")
    void brokenGrammarIsRefused() {
        malformed()
                .forEach(condition -> assertThat(put("/locked", condition.replace("<T>", token)))
                        .as(condition)
                        .isEqualTo(400));
        assertThat(dav.get("/locked").text()).isEqualTo("x");
    }

    @Test
    @Proves({"DAV-IF-13", "DAV-IF-01"})
    void everyMethodObeysIt() {
        dav.mkcol("/folder");
        String wrong = "([\"other\"])";
        assertThat(dav.request("GET", "/free").header("If", wrong).send().status())
                .isEqualTo(412);
        assertThat(dav.request("HEAD", "/free").header("If", wrong).send().status())
                .isEqualTo(412);
        assertThat(dav.request("GET", "/folder/").header("If", wrong).send().status())
                .isEqualTo(412);
        assertThat(dav.request("PROPFIND", "/free")
                        .header("Depth", "0")
                        .header("If", wrong)
                        .send()
                        .status())
                .isEqualTo(412);
        assertThat(dav.request("MKCOL", "/newcol").header("If", wrong).send().status())
                .isEqualTo(412);
        assertThat(dav.request("DELETE", "/free").header("If", wrong).send().status())
                .isEqualTo(412);
        assertThat(dav.request("COPY", "/free")
                        .header("If", wrong)
                        .destination("/c")
                        .send()
                        .status())
                .isEqualTo(412);
        assertThat(dav.request("MOVE", "/free")
                        .header("If", wrong)
                        .destination("/c")
                        .send()
                        .status())
                .isEqualTo(412);
        assertThat(dav.lock("/free", "0").header("If", wrong).send().status()).isEqualTo(412);
        assertThat(dav.request("UNLOCK", "/locked")
                        .header("If", wrong)
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(412);
        assertThat(dav.request("PROPPATCH", "/free")
                        .header("If", wrong)
                        .update("<D:remove><D:prop><x:a/></D:prop></D:remove>")
                        .send()
                        .status())
                .isEqualTo(412);
        // It selects no representation, so conditions say nothing about it (RFC 9110 §13.2.1).
        assertThat(dav.request("OPTIONS", "/free").header("If", wrong).send().status())
                .isEqualTo(200);
        assertThat(dav.get("/free").text()).isEqualTo("x");
        assertThat(dav.head("/c").status()).isEqualTo(404);
    }

    @Test
    @Proves("DAV-IF-14")
    void lengthAndCountAreLimited() {
        assertThat(put("/free", "(Not <a:b>)".repeat(500))).isEqualTo(431);
        assertThat(put("/free", "(Not <urn:" + "x".repeat(20_000) + ">)")).isEqualTo(431);
        assertThat(put("/free", "(Not <a:b>)".repeat(100))).isEqualTo(204);
    }

    @Test
    @Proves("DAV-IF-08")
    void weakTagsCompareWeakly() {
        assertThat(etag).startsWith("\"");
        assertPut("(<T> [W/E])", 204);
    }
}
