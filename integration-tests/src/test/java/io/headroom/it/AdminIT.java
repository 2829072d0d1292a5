package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headroom.server.app.Setting;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MemoryStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The administration's port, from the wire. */
class AdminIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path state;

    private final AtomicBoolean broken = new AtomicBoolean();
    private TestServer server;
    private URI admin;
    private String token;

    /** A store that can be made to fail, as a disk that was pulled out. */
    private final class Breakable extends ForwardingStorage {
        Breakable(Storage storage) {
            super(storage);
        }

        @Override
        public Optional<Resource> find(ResourcePath path) {
            if (broken.get()) {
                throw new UnexpectedStorageException(path, new IOException("the disk is gone"));
            }
            return super.find(path);
        }
    }

    @BeforeEach
    void start() throws Exception {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.ADMIN_PORT, "0");
        settings.put(Setting.STATE, state.toString());
        settings.put(Setting.QUOTA, "/fixed=1000\n/inbox=entries=2");
        server = TestServer.start(settings, clock -> new Breakable(new MemoryStorage(100_000, clock)));
        admin = server.admin();
        JsonNode file = JSON.readTree(Files.readAllBytes(state.resolve("admin.json")));
        assertThat(file.path("url").asText()).isEqualTo(admin.toString());
        assertThat(file.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        token = file.path("token").asText();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(state.resolve("admin.json")).doesNotExist();
    }

    /** @param headers whole lines */
    private Answer ask(String method, String target, String body, String... headers) throws IOException {
        String host = String.join("", headers).startsWith("Host:") ? "" : "Host: " + admin.getAuthority() + "\r\n";
        String own = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        try (RawClient connection = new RawClient(admin.getHost(), admin.getPort())) {
            return connection
                    .send(method + " " + target + " HTTP/1.1\r\n" + host + own + "Connection: close\r\nContent-Length: "
                            + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                    .read(method);
        }
    }

    private Answer get(String target) throws IOException {
        return ask("GET", target, "");
    }

    private Answer change(String method, String target, String body) throws IOException {
        return ask(method, target, body, "Authorization: Bearer " + token);
    }

    private static JsonNode json(Answer answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private JsonNode room(String kind, String path) throws IOException {
        for (JsonNode room : json(get("/capacity")).path("rooms")) {
            if (room.path("kind").asText().equals(kind)
                    && room.path("path").asText().equals(path)) {
                return room;
            }
        }
        throw new AssertionError("no " + kind + " " + path);
    }

    private static void assertProblem(Answer answer, int status, String words) throws IOException {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.require("Content-Type")).isEqualTo("application/problem+json");
        assertThat(json(answer).path("title").asText()).contains(words).endsWith(".");
        assertThat(json(answer).path("status").asInt()).isEqualTo(status);
    }

    @Test
    void aServerThatWorksIsHealthyAndReady() throws Exception {
        assertThat(json(get("/health")).path("status").asText()).isEqualTo("ok");
        Answer ready = get("/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(json(ready).path("status").asText()).isEqualTo("ok");
        assertThat(json(ready).path("parts").path("metadata").path("status").asText())
                .isEqualTo("ok");
    }

    @Test
    void aServerWithoutItsDiskIsHealthyAndNotReady() throws Exception {
        broken.set(true);
        assertThat(get("/health").status()).isEqualTo(200);
        Answer ready = get("/ready");
        assertThat(ready.status()).isEqualTo(503);
        JsonNode parts = json(ready).path("parts");
        assertThat(parts.path("storage").path("status").asText()).isEqualTo("failed");
        assertThat(parts.path("storage").path("message").asText()).isNotEmpty();
        assertThat(parts.path("metadata").path("status").asText()).isEqualTo("ok");
        broken.set(false);
        assertThat(get("/ready").status()).isEqualTo(200);
    }

    @Test
    void aFullServerIsReadyAndSaysThatItIsDegraded() throws Exception {
        Map<Setting, String> settings = Map.of(Setting.ADMIN_PORT, "0", Setting.QUOTA, "/=0");
        try (TestServer full = TestServer.start(settings, clock -> new MemoryStorage(100_000, clock));
                RawClient connection =
                        new RawClient(full.admin().getHost(), full.admin().getPort())) {
            Answer ready =
                    connection.head("GET /ready HTTP/1.1", "Host: localhost").read();
            assertThat(ready.status()).isEqualTo(200);
            assertThat(json(ready).path("status").asText()).isEqualTo("degraded");
            assertThat(json(ready).path("parts").path("room").path("message").asText())
                    .isEqualTo("There is no room left: quota /.");
        }
    }

    @Test
    void capacityHasTheFiguresOfThisMoment() throws Exception {
        server.dav().mkcol("/fixed");
        server.dav().put("/fixed/a", "x".repeat(950));
        JsonNode bytes = room("quota", "/fixed").path("bytes");
        assertThat(bytes.path("limit").asLong()).isEqualTo(1000);
        assertThat(bytes.path("used").asLong()).isEqualTo(950);
        assertThat(bytes.path("available").asLong()).isEqualTo(50);
        assertThat(bytes.path("fill").asDouble()).isEqualTo(0.95);
        assertThat(room("quota", "/fixed").path("entries").path("used").asLong())
                .isEqualTo(1);
        assertThat(room("quota", "/inbox").path("entries").path("limit").asLong())
                .isEqualTo(2);
        assertThat(room("volume", "/").path("bytes").path("available").asLong()).isPositive();
    }

    @Test
    void anUploadOnItsWayIsAReservation() throws Exception {
        try (RawClient upload = server.raw()) {
            upload.head("PUT /half HTTP/1.1", "Host: " + server.authority(), "Content-Length: 5000")
                    .send("x".repeat(1000));
            JsonNode reservations = json(get("/capacity")).path("reservations");
            for (int i = 0; i < 200 && reservations.isEmpty(); i++) {
                reservations = json(get("/capacity")).path("reservations");
            }
            assertThat(reservations.path(0).path("path").asText()).isEqualTo("/half");
            assertThat(reservations.path(0).path("bytes").asLong()).isBetween(4000L, 5000L);
        }
    }

    @Test
    void largestFoldersOnRequest() throws Exception {
        server.dav().mkcol("/small");
        server.dav().put("/small/a", "x");
        server.dav().mkcol("/large%20%F0%9F%98%80");
        server.dav().put("/large%20%F0%9F%98%80/a", "x".repeat(100));
        JsonNode folders = json(get("/capacity?folders=/&most=1")).path("folders");
        assertThat(folders).hasSize(1);
        assertThat(folders.path(0).path("path").asText()).isEqualTo("/large 😀");
        assertThat(folders.path(0).path("bytes").asLong()).isEqualTo(100);
        assertProblem(get("/capacity?folders=/&most=0"), 400, "'most'");
        assertProblem(get("/capacity?folders=/missing"), 404, "nothing at this address");
    }

    @Test
    void fitAnswersYesAndNoWithTheLimit() throws Exception {
        JsonNode yes = json(get("/capacity/fit?path=/fixed/a&bytes=1000"));
        assertThat(yes.path("fits").asBoolean()).isTrue();
        Answer answer = get("/capacity/fit?path=/fixed/a&bytes=2KiB");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode no = json(answer);
        assertThat(no.path("fits").asBoolean(true)).isFalse();
        assertThat(no.path("reason").asText()).isEqualTo("quota_exceeded");
        assertThat(no.path("limit").path("path").asText()).isEqualTo("/fixed");
        assertThat(no.path("limit").path("needed").asLong()).isEqualTo(2048);
        assertThat(no.path("limit").path("missing").asLong()).isEqualTo(1048);
        assertThat(no.path("message").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/capacity/fit?path=/a, 'bytes' is missing",
        "/capacity/fit?bytes=1, 'path' is missing",
        "/capacity/fit?path=a&bytes=1, starts with a slash",
        "/capacity/fit?path=/a/../b&bytes=1, must not be empty",
        "/capacity/fit?path=/a&bytes=-1, is no size",
        "/capacity/fit?path=/a&bytes=much, is no size",
        "/capacity/fit?path=/a&path=/b&bytes=1, more than once",
    })
    void wrongQuestionsAre400(String target, String words) throws Exception {
        Answer answer = get(target);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(words);
    }

    @Test
    void quotasAreSetChangedAndRemoved() throws Exception {
        Answer created = change("PUT", "/quotas?path=/bob/", "{\"bytes\":\"1KiB\",\"entries\":3}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(json(created).path("bytes").asLong()).isEqualTo(1024);
        server.dav().mkcol("/bob");
        assertThat(server.dav().put("/bob/a", "x".repeat(1025)).status()).isEqualTo(507);
        assertThat(change("PUT", "/quotas?path=/bob", "2KiB").status()).isEqualTo(200);
        assertThat(server.dav().put("/bob/a", "x".repeat(1025)).status()).isEqualTo(201);
        assertThat(json(get("/quotas?path=/bob"))
                        .path("quotas")
                        .path(0)
                        .path("source")
                        .asText())
                .isEqualTo("administration");
        assertThat(change("POST", "/quotas/recount?path=/bob", "").status()).isEqualTo(202);
        assertThat(change("DELETE", "/quotas?path=/bob", "").status()).isEqualTo(204);
        assertProblem(change("DELETE", "/quotas?path=/bob", ""), 404, "no quota on /bob");
        assertProblem(change("POST", "/quotas/recount?path=/bob", ""), 404, "no quota on /bob");
        assertThat(json(get("/quotas")).path("quotas")).hasSize(2);
    }

    @Test
    void theConfigurationsQuotasAreNotChangedHere() throws Exception {
        assertProblem(change("PUT", "/quotas?path=/fixed", "2KiB"), 409, "configuration");
        assertProblem(change("DELETE", "/quotas?path=/fixed", ""), 409, "configuration");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{\"bytes\":-1}",
                "{\"bytes\":1.5}",
                "{\"byte\":1}",
                "{\"entries\":\"many\"}",
                "1GiB,x"
            })
    void limitsThatAreNoneAre400(String body) throws Exception {
        assertThat(change("PUT", "/quotas?path=/bob", body).status()).isEqualTo(400);
    }

    @Test
    void aLongBodyIsNotRead() throws Exception {
        assertProblem(change("PUT", "/quotas?path=/bob", " ".repeat(20_000)), 413, "longer than");
    }

    @Test
    void changesNeedTheToken() throws Exception {
        assertProblem(ask("PUT", "/quotas?path=/bob", "1GiB"), 401, "token");
        Answer wrong = ask("DELETE", "/quotas?path=/fixed", "", "Authorization: Bearer " + token + "0");
        assertProblem(wrong, 401, "token");
        assertThat(wrong.require("WWW-Authenticate")).startsWith("Bearer");
        assertProblem(ask("POST", "/quotas/recount?path=/fixed", ""), 401, "token");
        assertThat(json(get("/quotas")).path("quotas")).hasSize(2);
    }

    @Test
    void noOtherNameLeadsHere() throws Exception {
        int port = admin.getPort();
        assertProblem(ask("GET", "/capacity", "", "Host: evil.example:" + port), 403, "evil.example");
        assertProblem(ask("GET", "/capacity", "", "Host: 127.0.0.1.evil.example"), 403, "not known as");
        assertProblem(ask("GET", "/capacity", "", "Host: 192.168.1.1:" + port), 403, "not known as");
        for (String own :
                new String[] {"localhost:" + port, "LOCALHOST.", "127.0.0.1", "[::1]:" + port, "a.localhost"}) {
            assertThat(ask("GET", "/capacity", "", "Host: " + own).status())
                    .as(own)
                    .isEqualTo(200);
        }
    }

    @Test
    void noOtherSiteAsks() throws Exception {
        assertProblem(ask("GET", "/capacity", "", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"), 403, "site");
        assertProblem(ask("GET", "/capacity", "", "Sec-Fetch-Site: same-site"), 403, "site");
        assertProblem(ask("GET", "/capacity", "", "Origin: http://evil.example"), 403, "site");
        assertProblem(ask("GET", "/capacity", "", "Origin: null"), 403, "site");
        String authorization = "Authorization: Bearer " + token;
        assertProblem(
                ask(
                        "PUT",
                        "/quotas?path=/x",
                        "1GiB",
                        authorization,
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Mode: navigate"),
                403,
                "site");
        // A link in a mail may lead to the page.
        assertThat(ask("GET", "/", "", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                        .status())
                .isEqualTo(200);
        assertThat(ask("GET", "/capacity", "", "Origin: http://" + admin.getAuthority(), "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        assertProblemTitle(get("/nothing"), 404, "/capacity/fit");
        Answer wrong = change("DELETE", "/metrics", "");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.require("Allow")).isEqualTo("GET, HEAD");
        Answer head = ask("HEAD", "/metrics", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(Integer.parseInt(head.require("Content-Length"))).isPositive();
    }

    private static void assertProblemTitle(Answer answer, int status, String words) throws IOException {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(json(answer).path("title").asText()).contains(words);
    }

    @Test
    void thePageHasNoScriptAndItsPolicyFitsItsStyle() throws Exception {
        change("PUT", "/quotas?path=/%3Cscript%3Ealert(1)%3C/script%3E", "1GiB");
        Answer page = get("/");
        assertThat(page.require("Content-Type")).isEqualTo("text/html; charset=utf-8");
        String text = page.text();
        assertThat(text)
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(1)")
                .contains("/fixed");
        assertThat(text).doesNotContain(" style=");
        String style = text.substring(text.indexOf("<style>") + 7, text.indexOf("</style>"));
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        assertThat(page.require("Content-Security-Policy"))
                .startsWith("default-src 'none'")
                .contains("style-src 'sha256-" + hash + "'");
    }

    @Test
    void refusalsAreCountedByReasonAndMethodAlsoInsideA207() throws Exception {
        assertThat(get("/metrics").text())
                .contains("headroom_refusals_total{method=\"PUT\",reason=\"quota_exceeded\"} 0.0");
        server.dav().mkcol("/fixed");
        assertThat(server.dav().put("/fixed/big", "x".repeat(2000)).status()).isEqualTo(507);
        server.dav().put("/fixed/full", "x".repeat(1000));
        Answer properties = server.dav()
                .proppatch("/fixed/full", "<D:set><D:prop><x:p>" + "y".repeat(100) + "</x:p></D:prop></D:set>");
        assertThat(properties.status()).isEqualTo(207);
        properties.multiStatus().requireStatus("{urn:x}p", 507);
        assertThat(server.dav().get("/missing").status()).isEqualTo(404);
        String metrics = get("/metrics").text();
        assertThat(metrics)
                .contains(
                        "headroom_refusals_total{method=\"PUT\",reason=\"quota_exceeded\"} 1.0",
                        "headroom_refusals_total{method=\"PROPPATCH\",reason=\"quota_exceeded\"} 1.0",
                        "headroom_refusals_total{method=\"PUT\",reason=\"disk_full\"} 0.0",
                        "headroom_requests_seconds_count{method=\"PUT\",status=\"5xx\"} 1",
                        "headroom_requests_seconds_count{method=\"GET\",status=\"4xx\"} 1",
                        "headroom_requests_in_flight 0.0",
                        "headroom_capacity_limit_bytes{kind=\"quota\",path=\"/fixed\"} 1000.0",
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "process_uptime_seconds");
        Answer open = ask("GET", "/metrics", "", "Accept: application/openmetrics-text; version=1.0.0");
        assertThat(open.require("Content-Type")).startsWith("application/openmetrics-text");
        assertThat(open.text()).endsWith("# EOF\n");
    }

    @Test
    void theFilesPortShowsNoneOfThis() throws Exception {
        for (String path : new String[] {"/metrics", "/capacity", "/quotas", "/health"}) {
            assertThat(server.dav().get(path).status()).isEqualTo(404);
        }
    }
}
