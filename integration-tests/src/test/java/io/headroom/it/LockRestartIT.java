package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks outlive the server when it has a place to keep them. */
final class LockRestartIT {
    @Test
    @Proves("DAV-LK-22")
    void lockHoldsAfterARestart(@TempDir Path state) {
        MemoryStorage storage = new MemoryStorage(1_000_000, Clock.systemUTC());
        Map<Setting, String> settings = Map.of(Setting.STATE, state.toString());
        String token;
        try (TestServer server = TestServer.start(settings, clock -> storage)) {
            server.dav().put("/file", "x");
            token = server.dav().locked("/file", "0");
        }
        try (TestServer server = TestServer.start(settings, clock -> storage)) {
            Dav dav = server.dav();
            assertThat(dav.put("/file", "y").status()).isEqualTo(423);
            assertThat(dav.request("LOCK", "/file").token(token).send().status())
                    .isEqualTo(200);
            assertThat(dav.request("PUT", "/file").token(token).body("y").send().status())
                    .isEqualTo(204);
            assertThat(dav.request("UNLOCK", "/file")
                            .header("Lock-Token", token)
                            .send()
                            .status())
                    .isEqualTo(204);
        }
        try (TestServer server = TestServer.start(settings, clock -> storage)) {
            assertThat(server.dav().put("/file", "z").status()).isEqualTo(204);
        }
    }
}
