package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server behind nginx, set up as docs/proxies.md says. */
final class ProxyIT {
    private static final int MIB = 1 << 20;
    private static final String NAME = "files.example.org";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        Needs.program("nginx");
        server = TestServer.start(Map.of(Setting.PUBLIC_HOSTS, NAME), clock -> new MemoryStorage(MIB, clock));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Proves({"S507-CON-04", "S507-PUT-02"})
    void refusalComesThroughBeforeTheBody() throws Exception {
        try (NginxProxy nginx = NginxProxy.start(server, folder, false);
                RawClient client = nginx.raw()) {
            client.head("PUT /a HTTP/1.1", "Host: " + NAME, "Content-Length: " + 64L * MIB);
            // It passes the request on with the first bytes of the body.
            client.send(new byte[1024]);
            NoRoom.assertRefused(client.read(), "/a");
        }
    }

    @ParameterizedTest
    @Proves({"S507-CON-04", "S507-CON-01"})
    @ValueSource(booleans = {false, true})
    void clientThatWritesEverythingFirstReadsTheRefusal(boolean buffering) throws Exception {
        try (NginxProxy nginx = NginxProxy.start(server, folder, buffering);
                RawClient client = nginx.raw()) {
            client.head("PUT /a HTTP/1.1", "Host: " + NAME, "Content-Length: " + 64L * MIB);
            for (int i = 0; i < 64; i++) {
                client.send(new byte[MIB]);
            }
            NoRoom.assertRefused(client.read(), "/a");
        }
        assertThat(server.dav().get("/a").status()).isEqualTo(404);
    }

    @Test
    @Proves("S507-CON-04")
    void destinationIsTheNameThatClientsUse() throws Exception {
        server.dav().put("/a", "content");
        try (NginxProxy nginx = NginxProxy.start(server, folder, false);
                RawClient client = nginx.raw()) {
            client.head("COPY /a HTTP/1.1", "Host: " + NAME, "Destination: https://" + NAME + "/b");
            assertThat(client.read().status()).isEqualTo(201);
            client.head("MOVE /b HTTP/1.1", "Host: " + NAME, "Destination: http://elsewhere.example/c");
            assertThat(client.read().status()).isEqualTo(502);
            client.head("PUT /c HTTP/1.1", "Host: " + NAME, "Content-Length: 3");
            client.send("abc".getBytes(StandardCharsets.UTF_8));
            assertThat(client.read().status()).isEqualTo(201);
        }
        assertThat(server.dav().get("/b").text()).isEqualTo("content");
    }
}
