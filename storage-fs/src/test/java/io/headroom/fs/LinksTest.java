package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.NotEmptyException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnsupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbolic links: those inside the root are shown, none leads out, none is written through. */
class LinksTest extends DirectoryTest {
    private static final Precondition NONE = new Precondition.None();

    private Path secret;

    @BeforeEach
    void makeLinks() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        secret = Files.writeString(outside.resolve("secret"), "secret");
        Files.createDirectories(root.resolve("dir/sub"));
        Files.writeString(root.resolve("dir/file"), "inside");
        Files.createSymbolicLink(root.resolve("to-file"), Path.of("dir/file"));
        Files.createSymbolicLink(root.resolve("to-dir"), root.resolve("dir"));
        Files.createSymbolicLink(root.resolve("out-file"), secret);
        Files.createSymbolicLink(root.resolve("out-dir"), outside);
        Files.createSymbolicLink(root.resolve("out-relative"), Path.of("../outside"));
        Files.createSymbolicLink(root.resolve("out-twice"), root.resolve("out-dir"));
        Files.createSymbolicLink(root.resolve("dangling"), root.resolve("nowhere"));
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        Files.createSymbolicLink(root.resolve("to-state"), root.resolve(".headroom/staging"));
        Files.createSymbolicLink(root.resolve("to-system"), Path.of("/"));
        Files.createSymbolicLink(root.resolve("to-root"), root);
        Files.createSymbolicLink(root.resolve("dir/sub/up"), Path.of(".."));
    }

    @Test
    void thoseInsideAreShownAsTheirTargets() throws IOException {
        assertThat(names("/")).containsExactly("dir", "to-dir", "to-file");
        assertThat(storage.find(path("/to-file"))).get().isInstanceOf(FileResource.class);
        assertThat(storage.find(path("/to-dir"))).get().isInstanceOf(CollectionResource.class);
        assertThat(read("/to-file")).isEqualTo("inside");
        assertThat(read("/to-dir/file")).isEqualTo("inside");
        assertThat(names("/to-dir")).containsExactly("file", "sub");
    }

    @Test
    void aDirectoryIsNeverShownBelowItself() {
        assertThat(names("/dir/sub")).isEmpty();
        assertThat(names("/to-dir/sub")).isEmpty();
        assertThat(storage.find(path("/to-root"))).isEmpty();
    }

    @Test
    void twoLinksThatLeadToEachOtherEnd() throws IOException {
        Files.createDirectory(root.resolve("a"));
        Files.createDirectory(root.resolve("b"));
        Files.createSymbolicLink(root.resolve("a/x"), root.resolve("b"));
        Files.createSymbolicLink(root.resolve("b/y"), root.resolve("a"));
        assertThat(names("/a")).containsExactly("x");
        assertThat(names("/a/x")).isEmpty();
        assertThat(names("/b/y")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/out-file",
                "/out-dir",
                "/out-relative",
                "/out-twice",
                "/dangling",
                "/loop",
                "/to-state",
                "/to-system",
                "/out-dir/secret",
                "/out-relative/secret",
                "/out-twice/secret",
                "/to-system/etc/passwd",
                "/loop/x",
                "/to-state/x",
                "/dir/sub/up"
            })
    void theOthersAreNotThere(String hidden) {
        assertThat(storage.find(path(hidden))).isEmpty();
        assertThatThrownBy(() -> storage.open(path(hidden))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> storage.list(path(hidden))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> storage.move(path(hidden), path("/taken"), NONE))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> storage.copyFile(path(hidden), path("/taken"), NONE))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> storage.delete(path(hidden))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> storage.setLastModified(path(hidden), Instant.EPOCH))
                .isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/out-file", "/out-dir", "/dangling", "/loop", "/to-state"})
    void nothingIsWrittenOverAHiddenLink(String hidden) throws IOException {
        refusedBy(AccessDeniedException.class, hidden);
        assertThat(Files.isSymbolicLink(root.resolve(hidden.substring(1)))).isTrue();
        assertThat(Files.readString(secret)).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/out-dir/new", "/out-relative/new", "/to-system/new", "/to-state/new", "/dangling/new"})
    void nothingIsWrittenBehindAHiddenLink(String hidden) throws IOException {
        refusedBy(ParentMissingException.class, hidden);
        try (var outside = Files.list(secret.getParent())) {
            assertThat(outside).containsExactly(secret);
        }
    }

    private void refusedBy(Class<? extends StorageException> type, String target) {
        assertThatThrownBy(() -> write(target, "evil")).isInstanceOf(type);
        assertThatThrownBy(() -> storage.createCollection(path(target))).isInstanceOf(type);
        assertThatThrownBy(() -> storage.copyFile(path("/dir/file"), path(target), NONE))
                .isInstanceOf(type);
        assertThatThrownBy(() -> storage.move(path("/dir/file"), path(target), NONE))
                .isInstanceOf(type);
        assertThatThrownBy(() -> storage.move(path("/dir"), path(target), NONE)).isInstanceOf(type);
        assertThatThrownBy(() -> {
                    try (PendingTree tree = storage.beginTree(path(target), TreeSize.NONE)) {
                        tree.createCollection(path(target));
                        tree.commit(NONE);
                    }
                })
                .isInstanceOf(type);
    }

    @Test
    void aLinkThatComesDuringAnUploadIsNotFollowed() throws IOException {
        storage.createCollection(path("/up"));
        try (PendingWrite write = storage.beginWrite(path("/up/secret"), WriteRequest.ofUnknownLength())) {
            write.append(bytes(3));
            Files.delete(root.resolve("up"));
            Files.createSymbolicLink(root.resolve("up"), secret.getParent());
            assertThatThrownBy(write::commit).isInstanceOf(ParentMissingException.class);
        }
        assertThat(Files.readString(secret)).isEqualTo("secret");
    }

    @Test
    void aWriteReplacesAShownLinkAndNotItsTarget() throws IOException {
        write("/to-file", "new");
        assertThat(read("/to-file")).isEqualTo("new");
        assertThat(Files.isSymbolicLink(root.resolve("to-file"))).isFalse();
        assertThat(Files.readString(root.resolve("dir/file"))).isEqualTo("inside");
    }

    @Test
    void deletingRemovesTheLinkItself() throws IOException {
        storage.delete(path("/to-file"));
        storage.delete(path("/to-dir"));
        assertThat(Files.exists(root.resolve("to-dir"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(Files.readString(root.resolve("dir/file"))).isEqualTo("inside");
    }

    @Test
    void aCollectionTakesItsHiddenLinksAlong() throws IOException {
        storage.createCollection(path("/c"));
        Files.createSymbolicLink(root.resolve("c/out"), secret);
        Files.createSymbolicLink(root.resolve("c/dangling"), Path.of("nowhere"));
        storage.delete(path("/c"));
        assertThat(storage.find(path("/c"))).isEmpty();
        assertThat(Files.readString(secret)).isEqualTo("secret");
    }

    @Test
    void aCollectionWithAShownLinkIsNotEmpty() throws IOException {
        storage.createCollection(path("/c"));
        Files.createSymbolicLink(root.resolve("c/out"), secret);
        Files.createSymbolicLink(root.resolve("c/shown"), root.resolve("dir/file"));
        assertThatThrownBy(() -> storage.delete(path("/c"))).isInstanceOf(NotEmptyException.class);
        assertThat(Files.isSymbolicLink(root.resolve("c/out"))).isTrue();
    }

    @Test
    void movingALinkOntoItsTargetKeepsTheContent() throws IOException {
        storage.move(path("/to-file"), path("/dir/file"), NONE);
        assertThat(read("/dir/file")).isEqualTo("inside");
        assertThat(names("/")).doesNotContain("to-file");
    }

    @Test
    void movingAFileOntoItsLinkKeepsTheContent() throws IOException {
        storage.move(path("/dir/file"), path("/to-file"), NONE);
        assertThat(read("/to-file")).isEqualTo("inside");
        assertThat(names("/dir")).containsExactly("sub");
    }

    @Test
    void movingOneHardLinkOntoAnotherLeavesOne() throws IOException {
        Files.createLink(root.resolve("hard"), root.resolve("dir/file"));
        storage.move(path("/hard"), path("/dir/file"), NONE);
        assertThat(names("/")).doesNotContain("hard");
        assertThat(read("/dir/file")).isEqualTo("inside");
    }

    @Test
    void noTreeMovesIntoItselfByWayOfALink() throws IOException {
        assertThatThrownBy(() -> storage.move(path("/dir"), path("/to-dir/inside"), NONE))
                .isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(() -> storage.move(path("/to-dir/sub"), path("/dir"), NONE))
                .isInstanceOf(UnsupportedException.class);
        assertThat(read("/dir/file")).isEqualTo("inside");
    }

    @Test
    void allCanBeHidden() throws IOException {
        reopen(Map.of("links", "hide"));
        assertThat(names("/")).containsExactly("dir");
        assertThat(storage.find(path("/to-file"))).isEmpty();
        assertThat(storage.find(path("/to-dir/file"))).isEmpty();
        assertThatThrownBy(() -> write("/to-dir/new", "x")).isInstanceOf(ParentMissingException.class);
        assertThatThrownBy(() -> write("/to-file", "x")).isInstanceOf(AccessDeniedException.class);
        assertThat(read("/dir/file")).isEqualTo("inside");
    }
}
