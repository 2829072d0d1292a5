package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headroom.spi.FileResource;
import io.headroom.spi.PendingTree;
import io.headroom.spi.Precondition;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import io.headroom.spi.testkit.SmallVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More than one volume, one without inodes, one that can't be written. */
class VolumesIT extends DirectoryTest {
    private static final Precondition NONE = new Precondition.None();

    private SmallVolume volume;
    private Path bound;

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        storage.close();
        if (bound != null) {
            SmallVolume.run("umount", bound.toString());
        }
        if (volume != null) {
            volume.close();
        }
    }

    private void serve(Path directory, Map<String, String> settings) {
        storage.close();
        root = directory;
        storage = open(settings);
    }

    /** Shows a directory at {@code /mounted} of the root. */
    private void bind(Path source) throws IOException, InterruptedException {
        bound = Files.createDirectory(root.resolve("mounted"));
        SmallVolume.run("mount", "--bind", source.toString(), bound.toString());
    }

    @Test
    @Proves({"S507-GEN-02", "S507-MK-01"})
    void aVolumeWithoutInodesHasNoRoomForNames() throws IOException, InterruptedException {
        volume = SmallVolume.tmpfs("size=32m,nr_inodes=200");
        serve(volume.directory(), Map.of());
        write("/a", "old");
        InsufficientStorageException failure = null;
        for (int i = 0; i < 300 && failure == null; i++) {
            int number = i;
            failure = catchThrowableOfType(
                    InsufficientStorageException.class, () -> storage.createCollection(path("/c" + number)));
        }
        assertThat(failure).returns(Reason.NO_INODES, InsufficientStorageException::reason);
        assertThat(catchThrowableOfType(InsufficientStorageException.class, () -> write("/a", "new")))
                .returns(Reason.NO_INODES, InsufficientStorageException::reason);
        assertThat(read("/a")).isEqualTo("old");
        storage.delete(path("/c0"));
        write("/a", "new");
        assertThat(read("/a")).isEqualTo("new");
    }

    @Test
    void aVolumeMountedInsideTheRootIsPartOfIt() throws IOException, InterruptedException {
        volume = SmallVolume.tmpfs("size=16m");
        bind(volume.directory());
        write("/mounted/a", "x");
        write("/b", "y");
        storage.move(path("/b"), path("/mounted/b"), NONE);
        storage.copyFile(path("/mounted/a"), path("/c"), NONE);
        assertThat(names("/mounted")).containsExactly("a", "b");
        assertThat(read("/mounted/b")).isEqualTo("y");
        assertThat(read("/c")).isEqualTo("x");
        assertThat(names("/")).containsExactly("c", "mounted");
        assertThat(DirectoryFixture.leftovers(root)).isEmpty();
    }

    @Test
    void itsRoomIsItsOwn() throws IOException, InterruptedException {
        volume = SmallVolume.tmpfs("size=16m");
        bind(volume.directory());
        assertThat(storage.capacity(path("/mounted/new")).availableBytes().orElseThrow())
                .isLessThanOrEqualTo(16 << 20);
        assertThatThrownBy(() -> storage.beginWrite(path("/mounted/new"), WriteRequest.ofLength(17 << 20)))
                .isInstanceOf(InsufficientStorageException.class);
    }

    @Test
    void treesAreBuiltAndReplacedThere() throws IOException, InterruptedException {
        volume = SmallVolume.tmpfs("size=16m");
        bind(volume.directory());
        write("/a", "x");
        for (int round = 0; round < 2; round++) {
            try (PendingTree tree = storage.beginTree(path("/mounted/t"), TreeSize.NONE)) {
                tree.createCollection(path("/mounted/t"));
                tree.copyFile(path("/a"), path("/mounted/t/a" + round));
                tree.commit(NONE);
            }
        }
        assertThat(names("/mounted/t")).containsExactly("a1");
        assertThat(DirectoryFixture.leftovers(root)).isEmpty();
    }

    @Test
    void aTreeDoesNotMoveBetweenVolumes() throws IOException, InterruptedException {
        volume = SmallVolume.tmpfs("size=16m");
        bind(volume.directory());
        storage.createCollection(path("/t"));
        storage.createCollection(path("/mounted/u"));
        write("/t/a", "x");
        for (String target : new String[] {"/mounted/t", "/mounted/u"}) {
            assertThatThrownBy(() -> storage.move(path("/t"), path(target), NONE))
                    .isInstanceOf(UnsupportedException.class);
        }
        assertThat(read("/t/a")).isEqualTo("x");
        assertThat(names("/mounted")).containsExactly("u");
        assertThat(DirectoryFixture.leftovers(root)).isEmpty();
    }

    @Test
    void anotherMountOfTheSameVolumeIsBeyondARename() throws IOException, InterruptedException {
        SmallVolume.tmpfs("size=1m").close();
        bind(Files.createDirectory(folder.resolve("same-volume")));
        write("/a", "x");
        FileResource written = put("/mounted/a");
        assertThat(storage.find(path("/mounted/a"))).contains(written);
        storage.move(path("/a"), path("/mounted/b"), NONE);
        assertThat(names("/mounted")).containsExactly("a", "b");
        assertThat(names("/")).containsExactly("mounted");
        assertThat(DirectoryFixture.leftovers(root)).isEmpty();
    }

    private FileResource put(String target) {
        ResourcePath path = path(target);
        try (var write = storage.beginWrite(path, WriteRequest.ofUnknownLength())) {
            write.append(bytes(100_000));
            return write.commit();
        }
    }

    @Test
    void theStateFolderMayBeOnAnotherVolume() throws IOException, InterruptedException {
        volume = SmallVolume.tmpfs("size=16m");
        storage.close();
        TreeRemoval.remove(root.resolve(".headroom"));
        serve(root, Map.of("state", volume.directory().resolve("state").toString()));
        storage.createCollection(path("/c"));
        write("/c/a", "x");
        write("/c/a", "y");
        try (var unfinished = storage.beginWrite(path("/c/b"), WriteRequest.ofUnknownLength())) {
            unfinished.append(bytes(10));
            assertThat(names("/c")).containsExactly("a");
        }
        assertThat(read("/c/a")).isEqualTo("y");
        assertThat(DirectoryFixture.leftovers(root)).isEmpty();
    }

    @Test
    @Proves("S507-GEN-02")
    void aVolumeThatTurnsReadOnlyDeniesChanges() throws IOException, InterruptedException {
        volume = SmallVolume.ext4(16);
        // Elsewhere, because a volume with a file open for writing can't be remounted.
        serve(volume.directory(), Map.of("state", folder.resolve("state").toString()));
        write("/a", "old");
        // What the kernel does after an error of the disk.
        SmallVolume.run("mount", "-o", "remount,ro", volume.directory().toString());
        assertThatThrownBy(() -> write("/a", "new")).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> storage.createCollection(path("/c"))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> storage.delete(path("/a"))).isInstanceOf(AccessDeniedException.class);
        assertThat(read("/a")).isEqualTo("old");
        assertThat(folder.resolve("state/staging")).isDirectoryNotContaining("regex:.*\\.beside");
    }
}
