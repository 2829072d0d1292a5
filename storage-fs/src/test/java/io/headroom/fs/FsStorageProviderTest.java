package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.fs.FsSettings.Links;
import io.headroom.fs.FsSettings.Sync;
import io.headroom.spi.Capability;
import io.headroom.spi.Precondition;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageProvider;
import io.headroom.spi.StorageSettings;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Settings, and what is refused at the start. */
class FsStorageProviderTest extends DirectoryTest {
    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(StorageProvider.class))
                .extracting(StorageProvider::name)
                .contains("fs");
    }

    @Test
    void everyKeyAndItsDefault() {
        FsSettings settings = FsSettings.from(new StorageSettings(Map.of("root", "/srv/data")));
        assertThat(settings)
                .isEqualTo(new FsSettings(
                        Path.of("/srv/data"),
                        Path.of("/srv/data/.headroom"),
                        Sync.ALWAYS,
                        Links.INSIDE,
                        Duration.ofSeconds(1),
                        false));
        assertThat(FsSettings.KEYS)
                .containsExactlyInAnyOrder("root", "state", "sync", "links", "kept-listings", "read-only");
    }

    @Test
    void everyKeyAndAnotherValue() {
        FsSettings settings = FsSettings.from(new StorageSettings(Map.of(
                "root",
                "/srv/data",
                "state",
                "/srv/state",
                "sync",
                "never",
                "links",
                "hide",
                "kept-listings",
                "20",
                "read-only",
                "true")));
        assertThat(settings)
                .isEqualTo(new FsSettings(
                        Path.of("/srv/data"),
                        Path.of("/srv/state"),
                        Sync.NEVER,
                        Links.HIDE,
                        Duration.ofMillis(20),
                        true));
    }

    private void refused(String message, Map<String, String> settings) {
        assertThatThrownBy(() -> new FsStorageProvider().open(new StorageSettings(settings), Clock.systemUTC()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message)
                .hasMessageEndingWith(".");
    }

    @Test
    void wrongSettings() throws IOException {
        String file = Files.writeString(folder.resolve("file"), "x").toString();
        String other = Files.createDirectory(folder.resolve("other")).toString();
        refused("'root' is missing", Map.of());
        refused("'root' is empty", Map.of("root", " "));
        refused("doesn't exist", Map.of("root", folder.resolve("missing").toString()));
        refused("is not a directory", Map.of("root", file));
        refused("'sync' is 'sometimes'", Map.of("root", other, "sync", "sometimes"));
        refused("'rot' is unknown", Map.of("root", other, "rot", "x"));
        refused("must begin with .headroom", Map.of("root", other, "state", "visible"));
        refused("must not hold the root", Map.of("root", other, "state", folder.toString()));
        refused("can't be used", Map.of("root", other, "state", file));
    }

    @Test
    void aSecondServerOnTheSameRootIsRefused() {
        refused("Another server", Map.of("root", root.toString()));
        storage.close();
        storage = open(Map.of());
    }

    @Test
    void theStateFolderMayLieElsewhere() throws IOException {
        Path state = folder.resolve("state");
        reopen(Map.of("state", state.toString()));
        write("/a", "x");
        assertThat(read("/a")).isEqualTo("x");
        assertThat(state).isDirectory();
    }

    @Test
    void readOnlyWritesNothingAtAll() throws IOException {
        write("/a", "x");
        storage.createCollection(path("/c"));
        storage.close();
        TreeRemoval.remove(root.resolve(".headroom"));
        storage = open(Map.of("read-only", "true"));
        assertThat(storage.capabilities())
                .containsExactlyInAnyOrder(Capability.READ_ONLY, Capability.MEASURED_CAPACITY);
        assertThat(read("/a")).isEqualTo("x");
        assertThat(names("/")).containsExactly("a", "c");
        denied(() -> storage.beginWrite(path("/b"), WriteRequest.ofUnknownLength()));
        denied(() -> storage.createCollection(path("/b")));
        denied(() -> storage.copyFile(path("/a"), path("/b"), new Precondition.None()));
        denied(() -> storage.move(path("/a"), path("/b"), new Precondition.None()));
        denied(() -> storage.beginTree(path("/b"), TreeSize.NONE));
        denied(() -> storage.delete(path("/a")));
        denied(() -> storage.setLastModified(path("/a"), Instant.EPOCH));
        assertThat(root.resolve(".headroom")).doesNotExist();
        try (Storage second = open(Map.of("read-only", "true"))) {
            assertThat(second.find(path("/a"))).isPresent();
        }
    }

    private static void denied(Executable change) {
        assertThatThrownBy(change::execute).isInstanceOf(AccessDeniedException.class);
    }
}
