package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logging in (RFC 7617). */
final class AccountsIT {
    private static final String SECRET = "pässwörd: with colon";
    private static final int UPLOAD = 8 * 1024 * 1024;

    private TestServer server;
    private Dav nobody;
    private Dav alice;

    @BeforeEach
    void start() {
        String hash = new PasswordHashes().hash(SECRET);
        server = TestServer.start(
                Map.of(Setting.USERS, "alice=" + hash + "\nbob=" + hash),
                clock -> new MemoryStorage(Storages.ROOM, clock));
        nobody = server.dav();
        alice = nobody.as("alice", SECRET);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Proves("EXT-AUTH-01")
    void whoeverIsNotLoggedInIsAskedTo() {
        for (String method : new String[] {
            "GET", "HEAD", "PUT", "PROPFIND", "PROPPATCH", "MKCOL", "DELETE", "COPY", "MOVE", "LOCK", "UNLOCK", "POST"
        }) {
            Answer answer =
                    nobody.request(method, "/file").destination("/other").send();
            assertThat(answer.status()).as(method).isEqualTo(401);
            assertThat(answer.require("WWW-Authenticate")).isEqualTo("Basic realm=\"Headroom\", charset=\"UTF-8\"");
        }
    }

    @Test
    @Proves("EXT-AUTH-01")
    void theRightPasswordOpensEverything() {
        assertThat(alice.put("/file", "x").status()).isEqualTo(201);
        assertThat(alice.get("/file").text()).isEqualTo("x");
        assertThat(nobody.as("alice", "another").get("/file").status()).isEqualTo(401);
        assertThat(nobody.as("nobody", SECRET).get("/file").status()).isEqualTo(401);
        assertThat(nobody.as("", "").get("/file").status()).isEqualTo(401);
    }

    @Test
    void aClientThatSendsLatin1IsUnderstood() {
        byte[] credentials = ("alice:" + SECRET).getBytes(StandardCharsets.ISO_8859_1);
        Answer answer = nobody.request("PROPFIND", "/")
                .header("Depth", "0")
                .header("Authorization", "basic " + Base64.getEncoder().encodeToString(credentials))
                .send();
        assertThat(answer.status()).isEqualTo(207);
    }

    @Test
    @Proves("EXT-AUTH-04")
    void credentialsThatCanNotBeReadAreRefused() {
        for (String wrong : new String[] {"Basic", "Basic !!!", "Basic YQ=="}) {
            assertThat(nobody.request("GET", "/")
                            .header("Authorization", wrong)
                            .send()
                            .status())
                    .as(wrong)
                    .isIn(400, 401);
        }
        Answer bearer =
                nobody.request("GET", "/").header("Authorization", "Bearer x").send();
        assertThat(bearer.status()).isEqualTo(401);
        assertThat(bearer.require("WWW-Authenticate")).startsWith("Basic ");
    }

    @Test
    @Proves("EXT-AUTH-05")
    void anUploadIsRefusedBeforeItsFirstByte() throws IOException {
        try (RawClient connection = server.raw()) {
            Answer answer = connection
                    .send(("PUT /big HTTP/1.1\r\nHost: " + server.authority()
                                    + "\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII))
                    .read("PUT");
            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    @Proves("EXT-AUTH-06")
    void whoeverSendsAllBeforeReadingStillReadsTheRefusal() throws IOException {
        try (RawClient connection = server.raw()) {
            connection.send("PUT /big HTTP/1.1\r\nHost: " + server.authority() + "\r\n");
            connection.head("Content-Length: " + UPLOAD);
            connection.send(new byte[UPLOAD]);
            assertThat(connection.read().status()).isEqualTo(401);
        }
        assertThat(alice.get("/big").status()).isEqualTo(404);
    }

    @Test
    void optionsTellWhatThisIsToEverybodyAndNotWhatIsHere() {
        alice.put("/file", "x");
        Answer there = nobody.options("/file");
        Answer missing = nobody.options("/missing");
        assertThat(there.status()).isEqualTo(200);
        assertThat(there.require("DAV")).startsWith("1, 2");
        assertThat(there.header("Allow")).isEqualTo(missing.header("Allow"));
    }

    @Test
    void optionsAskForALoginWhereThatIsWanted() {
        try (TestServer other = TestServer.start(
                Map.of(Setting.USERS, "alice=" + new PasswordHashes().hash(SECRET), Setting.ANONYMOUS_OPTIONS, "false"),
                clock -> new MemoryStorage(Storages.ROOM, clock))) {
            assertThat(other.dav().options("/").status()).isEqualTo(401);
            assertThat(other.dav().as("alice", SECRET).options("/").status()).isEqualTo(200);
        }
    }

    @Test
    @Proves("EXT-AUTH-07")
    void guessingSlowsDownAndFreesAgain() {
        Dav guesser = nobody.as("alice", "wrong");
        for (int i = 0; i < 5; i++) {
            assertThat(guesser.get("/").status()).isEqualTo(401);
        }
        Answer slowed = guesser.get("/");
        assertThat(slowed.status()).isEqualTo(429);
        assertThat(Integer.parseInt(slowed.require("Retry-After"))).isBetween(1, 10);
        assertThat(nobody.as("bob", SECRET).get("/").status())
                .as("another account")
                .isEqualTo(200);
        server.clock().advance(Duration.ofMinutes(6));
        assertThat(alice.get("/").status()).isEqualTo(200);
        assertThat(guesser.get("/").status()).isEqualTo(401);
        assertThat(alice.get("/").status()).as("known to be right").isEqualTo(200);
    }

    @Test
    @Proves("DAV-LK-18")
    void aTokenOfSomebodyElseOpensNothing() {
        alice.put("/file", "x");
        String token = alice.locked("/file", "0");
        Dav bob = nobody.as("bob", SECRET);
        assertThat(bob.request("PUT", "/file").token(token).body("y").send().status())
                .isEqualTo(423);
        assertThat(bob.request("UNLOCK", "/file")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(alice.request("PUT", "/file").token(token).body("y").send().status())
                .isEqualTo(204);
    }

    @Test
    @Proves("EXT-ACL-09")
    void clientsLearnWhoTheyAre() {
        MultiStatusView view = alice.propfind("/", "0", "<D:current-user-principal/>");
        view.requireStatus("{DAV:}current-user-principal", 200);
        assertThat(alice.propfindBody("/", "0", "<D:prop><D:current-user-principal/></D:prop>")
                        .text())
                .contains("<D:href>/.headroom/principals/alice</D:href>");
    }
}
