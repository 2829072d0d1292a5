package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** One refusal in the forms, words and languages that clients ask for. */
final class RefusalFormsIT {
    private static final int ROOM = 1_000_000;
    private static final String FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final String LOCKINFO = "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
            + "<D:locktype><D:write/></D:locktype></D:lockinfo>";

    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        restart(Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void restart(Map<Setting, String> settings) {
        if (server != null) {
            server.close();
        }
        server = TestServer.start(settings, clock -> new MemoryStorage(ROOM, clock));
        dav = server.dav();
    }

    private void fill() {
        assertThat(dav.put("/old", "x".repeat(ROOM)).status()).isEqualTo(201);
    }

    /** A request that finds no room, of each method that can. */
    private Dav.Request refused(String method) {
        Dav.Request request = dav.request(method, method.equals("COPY") ? "/old" : "/new");
        return switch (method) {
            case "PUT" -> request.body("x");
            case "COPY" -> request.destination("/new");
            case "LOCK" -> request.xml(LOCKINFO);
            default -> request;
        };
    }

    private static JsonNode json(Answer answer) {
        try {
            assertThat(answer.require("Content-Type")).isEqualTo("application/problem+json");
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.toString(), e);
        }
    }

    private static void assertHeaders(Answer answer) {
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
        assertThat(answer.require("Vary")).isEqualTo("Accept, Accept-Language");
        assertThat(answer.require("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.require("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.require("Content-Length")).isEqualTo("" + answer.body().length);
        assertThat(answer.body()).hasSizeBetween(1, 4095);
        assertThat(answer.header("Retry-After")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "MKCOL", "COPY", "LOCK"})
    @Proves({"S507-BODY-02", "S507-BODY-06", "S507-BODY-07", "S507-BODY-08"})
    void everyMethodAnswersInEveryForm(String method) {
        fill();
        String href = method.equals("MKCOL") ? "/new/" : "/new";
        for (String accept : List.of("*/*", "application/xml", "text/html, */*", "image/png")) {
            Answer answer = refused(method).header("Accept", accept).send();
            assertHeaders(answer);
            NoRoom.assertRefused(answer, href);
            assertThat(NoRoom.condition(answer).getTextContent()).matches("\\d*(volume|floor)");
        }
        Answer json = refused(method).header("Accept", "application/json").send();
        assertHeaders(json);
        assertThat(json(json).get("type").asText()).isEqualTo("urn:headroom:problem:sufficient-disk-space");
        assertThat(json(json).get("status").asInt()).isEqualTo(507);
        assertThat(json(json).get("instance").asText()).isEqualTo(method.equals("COPY") ? "/old" : "/new");
        assertThat(json(json).get("availableBytes").asLong()).isZero();
        assertThat(json(json).get("limitKind").asText()).isIn("volume", "floor");
        assertThat(json(json).get("whatToDo").asText()).startsWith("Delete files");
        Answer page = refused(method).header("Accept", FIREFOX).send();
        assertHeaders(page);
        assertThat(page.require("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.require("Content-Security-Policy")).startsWith("default-src 'none'; style-src 'sha256-");
        assertThat(page.text())
                .contains("<h1>There is no room for this</h1>")
                .contains("<a href=\"/\">")
                .contains("507 Insufficient Storage");
    }

    @Test
    @Proves({"S507-BODY-01", "S507-BODY-04"})
    void figuresAreTheSameInEveryForm() {
        Answer xml = dav.put("/new", "x".repeat(1_500_000));
        assertThat(NoRoom.condition(xml).getTextContent()).startsWith("1500000" + ROOM + "500000");
        JsonNode json = json(dav.request("PUT", "/new")
                .header("Accept", "application/problem+json")
                .body("x".repeat(1_500_000))
                .send());
        assertThat(json.get("neededBytes").asLong()).isEqualTo(1_500_000);
        assertThat(json.get("availableBytes").asLong()).isEqualTo(ROOM);
        assertThat(json.get("missingBytes").asLong()).isEqualTo(500_000);
        Answer page = dav.request("PUT", "/%3Cb%3E")
                .header("Accept", "text/html")
                .body("x".repeat(1_500_000))
                .send();
        assertThat(page.text())
                .contains("<td>1,500,000 bytes</td>")
                .contains("<td>500,000 bytes</td>")
                .doesNotContain("<b>");
    }

    @Test
    @Proves("S507-BODY-06")
    void acceptInSeveralLinesIsOneList() throws IOException {
        fill();
        try (RawClient client = server.raw()) {
            Answer answer = client.send(("MKCOL /new HTTP/1.1\r\nHost: " + server.authority()
                                    + "\r\nAccept: application/xml;q=0.1\r\nAccept: application/json\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII))
                    .read("MKCOL");
            assertThat(json(answer).get("status").asInt()).isEqualTo(507);
        }
    }

    @Test
    @Proves("S507-BODY-10")
    void preferMinimalKeepsTheBody() {
        fill();
        for (String method : List.of("PUT", "MKCOL", "COPY", "LOCK")) {
            Answer answer = refused(method).header("Prefer", "return=minimal").send();
            assertHeaders(answer);
            assertThat(NoRoom.condition(answer).getLocalName()).isEqualTo("sufficient-disk-space");
        }
    }

    @Test
    @Proves("S507-BODY-05")
    void languageIsTheClients() {
        fill();
        Answer german =
                refused("PUT").header("Accept-Language", "de-AT, en;q=0.5").send();
        assertThat(german.require("Content-Language")).isEqualTo("de");
        assertThat(german.text()).contains("Nicht gespeichert: ").contains("die Verwaltung dieses Servers");
        Answer french = refused("PUT").header("Accept-Language", "fr").send();
        assertThat(french.require("Content-Language")).isEqualTo("en");
        assertThat(french.text()).contains("Not stored: ");
        Answer page = refused("MKCOL")
                .header("Accept", "text/html")
                .header("Accept-Language", "de")
                .send();
        assertThat(page.text()).contains("<html lang=\"de\">").contains("Was Sie tun können");
    }

    @Test
    @Proves("S507-BODY-05")
    void wordsAndWhomToAskAreSettings(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("messages_fr.properties"), "room.limit.volume.bytes=Le disque de {limit} est plein.\n");
        restart(Map.of(Setting.MESSAGES, folder.toString(), Setting.CONTACT, "admin@example.org"));
        fill();
        Answer answer = refused("PUT").header("Accept-Language", "fr-CA").send();
        assertThat(answer.require("Content-Language")).isEqualTo("fr");
        assertThat(answer.text()).contains("Le disque de 976,6 KiB est plein.").contains("ask admin@example.org");
    }

    @Test
    @Proves({"S507-PP-01", "S507-BODY-05"})
    void proppatchTellsItInThePropstat() {
        fill();
        Answer answer = dav.request("PROPPATCH", "/old")
                .header("Accept", "application/json")
                .header("Accept-Language", "de")
                .update("<D:set><D:prop><x:p>value</x:p></D:prop></D:set>")
                .send();
        MultiStatusView.Propstat refused =
                answer.multiStatus().only().of("{urn:x}p").orElseThrow();
        assertThat(refused.status()).isEqualTo(507);
        assertThat(refused.conditions()).containsExactly("sufficient-disk-space");
        assertThat(answer.text())
                .containsPattern("<h:limit-kind>(volume|floor)</h:limit-kind>")
                .contains("<D:responsedescription>Nicht gespeichert: ");
    }

    @Test
    @Proves("S507-BODY-09")
    void rootOfXmlIsASetting() {
        String mirall = "Mozilla/5.0 (Linux) mirall/3.13.0";
        fill();
        Answer standard = refused("PUT")
                .header("User-Agent", mirall)
                .header("Accept-Language", "de")
                .send();
        assertThat(MultiStatusView.root(standard.body()).getLocalName()).isEqualTo("multistatus");
        assertThat(standard.require("OC-ErrorString"))
                .startsWith("Nicht gespeichert: ")
                .contains("Löschen Sie");
        assertThat(refused("PUT").send().header("OC-ErrorString")).isEmpty();

        restart(Map.of(Setting.ROOM_ANSWER, "auto"));
        fill();
        Answer auto = refused("PUT").header("User-Agent", mirall).send();
        Element root = MultiStatusView.root(auto.body());
        assertThat(MultiStatusView.nameOf(root)).isEqualTo("{DAV:}error");
        assertThat(auto.conditions()).contains("sufficient-disk-space");
        assertThat(MultiStatusView.children(root).get(1).getLocalName()).isEqualTo("message");
        NoRoom.assertRefused(refused("PUT").send(), "/new");

        restart(Map.of(Setting.ROOM_ANSWER, "error"));
        fill();
        assertThat(MultiStatusView.nameOf(
                        MultiStatusView.root(refused("PUT").send().body())))
                .isEqualTo("{DAV:}error");
    }

    @Test
    @Proves({"QUOTA-ERR-01", "S507-BODY-04", "S507-BODY-07"})
    void quotaIsNamedWithItsRootInEveryForm() {
        restart(Map.of(Setting.QUOTA, "/my team=300KiB", Setting.PATH_PREFIX, "/dav"));
        assertThat(dav.mkcol("/my%20team").status()).isEqualTo(201);
        assertThat(dav.put("/my%20team/old", "x".repeat(204_800)).status()).isEqualTo(201);
        Answer xml = dav.put("/my%20team/new", "x".repeat(204_800));
        assertThat(NoRoom.condition(xml).getLocalName()).isEqualTo("quota-not-exceeded");
        assertThat(xml.text())
                .contains("<h:needed-bytes>204800</h:needed-bytes><h:available-bytes>102400</h:available-bytes>"
                        + "<h:missing-bytes>102400</h:missing-bytes><h:limit-bytes>307200</h:limit-bytes>"
                        + "<h:used-bytes>204800</h:used-bytes>")
                .contains("<h:quota-root><D:href>/dav/my%20team/</D:href></h:quota-root>"
                        + "<h:limit-kind>quota</h:limit-kind>")
                .contains("The limit of /my team is 300.0 KiB, and 200.0 KiB of it is used.");
        JsonNode json = json(dav.request("PUT", "/my%20team/new")
                .header("Accept", "application/json")
                .body("x".repeat(204_800))
                .send());
        assertThat(json.get("type").asText()).isEqualTo("urn:headroom:problem:quota-not-exceeded");
        assertThat(json.get("quotaRoot").asText()).isEqualTo("/dav/my%20team/");
        assertThat(json.get("instance").asText()).isEqualTo("/dav/my%20team/new");
        Answer page = dav.request("PUT", "/my%20team/new")
                .header("Accept", FIREFOX)
                .body("x".repeat(204_800))
                .send();
        assertThat(page.text())
                .contains("<h1>This does not fit into the storage allowance</h1>")
                .contains("<a href=\"/dav/my%20team/\">Back to /my team</a>");
    }

    @Test
    @Proves("S507-PUT-06")
    void largerThanTheWholeQuotaSaysThatNoCleanUpHelps() {
        restart(Map.of(Setting.QUOTA, "/=300KiB"));
        Answer answer = dav.put("/new", "x".repeat(307_201));
        assertThat(NoRoom.condition(answer).getLocalName()).isEqualTo("quota-not-exceeded");
        assertThat(answer.text())
                .contains("No clean-up can make this fit: it is larger than the whole limit of 300.0 KiB.")
                .contains("The limit of the whole share is 300.0 KiB");
    }

    @Test
    @Proves({"QUOTA-ERR-01", "S507-MK-01"})
    void entriesOfAQuotaAreCountedInEveryMethod() {
        restart(Map.of(Setting.QUOTA, "/=entries=1"));
        assertThat(dav.put("/old", "x").status()).isEqualTo(201);
        for (String method : List.of("PUT", "MKCOL", "COPY", "LOCK")) {
            Answer answer = refused(method).send();
            assertThat(answer.status()).as(method).isEqualTo(507);
            assertThat(answer.text())
                    .as(method)
                    .contains("<D:quota-not-exceeded><h:needed-entries>1</h:needed-entries>"
                            + "<h:available-entries>0</h:available-entries><h:missing-entries>1</h:missing-entries>"
                            + "<h:limit-entries>1</h:limit-entries>")
                    .contains("Not stored: no more files or folders may be made here.");
        }
    }

    @Test
    @Proves({"S507-413-01", "S507-413-02"})
    void fixedLimitIs413BeforeTheBodyAndBeforeTheRoom() throws IOException {
        restart(Map.of(Setting.LARGEST_FILE, "300KiB"));
        for (long length : new long[] {307_201, 2_000_000}) {
            try (RawClient client = server.raw()) {
                // No byte of the body is sent, and no 100 comes before the refusal.
                Answer answer = client.send(("PUT /new HTTP/1.1\r\nHost: " + server.authority()
                                        + "\r\nExpect: 100-continue\r\nContent-Length: " + length + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII))
                        .read("PUT");
                assertThat(answer.status()).isEqualTo(413);
                Element root = MultiStatusView.root(answer.body());
                assertThat(MultiStatusView.nameOf(root)).isEqualTo("{DAV:}error");
                Element condition = MultiStatusView.children(root).get(0);
                assertThat(MultiStatusView.nameOf(condition)).isEqualTo("{urn:headroom:capacity}largest-file");
                assertThat(condition.getTextContent()).isEqualTo("307200");
                assertThat(answer.text()).contains("No file may be larger than 300.0 KiB here.");
            }
        }
        assertThat(dav.put("/new", "x".repeat(307_200)).status()).isEqualTo(201);
        Answer json = dav.request("PUT", "/other")
                .header("Accept", "application/json")
                .body("x".repeat(307_201))
                .send();
        assertThat(json(json).get("limitBytes").asLong()).isEqualTo(307_200);
        assertThat(json(json).get("type").asText()).isEqualTo("urn:headroom:problem:largest-file");
    }

    @Test
    @Proves("S507-413-01")
    void tooMuchXmlNamesItsLimit() {
        Answer answer = dav.request("PROPFIND", "/")
                .header("Depth", "0")
                .xml("<D:propfind xmlns:D='DAV:'>" + " ".repeat(1 << 20) + "</D:propfind>")
                .send();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text())
                .contains("<h:largest-xml-body><h:limit-bytes>1048576</h:limit-bytes></h:largest-xml-body>");
    }

    @Test
    @Proves("S507-BODY-07")
    void otherRefusalsComeInEveryFormToo() {
        assertThat(json(dav.request("GET", "/none")
                                .header("Accept", "application/json")
                                .send())
                        .get("title")
                        .asText())
                .isEqualTo("Not Found");
        assertThat(dav.request("GET", "/none")
                        .header("Accept", FIREFOX)
                        .header("Accept-Language", "de")
                        .send()
                        .text())
                .contains("<h1>404 Not Found</h1>")
                .contains("Unter dieser Adresse gibt es nichts.");
        dav.locked("/held", "0");
        JsonNode locked = json(dav.request("PUT", "/held")
                .header("Accept", "application/json")
                .header("Accept-Language", "de")
                .body("x")
                .send());
        assertThat(locked.get("type").asText()).isEqualTo("urn:headroom:problem:lock-token-submitted");
    }

    @Test
    void headHasTheLengthAndNoBody() {
        for (String accept : List.of("*/*", "application/json", "text/html")) {
            Answer head = dav.request("HEAD", "/none").header("Accept", accept).send();
            Answer get = dav.request("GET", "/none").header("Accept", accept).send();
            assertThat(head.status()).isEqualTo(404);
            assertThat(head.body()).isEmpty();
            assertThat(head.require("Content-Length")).isEqualTo("" + get.body().length);
            assertThat(head.require("Content-Type")).isEqualTo(get.require("Content-Type"));
        }
    }
}
