package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers learn nothing of what is there, what is locked, and how much room is left. */
final class AuthorizationFirstIT {
    private static final int ROOM = 100_000;

    // Nothing here changes anything.
    private static TestServer server;
    private static Dav admin;
    private static Dav bob;

    @BeforeAll
    static void start() {
        String hash = new PasswordHashes().hash("secret");
        server = TestServer.start(
                Map.of(Setting.USERS, "admin=" + hash + "\nbob=" + hash, Setting.PERMISSIONS, """
                        /=admin:write
                        /mine=bob:write
                        """),
                clock -> new MemoryStorage(ROOM, clock));
        admin = server.dav().as("admin", "secret");
        bob = server.dav().as("bob", "secret");
        admin.mkcol("/private");
        admin.mkcol("/private/folder");
        admin.mkcol("/mine");
        admin.put("/mine/file", "x");
        admin.put("/private/file", "x");
        admin.put("/private/locked", "x".repeat(ROOM - 2));
        assertThat(admin.lock("/private/locked", "0").send().status()).isEqualTo(200);
        assertThat(admin.put("/private/none", "x").status()).isEqualTo(507);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** With everything that could be answered instead: 404, 405, 409, 412, 423, 507. */
    private static Dav.Request request(Dav dav, String method, String path) {
        Dav.Request request = dav.request(method, path).header("If-Match", "\"another\"");
        return switch (method) {
            case "PUT" -> request.body("x".repeat(2 * ROOM));
            case "POST" ->
                request.header("Content-Type", Form.TYPE)
                        .body(new Form().file("new", "x").bytes());
            case "COPY", "MOVE" -> request.destination("/private/new").header("Overwrite", "F");
            case "PROPFIND" -> request.header("Depth", "1");
            case "PROPPATCH" -> request.update("<D:set><D:prop><x xmlns='urn:x'>1</x></D:prop></D:set>");
            case "UNLOCK" -> request.header("Lock-Token", "<urn:uuid:00000000-0000-0000-0000-000000000000>");
            default -> request;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "HEAD",
                "PROPFIND",
                "PUT",
                "POST",
                "MKCOL",
                "DELETE",
                "COPY",
                "MOVE",
                "PROPPATCH",
                "LOCK",
                "UNLOCK"
            })
    @Proves("DAV-ST-01")
    void everyMethodAnswersAlikeWhateverIsThere(String method) {
        Set<String> bodies = new HashSet<>();
        for (String path : new String[] {"file", "folder/", "locked", "none", "none/below", ""}) {
            assertThat(request(server.dav(), method, "/private/" + path).send().status())
                    .as(path)
                    .isEqualTo(401);
            Answer forbidden = request(bob, method, "/private/" + path).send();
            assertThat(forbidden.status()).as(path).isEqualTo(403);
            // MKCOL makes a collection, whose address ends in a slash.
            bodies.add(forbidden.text().replace("/private/" + path, "/private/").replace("//<", "/<"));
        }
        assertThat(bodies).hasSize(1);
        assertThat(admin.get("/private/file").text()).isEqualTo("x");
    }

    @Test
    @Proves("DAV-ST-01")
    void soDoesADestination() {
        Set<String> bodies = new HashSet<>();
        for (String target : new String[] {"file", "folder/", "locked", "none", "none/below"}) {
            for (String method : new String[] {"COPY", "MOVE"}) {
                Answer forbidden = bob.request(method, "/mine/file")
                        .destination("/private/" + target)
                        .header("Overwrite", "F")
                        .send();
                assertThat(forbidden.status()).as(target).isEqualTo(403);
                bodies.add(forbidden.text().replace("/private/" + target, "/private/"));
            }
        }
        assertThat(bodies).hasSize(1);
    }
}
