package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** What a 507 says. */
final class NoRoomBodyIT {
    private static final int ROOM = 1_000_000;
    private static final String OURS = "urn:headroom:capacity";

    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(ROOM);
        dav = server.dav();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer refused(String path) {
        return dav.put(path, "x".repeat(1_500_000));
    }

    @Test
    @Proves({"S507-BODY-01", "S507-BODY-04", "QUOTA-ERR-02"})
    void multistatusNamesTheResourceTheConditionAndTheFigures() {
        Answer answer = refused("/file");
        Element root = MultiStatusView.root(answer.body());
        assertThat(MultiStatusView.nameOf(root)).isEqualTo("{DAV:}multistatus");
        List<Element> responses = MultiStatusView.children(root, "response");
        assertThat(responses).hasSize(1);
        assertThat(MultiStatusView.children(responses.get(0)).stream().map(MultiStatusView::nameOf))
                .containsExactly("{DAV:}href", "{DAV:}status", "{DAV:}error", "{DAV:}responsedescription");
        assertThat(MultiStatusView.children(root, "responsedescription")).hasSize(1);
        assertThat(MultiStatusView.children(responses.get(0), "status").get(0).getTextContent())
                .isEqualTo("HTTP/1.1 507 Insufficient Storage");

        Element condition = NoRoom.condition(answer);
        assertThat(MultiStatusView.nameOf(condition)).isEqualTo("{DAV:}sufficient-disk-space");
        assertThat(MultiStatusView.children(condition).stream().map(MultiStatusView::nameOf))
                .startsWith(
                        "{" + OURS + "}needed-bytes", "{" + OURS + "}available-bytes", "{" + OURS + "}missing-bytes")
                .endsWith("{" + OURS + "}limit-kind");
        assertThat(MultiStatusView.children(condition).stream().map(Element::getTextContent))
                .startsWith("1500000", "" + ROOM, "500000")
                .endsWith("volume");
    }

    @Test
    @Proves({"S507-BODY-02", "S507-BODY-08", "HTTP-CACHE-01"})
    void headersSayWhatItIsAndThatNobodyKeepsIt() {
        Answer answer = refused("/file");
        assertThat(answer.require("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        assertThat(answer.require("Content-Length")).isEqualTo("" + answer.body().length);
        assertThat(answer.header("Transfer-Encoding")).isEmpty();
        assertThat(answer.body()).hasSizeLessThan(4096);
        assertThat(answer.require("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.require("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Server")).isEmpty();
    }

    @Test
    @Proves("S507-BODY-02")
    void longNamesStillFitTwoPackets() {
        String name = "%F0%9F%92%BE".repeat(63);
        Answer answer = refused("/" + name);
        NoRoom.assertRefused(answer, "/" + name);
        assertThat(answer.body()).hasSizeLessThan(4096);
    }

    @ParameterizedTest
    @Proves({"S507-BODY-03", "DAV-URL-01", "DAV-URL-02"})
    @ValueSource(
            strings = {"/plain", "/with%20space", "/100%25", "/a%26b%3Cc", "/%C3%A9t%C3%A9", "/q%3Fm%23", "/a%2Bb"})
    void hrefIsTheUrlThatCouldNotBeStored(String path) {
        NoRoom.assertRefused(refused(path), path);
    }

    @Test
    @Proves({"S507-BODY-01", "S507-BODY-08"})
    void sentencesAreForPeopleAndGiveNothingAway() {
        dav.put("/half", "x".repeat(ROOM / 2));
        String text = dav.put("/file", "x".repeat(600_000)).text();
        assertThat(text)
                .contains("Not stored: this needs 585.9 KiB, but there is room for 488.2 KiB only.")
                .contains("Delete files")
                .doesNotContain("Exception")
                .doesNotContain("io.headroom")
                .doesNotContain(System.getProperty("user.dir"));
    }

    @Test
    @Proves("DAV-PC-04")
    void nothingOfOursIsInTheNamespaceOfDav() {
        Element root = MultiStatusView.root(refused("/file").body());
        assertThat(namesInDav(root))
                .containsOnly(
                        "multistatus",
                        "response",
                        "href",
                        "status",
                        "error",
                        "responsedescription",
                        "sufficient-disk-space");
    }

    private static List<String> namesInDav(Element element) {
        Stream<String> own =
                "DAV:".equals(element.getNamespaceURI()) ? Stream.of(element.getLocalName()) : Stream.empty();
        return Stream.concat(
                        own, MultiStatusView.children(element).stream().flatMap(child -> namesInDav(child).stream()))
                .toList();
    }
}
