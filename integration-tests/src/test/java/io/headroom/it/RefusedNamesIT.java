package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of which whoever runs the server wants no file: what Finder and Explorer leave behind. */
@ParameterizedClass
@EnumSource(Storages.class)
class RefusedNamesIT {
    private static final String REFUSED = "._*, .DS_Store,thumbs.db,?.tmp";
    private static final String WORDS = "This server is set to take nothing of this name.";

    @Parameter
    Storages storage;

    @TempDir
    Path folder;

    private TestServer server;
    private Dav dav;

    @AfterEach
    void stop() {
        server.close();
    }

    /** @param there files that came to the folder /old before the settings were what they are */
    private void serve(Map<Setting, String> settings, String... there) {
        server = TestServer.start(settings, clock -> {
            Storage opened = storage.open(folder, clock);
            ResourcePath old = ResourcePath.parse("/old");
            opened.createCollection(old);
            for (String name : there) {
                try (PendingWrite write = opened.beginWrite(old.child(name), WriteRequest.ofLength(1))) {
                    write.append(ByteBuffer.wrap(new byte[] {'1'}));
                    write.commit();
                }
            }
            return opened;
        });
        server.clock().advance(storage.clockAhead());
        dav = server.dav();
    }

    private void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
        assertThat(answer.text()).contains(WORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"._name", ".DS_Store"})
    @Proves("EXT-AP-03")
    void areOrdinaryUnlessTheSettingsSayOtherwise(String name) {
        serve(Map.of());
        assertThat(dav.put("/" + name, "finder").status()).isEqualTo(201);
        assertThat(dav.get("/" + name).text()).isEqualTo("finder");
        assertThat(dav.propfind("/", "1").hrefs()).containsExactlyInAnyOrder("/", "/old/", "/" + name);
        assertThat(dav.copy("/" + name, "/" + name + "2").status()).isEqualTo(201);
        assertThat(dav.move("/" + name, "/._moved").status()).isEqualTo(201);
        assertThat(dav.delete("/._moved").status()).isEqualTo(204);
        assertThat(dav.propfind("/", "1").hrefs()).containsExactlyInAnyOrder("/", "/old/", "/" + name + "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"._name", ".DS_Store", ".ds_store", "Thumbs.db", "a.tmp"})
    @Proves("EXT-AP-03")
    void areRefusedByEveryMethodThatMakesThem(String name) {
        serve(Map.of(Setting.REFUSED_NAMES, REFUSED), "plain");
        String path = "/old/" + name;
        assertRefused(dav.put(path, "x"));
        assertRefused(dav.mkcol(path));
        assertRefused(dav.copy("/old/plain", path));
        assertRefused(dav.move("/old/plain", path));
        assertRefused(dav.copy("/old", "/" + name));
        assertRefused(dav.move("/old", "/" + name));
        assertRefused(dav.lock(path, "0").send());
        Answer form =
                new Form().file("plain2", "x").file(name, "x").to(dav, "/old/").send();
        assertRefused(form);
        assertThat(form.text()).contains(name);
        // Nothing of it is there, not even a lock, and what was is as it was.
        assertThat(dav.get(path).status()).isEqualTo(404);
        assertThat(dav.propfind("/old/", "1").hrefs()).containsExactlyInAnyOrder("/old/", "/old/plain");
        assertThat(dav.get("/old/plain").text()).isEqualTo("1");
        assertThat(dav.delete("/old/").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"._", ".DS_Store2", "DS_Store", "aa.tmp", ".tmp"})
    void aNameThatIsOnlyLikeThemIsTaken(String name) {
        serve(Map.of(Setting.REFUSED_NAMES, ".DS_Store,._?*,?.tmp"));
        assertThat(dav.put("/" + name, "x").status()).isEqualTo(201);
    }

    @Test
    void aRefusalComesBeforeTheBody() throws Exception {
        serve(Map.of(Setting.REFUSED_NAMES, REFUSED), "plain");
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT /old/._name HTTP/1.1",
                    "Host: " + server.authority(),
                    "Expect: 100-continue",
                    "Content-Length: 4096");
            assertRefused(client.read());
        }
    }

    @Test
    @Proves("EXT-AP-03")
    void whatIsThereAlreadyIsNeitherHiddenNorLost() {
        serve(Map.of(Setting.REFUSED_NAMES, REFUSED), "plain", "._name");
        assertThat(dav.get("/old/._name").text()).isEqualTo("1");
        assertThat(dav.propfind("/old/", "1").hrefs()).containsExactlyInAnyOrder("/old/", "/old/plain", "/old/._name");
        assertThat(dav.put("/old/._name", "2").status()).isEqualTo(204);
        assertThat(dav.lock("/old/._name", "0")
                        .header("Timeout", "Second-1")
                        .send()
                        .status())
                .isEqualTo(200);
        server.clock().advance(Duration.ofSeconds(2));
        assertThat(dav.copy("/old/", "/copy/").status()).isEqualTo(201);
        assertThat(dav.move("/old/", "/moved/").status()).isEqualTo(201);
        assertThat(dav.get("/copy/._name").text()).isEqualTo("2");
        assertThat(dav.move("/moved/._name", "/moved/other").status()).isEqualTo(201);
        assertThat(dav.delete("/copy/._name").status()).isEqualTo(204);
        assertRefused(dav.put("/copy/._name", "3"));
    }
}
