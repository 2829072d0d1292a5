package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.app.Setting;
import io.headroom.spi.SettingsException;
import io.headroom.spi.testkit.Proves;
import io.headroom.spi.testkit.SmallVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that turns read-only while it is served: changes are denied, it is no lack of room, and reading goes on. */
final class ReadOnlyVolumeIT {
    @TempDir
    Path elsewhere;

    private SmallVolume volume;
    private TestServer server;
    private Dav dav;
    private String token;

    @BeforeEach
    void mount() throws IOException {
        Needs.root();
        // SQLite's library stays loaded from where the first server of this process unpacked it: not on the volume.
        TestServer.start().close();
        volume = SmallVolume.ext4(24);
    }

    @AfterEach
    void unmount() throws IOException {
        try (SmallVolume last = volume) {
            if (server != null) {
                server.close();
            }
        }
    }

    private void serve(Map<Setting, String> settings) {
        server = TestServer.serve(volume.directory(), settings);
        dav = server.dav();
        dav.put("/file", "old");
        dav.put("/locked", "locked");
        dav.setProperty("/file", "colour", "red");
        dav.mkcol("/tree");
        dav.put("/tree/a", "aaa");
        dav.mkcol("/target");
        token = dav.locked("/locked", "0");
    }

    @Test
    void aVolumeThatIsReadOnlyFromTheStartIsNotTakenForOneWithoutRights() throws Exception {
        volume.remount("ro");
        assertThatThrownBy(() -> TestServer.serve(
                        volume.directory(),
                        Map.of(Setting.STATE, elsewhere.resolve("state").toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("its volume is read-only here");
    }

    private Map<String, Supplier<Answer>> changesOfFiles() {
        Map<String, Supplier<Answer>> changes = new LinkedHashMap<>();
        changes.put("PUT new", () -> dav.put("/new", "new"));
        changes.put("PUT new, empty", () -> dav.put("/empty", ""));
        changes.put("PUT over", () -> dav.put("/file", "new"));
        changes.put("MKCOL", () -> dav.mkcol("/collection"));
        changes.put("COPY", () -> dav.copy("/tree/a", "/copy"));
        changes.put("COPY over", () -> dav.copy("/tree/a", "/file"));
        changes.put("COPY tree", () -> dav.copy("/tree/", "/copy/"));
        changes.put("COPY tree over tree", () -> dav.copy("/tree/", "/target/"));
        changes.put("MOVE", () -> dav.move("/tree/a", "/moved"));
        changes.put("MOVE of what has properties", () -> dav.move("/file", "/moved"));
        changes.put("MOVE over", () -> dav.move("/tree/a", "/file"));
        changes.put("MOVE tree over tree", () -> dav.move("/tree/", "/target/"));
        changes.put("DELETE", () -> dav.delete("/file"));
        changes.put("LOCK unmapped", () -> dav.lock("/unmapped", "0").send());
        return changes;
    }

    private void assertDeniedAndReadable() {
        changesOfFiles().forEach((name, request) -> {
            assertThat(request.get().status()).as(name).isEqualTo(403);
            assertThat(dav.propfind("/", "1").hrefs())
                    .as("after %s", name)
                    .contains("/", "/file", "/locked", "/tree/", "/target/")
                    .doesNotContain("/new", "/empty", "/collection", "/copy", "/copy/", "/moved", "/unmapped");
        });
        assertThat(dav.delete("/tree/").status()).as("DELETE tree").isIn(403, 207);
        assertThat(dav.get("/file").text()).isEqualTo("old");
        assertThat(dav.get("/tree/a").text()).isEqualTo("aaa");
        assertThat(dav.head("/file").status()).isEqualTo(200);
        assertThat(dav.options("/").status()).isEqualTo(200);
        assertThat(dav.propfind("/file", "0", "<x:colour/>").only().text("{urn:x}colour"))
                .isEqualTo("red");
    }

    @Test
    @Proves({"S507-GEN-02", "S507-GEN-01"})
    void remountedReadOnlyTheFilesAreDeniedAndTheRestGoesOn() throws IOException {
        // Elsewhere, because a volume with a file open for writing can't be remounted.
        serve(Map.of(Setting.STATE, elsewhere.resolve("state").toString()));
        volume.remount("ro");
        assertDeniedAndReadable();
        // The database is on a volume that can be written.
        dav.setProperty("/file", "shape", "round");
        assertThat(dav.request("UNLOCK", "/locked")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(elsewhere.resolve("state/staging")).isDirectoryNotContaining(path -> Files.isRegularFile(path));
    }

    @Test
    @Proves({"S507-GEN-02", "S507-GEN-01"})
    void afterAnErrorOfTheDiskTheDatabaseIsDeniedToo() throws IOException {
        serve(Map.of());
        volume.breakDown();
        assertDeniedAndReadable();
        Answer set = dav.proppatch("/file", "<D:set><D:prop><x:shape>round</x:shape></D:prop></D:set>");
        assertThat(set.status()).isEqualTo(403);
        assertThat(dav.lock("/file", "0").send().status()).isEqualTo(403);
        assertThat(dav.request("LOCK", "/locked").token(token).send().status()).isEqualTo(403);
        assertThat(dav.propfind("/file", "0", "<x:shape/>").only().status("{urn:x}shape"))
                .isEqualTo(404);
    }
}
