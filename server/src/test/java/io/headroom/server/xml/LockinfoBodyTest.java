package io.headroom.server.xml;

import static io.headroom.server.failure.Refusals.assertRefused;
import static io.headroom.server.xml.Bodies.READER;
import static io.headroom.server.xml.Bodies.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.xml.LockinfoBody.Scope;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockinfoBodyTest {
    private static final String WRITE = "<D:locktype><D:write/></D:locktype>";
    private static final String EXCLUSIVE = "<D:lockscope><D:exclusive/></D:lockscope>";

    private static Optional<LockinfoBody> parse(String text) throws IOException {
        return LockinfoBody.parse(READER, body(text));
    }

    private static Optional<LockinfoBody> inside(String content) throws IOException {
        return parse("<D:lockinfo xmlns:D=\"DAV:\">" + content + "</D:lockinfo>");
    }

    @Test
    @Proves({"DAV-LK-01", "DAV-LK-02"})
    void asksForAScope() throws IOException {
        assertThat(inside(EXCLUSIVE + WRITE)).contains(new LockinfoBody(Scope.EXCLUSIVE, ""));
        assertThat(inside(WRITE + "<D:lockscope><D:shared/></D:lockscope>"))
                .contains(new LockinfoBody(Scope.SHARED, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \r\n"})
    void noBodyIsARefresh(String text) throws IOException {
        assertThat(parse(text)).isEmpty();
    }

    @ParameterizedTest
    @Proves("DAV-LK-05")
    @CsvSource(
            delimiter = '|',
            value = {
                "<D:owner><D:href>http://x/~a</D:href></D:owner> | <D:owner xmlns:D=\"DAV:\"><D:href>http://x/~a</D:href></D:owner>",
                "<D:owner>Jane &amp; Joe</D:owner>               | <D:owner xmlns:D=\"DAV:\">Jane &amp; Joe</D:owner>",
                "<D:owner/>                                      | <D:owner xmlns:D=\"DAV:\"/>",
                "<owner xmlns=\"DAV:\">x<y xmlns=\"\"/></owner>  | <owner xmlns=\"DAV:\">x<y xmlns=\"\"/></owner>",
            })
    void keepsTheOwner(String owner, String kept) throws IOException {
        assertThat(inside(EXCLUSIVE + WRITE + owner)).contains(new LockinfoBody(Scope.EXCLUSIVE, kept));
    }

    @Test
    void ignoresWhatItDoesNotKnow() throws IOException {
        assertThat(inside("<x xmlns=\"urn:x\"><D:lockscope/></x>" + EXCLUSIVE + WRITE + "<D:more/>"))
                .contains(new LockinfoBody(Scope.EXCLUSIVE, ""));
    }

    @ParameterizedTest
    @Proves({"DAV-LK-24", "DAV-ST-04"})
    @ValueSource(
            strings = {
                EXCLUSIVE + "<D:locktype><D:read/></D:locktype>",
                EXCLUSIVE + "<D:locktype><write xmlns=\"urn:x\"/></D:locktype>",
                "<D:lockscope><D:most/></D:lockscope>" + WRITE,
                "<D:lockscope><exclusive/></D:lockscope>" + WRITE,
                "<D:lockscope><D:exclusive/><D:shared/></D:lockscope>" + WRITE,
            })
    void refusesOtherLocks(String content) {
        assertRefused(422, () -> inside(content));
    }

    @ParameterizedTest
    @Proves("DAV-LK-24")
    @ValueSource(
            strings = {
                "",
                EXCLUSIVE,
                WRITE,
                "<D:owner/>",
                EXCLUSIVE + EXCLUSIVE + WRITE,
                EXCLUSIVE + WRITE + WRITE,
                EXCLUSIVE + "<D:locktype/>",
                "<D:lockscope/>" + WRITE,
                EXCLUSIVE + WRITE + "<D:owner>",
            })
    void refusesWhatIsMalformed(String content) {
        assertRefused(400, () -> inside(content));
    }

    @Test
    @Proves("DAV-LK-24")
    void refusesAnotherRoot() {
        assertRefused(400, () -> parse("<lockinfo>" + "</lockinfo>"));
        assertRefused(400, () -> parse("<D:lock xmlns:D=\"DAV:\">" + EXCLUSIVE + WRITE + "</D:lock>"));
    }

    @Test
    void theOwnerIsLimited() throws IOException {
        assertThat(inside(EXCLUSIVE + WRITE + "<D:owner>" + "x".repeat(16_000) + "</D:owner>"))
                .isPresent();
        assertRefused(400, () -> inside(EXCLUSIVE + WRITE + "<D:owner>" + "x".repeat(17_000) + "</D:owner>"));
    }
}
