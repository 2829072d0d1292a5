package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import io.headroom.server.digest.DigestAlgorithm;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way to a 401: each says how to log in. */
final class ChallengeIT {
    private static final String DIGEST = "Digest username=\"alice\", realm=\"Headroom\", nonce=\"n\", uri=\"/file\","
            + " response=\"r\", algorithm=SHA-256, cnonce=\"c\", nc=00000001, qop=auth";

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(
                Map.of(
                        Setting.USERS,
                        "alice=" + new PasswordHashes().hash("secret"),
                        Setting.DIGEST,
                        "SHA-256",
                        Setting.DIGEST_USERS,
                        "alice=SHA-256:" + DigestAlgorithm.SHA_256.secret("alice", "Headroom", "secret")),
                clock -> new MemoryStorage(Storages.ROOM, clock));
        server.dav().as("alice", "secret").put("/file", "x");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void assertChallenged(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase("WWW-Authenticate"))
                        .map(header -> header.getValue().split(" ", 2)[0]))
                .containsExactly("Digest", "Basic");
    }

    @Test
    @Proves("HTTP-401-01")
    void withoutCredentialsEachMethodDoes() {
        for (String method : List.of(
                "GET",
                "HEAD",
                "PUT",
                "PROPFIND",
                "PROPPATCH",
                "MKCOL",
                "DELETE",
                "COPY",
                "MOVE",
                "LOCK",
                "UNLOCK",
                "POST")) {
            for (String path : List.of("/", "/file", "/missing/below")) {
                assertChallenged(
                        server.dav().request(method, path).destination("/other").send());
            }
        }
    }

    @Test
    @Proves("HTTP-401-01")
    void withCredentialsThatDoNotCountEachSchemeDoes() {
        String wrong = Base64.getEncoder().encodeToString("alice:wrong".getBytes(StandardCharsets.UTF_8));
        String nobody = Base64.getEncoder().encodeToString("nobody:secret".getBytes(StandardCharsets.UTF_8));
        for (String authorization : List.of(
                "Basic " + wrong,
                "Basic " + nobody,
                "Bearer token",
                "Negotiate",
                "",
                DIGEST,
                DIGEST.replace("alice", "nobody"),
                DIGEST.replace("SHA-256", "MD5"),
                DIGEST.replace("qop=auth", "qop=auth-int"),
                DIGEST.replace(", qop=auth", ""),
                DIGEST.replace("Headroom", "Other"),
                DIGEST + ", userhash=true")) {
            assertChallenged(server.dav()
                    .request("GET", "/file")
                    .header("Authorization", authorization)
                    .send());
        }
        assertChallenged(server.dav()
                .request("OPTIONS", "/file")
                .header("Authorization", "Basic " + wrong)
                .send());
    }

    @Test
    @Proves("HTTP-401-01")
    void overHttp2ItDoes() throws Exception {
        HttpResponse<Void> answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .build()
                .send(HttpRequest.newBuilder(server.base()).build(), HttpResponse.BodyHandlers.discarding());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).hasSize(2);
    }
}
