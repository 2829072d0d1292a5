package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access log, the audit log, and the identifier that leads from an answer to both. */
final class LogsIT {
    private static final String SECRET = "secret";

    @TempDir
    private Path folder;

    private TestServer server;
    private Dav alice;

    @BeforeEach
    void start() {
        serve(Map.of());
    }

    private void serve(Map<Setting, String> more) {
        Map<Setting, String> settings = new HashMap<>(Map.of(
                Setting.USERS, "alice=" + new PasswordHashes().hash(SECRET),
                Setting.ACCESS_LOG, folder.resolve("access.log").toString(),
                Setting.AUDIT_LOG, folder.resolve("audit.log").toString()));
        settings.putAll(more);
        server = TestServer.start(settings, clock -> new MemoryStorage(Storages.ROOM, clock));
        alice = server.dav().as("alice", SECRET);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<JsonNode> audited() throws IOException {
        List<JsonNode> changes = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("audit.log"))) {
            changes.add(new JsonMapper().readTree(line));
        }
        return changes;
    }

    private List<String> accessed(int lines) {
        Path file = folder.resolve("access.log");
        // It is written in the background.
        return await().until(() -> Files.readAllLines(file), read -> read.size() >= lines);
    }

    @Test
    void everyChangeIsOnRecordBeforeItIsAnswered() throws IOException {
        Answer put = alice.put("/a%20file", "four");
        assertThat(audited()).hasSize(1);
        JsonNode change = audited().get(0);
        assertThat(change.get("request").asText()).isEqualTo(put.require("X-Request-Id"));
        assertThat(change.get("user").asText()).isEqualTo("alice");
        assertThat(change.get("address").asText()).isEqualTo("127.0.0.1");
        assertThat(change.get("method").asText()).isEqualTo("PUT");
        assertThat(change.get("target").asText()).isEqualTo("/a%20file");
        assertThat(change.get("bytes").asLong()).isEqualTo(4);
        assertThat(change.get("status").asInt()).isEqualTo(201);
        assertThat(change.has("destination")).isFalse();
        alice.request("MOVE", "/a%20file").destination("/b").send();
        assertThat(audited().get(1).get("destination").asText()).endsWith("/b");
        assertThat(audited().get(1).get("status").asInt()).isEqualTo(201);
    }

    @Test
    void whatWasRefusedIsOnRecordAndWhatOnlyReadsIsNot() throws IOException {
        alice.get("/missing");
        alice.request("PROPFIND", "/").header("Depth", "1").send();
        alice.options("/");
        server.dav().put("/a", "x");
        alice.request("DELETE", "/missing").send();
        List<JsonNode> changes = audited();
        assertThat(changes).hasSize(2);
        assertThat(changes.get(0).get("status").asInt()).isEqualTo(401);
        assertThat(changes.get(0).get("user").isNull()).isTrue();
        assertThat(changes.get(1).get("status").asInt()).isEqualTo(404);
    }

    @Test
    void eachRequestHasALineLikeApaches() {
        Answer put = alice.request("PUT", "/file")
                .header("User-Agent", "a \"quoted\" agent")
                .body("content")
                .send();
        server.dav().get("/file?q=1");
        List<String> lines = accessed(2);
        assertThat(lines.get(0))
                .matches("127\\.0\\.0\\.1 - alice \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}] "
                        + "\"PUT /file HTTP/1\\.1\" 201 0 \"-\" \"a \\\\\"quoted\\\\\" agent\" \\d+ "
                        + put.require("X-Request-Id"));
        assertThat(lines.get(1)).contains(" - - [").contains("\"GET /file?q=1 HTTP/1.1\" 401 ");
    }

    @Test
    void whatTheContainerRefusesHasALineToo() throws IOException {
        try (RawClient connection = server.raw()) {
            Answer answer = connection
                    .send("GET / HTTP/1.1\r\nHost: a b\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                    .read("GET");
            assertThat(answer.status()).isEqualTo(400);
        }
        assertThat(accessed(1).get(0)).contains("\" 400 ");
    }

    @Test
    void theAccessLogCanBeJson() throws IOException {
        server.close();
        serve(Map.of(Setting.ACCESS_LOG_FORMAT, "json"));
        Answer put = alice.put("/file", "content");
        JsonNode line = new JsonMapper().readTree(accessed(1).get(0));
        assertThat(line.get("request").asText()).isEqualTo(put.require("X-Request-Id"));
        assertThat(line.get("user").asText()).isEqualTo("alice");
        assertThat(line.get("bytesIn").asLong()).isEqualTo(7);
        assertThat(line.get("status").asInt()).isEqualTo(201);
        assertThat(line.get("protocol").asText()).isEqualTo("HTTP/1.1");
    }

    @Test
    void anAuditLogThatIsFullStopsNobody() {
        server.close();
        serve(Map.of(Setting.AUDIT_LOG, "/dev/full"));
        assertThat(alice.put("/file", "content").status()).isEqualTo(201);
        assertThat(alice.get("/file").text()).isEqualTo("content");
    }
}
