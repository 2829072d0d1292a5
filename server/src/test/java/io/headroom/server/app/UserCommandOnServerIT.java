package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headroom.server.admin.AdminRefusedException;
import io.headroom.spi.SettingsException;
import io.headroom.spi.testkit.MemoryStorage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beside a server, which has the database to itself: through its administration. */
class UserCommandOnServerIT extends UserCommandContract {
    private final HttpClient client = HttpClient.newHttpClient();
    private HeadroomServer server;
    private Path state;

    @BeforeEach
    void start() {
        server = serve("0");
    }

    private HeadroomServer serve(String adminPort) {
        state = folder.resolve(".headroom");
        return HeadroomServer.open(
                ServerConfig.of(
                        folder,
                        Map.of(
                                Setting.PORT,
                                "0",
                                Setting.ADMIN_PORT,
                                adminPort,
                                Setting.FLOOR,
                                "0",
                                Setting.STATE,
                                state.toString())),
                new MemoryStorage(1 << 20, clock),
                clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String target, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.adminUrl().orElseThrow() + target))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String token() throws Exception {
        JsonNode file = new JsonMapper().readTree(Files.readString(state.resolve("admin.json")));
        return file.path("token").asText();
    }

    @Test
    void whoHasNoTokenSeesNobody() throws Exception {
        run("add", "%", "alice", "--password-stdin");
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            HttpResponse<String> refused = ask(method, "/users?name=alice", "");
            assertThat(refused.statusCode()).as(method).isEqualTo(401);
            assertThat(refused.body()).doesNotContain("alice");
        }
        Path wrong = Files.writeString(folder.resolve("wrong"), "no token\n");
        String url = server.adminUrl().orElseThrow().toString();
        assertThatThrownBy(() -> run("list", "--admin", url, "--token-file", wrong.toString()))
                .isInstanceOf(AdminRefusedException.class)
                .hasMessageContaining("token in admin.json");
        Path right = Files.writeString(folder.resolve("right"), token() + "\n");
        assertThat(run("list", "--admin", url, "--token-file", right.toString()))
                .contains("alice");
    }

    @Test
    void noPasswordIsTakenWhereAHashBelongs() throws Exception {
        String authorization = "Bearer " + token();
        for (String[] wrong : new String[][] {
            {"POST", "/users?name=alice", "{\"passwordHash\": \"a good secret\"}"},
            {"POST", "/users?name=alice", "{}"},
            {"POST", "/users?name=alice", "a good secret"},
            {"POST", "/users?name=alice", ""},
            {"PUT", "/users/password?name=alice", "{\"passwordHash\": \"a good secret\"}"},
            {"PUT", "/users/app-passwords?name=alice&label=phone", "{\"digest\": \"secret\"}"}
        }) {
            HttpResponse<String> refused = ask(wrong[0], wrong[1], wrong[2], "Authorization", authorization);
            assertThat(refused.statusCode()).as(String.join(" ", wrong)).isEqualTo(400);
        }
    }

    @Test
    void aServerWithoutAdministrationKeepsItsDatabaseToItself() {
        server.close();
        server = serve("off");
        assertThatThrownBy(() -> run("list", "%"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("in use by another server");
    }
}
