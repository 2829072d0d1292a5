package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose word about a client's address counts. */
final class TrustedProxiesIT {
    private static final String SECRET = "secret";

    @TempDir
    private Path folder;

    private TestServer serve(String proxies, Map<Setting, String> more) {
        Map<Setting, String> settings = new HashMap<>(more);
        settings.put(Setting.TRUSTED_PROXIES, proxies);
        settings.put(Setting.AUDIT_LOG, folder.resolve("audit.log").toString());
        return TestServer.start(settings, clock -> new MemoryStorage(Storages.ROOM, clock));
    }

    /** What the server takes for the address of a client. */
    private String address(String proxies, String header, String value) throws IOException {
        try (TestServer server = serve(proxies, Map.of())) {
            assertThat(server.dav()
                            .request("PUT", "/file")
                            .header(header, value)
                            .body("x")
                            .send()
                            .status())
                    .isEqualTo(201);
        }
        List<String> lines = Files.readAllLines(folder.resolve("audit.log"));
        return new JsonMapper()
                .readTree(lines.get(lines.size() - 1))
                .get("address")
                .asText();
    }

    @Test
    void whatATrustedProxySaysCounts() throws IOException {
        String local = "127.0.0.1";
        assertThat(address(local, "X-Forwarded-For", "192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(address(local, "X-Forwarded-For", "192.0.2.7:4711")).isEqualTo("192.0.2.7");
        assertThat(address(local, "Forwarded", "for=192.0.2.7;proto=https")).isEqualTo("192.0.2.7");
        assertThat(address(local, "Forwarded", "proto=https; For=\"[2001:db8::7]:4711\""))
                .isIn("2001:db8::7", "2001:db8:0:0:0:0:0:7", "[2001:db8::7]", "[2001:db8:0:0:0:0:0:7]");
    }

    @Test
    void whatAnybodyElseSaysDoesNot() throws IOException {
        assertThat(address("", "X-Forwarded-For", "192.0.2.7")).isEqualTo("127.0.0.1");
        assertThat(address("10.0.0.0/8", "Forwarded", "for=192.0.2.7")).isEqualTo("127.0.0.1");
    }

    @Test
    void whatTheClientWroteItselfStandsBeforeTheTruth() throws IOException {
        String proxies = "127.0.0.1, 10.0.0.0/8";
        assertThat(address(proxies, "X-Forwarded-For", "198.51.100.1, 192.0.2.7, 10.1.2.3"))
                .isEqualTo("192.0.2.7");
        assertThat(address(proxies, "X-Forwarded-For", "nonsense, 10.1.2.3")).isEqualTo("10.1.2.3");
        for (String nonsense : List.of("nonsense", "999.1.1.1", "1.2.3.4.5", "1", "::::", "a:b:c:d:e:f:1:2:3")) {
            assertThat(address(proxies, "X-Forwarded-For", nonsense))
                    .as(nonsense)
                    .isEqualTo("127.0.0.1");
        }
        assertThat(address(proxies, "Forwarded", "for=_hidden")).isEqualTo("127.0.0.1");
    }

    @Test
    void onlyWhoGuessesIsSlowedDown() {
        Map<Setting, String> accounts = Map.of(Setting.USERS, "alice=" + new PasswordHashes().hash(SECRET));
        try (TestServer server = serve("127.0.0.1", accounts)) {
            for (int i = 0; i < 5; i++) {
                server.dav()
                        .as("alice", "wrong")
                        .request("GET", "/")
                        .header("X-Forwarded-For", "192.0.2.66")
                        .send();
            }
            Dav alice = server.dav().as("alice", SECRET);
            assertThat(alice.request("GET", "/")
                            .header("X-Forwarded-For", "192.0.2.66")
                            .send()
                            .status())
                    .isEqualTo(429);
            assertThat(alice.request("GET", "/")
                            .header("X-Forwarded-For", "192.0.2.7")
                            .send()
                            .status())
                    .isEqualTo(200);
        }
    }
}
