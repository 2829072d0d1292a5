package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import io.headroom.spi.testkit.SmallVolume;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The volume with the server's own database is full, while the files' storage has room. */
final class FullMetadataIT {
    private static final String LARGE = "v".repeat(60_000);

    private SmallVolume volume;
    private TestServer server;
    private Dav dav;

    @BeforeEach
    void mount() throws Exception {
        Needs.root();
        // The database's library stays loaded from where the first server of this process unpacked it: not on the
        // volume.
        TestServer.start().close();
        volume = SmallVolume.tmpfs("size=8m");
        server = TestServer.start(
                Map.of(Setting.STATE, volume.directory().toString()), clock -> new MemoryStorage(Storages.ROOM, clock));
        dav = server.dav();
        dav.put("/file", "content");
        dav.setProperty("/file", "small", "red");
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            dav.setProperty("/file", name, LARGE);
        }
        dav.mkcol("/tree");
        dav.move("/file", "/tree/file");
        dav.put("/other", "other");
        dav.setProperty("/other", "small", "blue");
    }

    @AfterEach
    void unmount() throws Exception {
        if (server != null) {
            server.close();
        }
        volume.close();
    }

    @Test
    @Proves({"S507-GEN-01", "S507-GEN-05", "S507-PP-01", "S507-COPY-01", "S507-LK-01", "S507-LK-02", "QUOTA-ERR-04"})
    void whatNeedsTheDatabaseIs507AndLeavesNothing() throws IOException {
        String token = dav.locked("/other", "0");
        volume.fill();
        MultiStatusView.Response response = dav.proppatch(
                        "/tree/file",
                        "<D:set><D:prop><x:small>green</x:small><x:g>" + LARGE + "</x:g></D:prop></D:set>")
                .multiStatus()
                .only();
        assertThat(response.names(507)).hasSize(1);
        assertThat(response.names(424)).hasSize(1);
        assertThat(dav.propfind("/tree/file", "0", "<x:small/>").only().text("{urn:x}small"))
                .isEqualTo("red");

        Answer copied = dav.copy("/tree/file", "/copy");
        assertThat(copied.status()).isEqualTo(507);
        assertThat(dav.head("/copy").status()).isEqualTo(404);
        assertThat(dav.copy("/tree/", "/copies/").status()).isEqualTo(507);
        assertThat(dav.head("/copies/").status()).isEqualTo(404);

        assertThat(dav.request("COPY", "/tree/file")
                        .header("If", "</other> (" + token + ")")
                        .destination("/other")
                        .send()
                        .status())
                .isEqualTo(507);
        assertThat(dav.get("/other").text()).isEqualTo("other");
        assertThat(dav.propfind("/other", "0", "<x:small/>").only().text("{urn:x}small"))
                .isEqualTo("blue");

        // Locks are small: one may still fit, but it is all or nothing.
        Answer locked = dav.lock("/unmapped", "0").send();
        assertThat(locked.status()).isIn(201, 507);
        assertThat(dav.head("/unmapped").status()).isEqualTo(locked.status() == 201 ? 200 : 404);

        for (int i = 0; locked.status() == 201; i++) {
            locked = dav.lock("/unmapped" + i, "0").send();
            assertThat(dav.head("/unmapped" + i).status()).isEqualTo(locked.status() == 201 ? 200 : 404);
        }
        NoRoom.assertRefused(dav.lock("/never", "0").send(), "/never");
        assertThat(dav.lock("/tree/file", "0").send().status()).isEqualTo(507);

        assertThat(dav.put("/new", "files have room").status()).isEqualTo(201);
        assertThat(dav.put("/tree/file", "files have room").status()).isEqualTo(204);
        assertThat(dav.proppatch("/tree/file", "<D:remove><D:prop><x:a/></D:prop></D:remove>")
                        .multiStatus()
                        .only()
                        .status("{urn:x}a"))
                .isEqualTo(200);
        assertThat(dav.request("LOCK", "/other").token(token).send().status()).isEqualTo(200);
        assertThat(dav.request("UNLOCK", "/other")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(dav.move("/tree/", "/moved/").status()).isEqualTo(201);
        assertThat(dav.propfind("/moved/file", "0", "<x:small/>").only().text("{urn:x}small"))
                .isEqualTo("red");
        assertThat(dav.delete("/moved/").status()).isEqualTo(204);
        assertThat(dav.mkcol("/moved").status()).isEqualTo(201);
        assertThat(dav.propfind("/moved", "0", "<x:small/>").only().status("{urn:x}small"))
                .isEqualTo(404);
    }
}
