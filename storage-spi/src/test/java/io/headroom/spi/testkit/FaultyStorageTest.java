package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.ByteRange;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage.Point;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** It fails where it was told to, and nowhere else. */
class FaultyStorageTest {
    private static final ResourcePath FILE = ResourcePath.parse("/file");
    private static final Precondition NONE = new Precondition.None();

    private final FaultyStorage storage = new FaultyStorage(new MemoryStorage(1000, Clock.systemUTC()));
    private final FaultyStorage objects = new FaultyStorage(new MemoryObjectStorage(1000, Clock.systemUTC()));

    private static StorageException full(ResourcePath path) {
        return new InsufficientStorageException(Reason.DISK_FULL, path, null);
    }

    private void write(int bytes) {
        try (PendingWrite write = storage.beginWrite(FILE, WriteRequest.ofUnknownLength())) {
            write.append(ByteBuffer.allocate(bytes));
            write.prepare();
            write.commit();
        }
    }

    /** Everything that can be called, once and in this order. */
    private void all() throws Exception {
        write(5);
        storage.find(FILE);
        storage.list(ResourcePath.ROOT).close();
        try (OpenFile file = storage.open(FILE)) {
            file.transferTo(ByteRange.whole(5), Channels.newChannel(new ByteArrayOutputStream()));
        }
        storage.copyFile(FILE, ResourcePath.parse("/copy"), NONE);
        storage.move(ResourcePath.parse("/copy"), ResourcePath.parse("/moved"), NONE);
        storage.createCollection(ResourcePath.parse("/c"));
        try (PendingTree tree = storage.beginTree(ResourcePath.parse("/t"), new TreeSize(5, 1))) {
            tree.createCollection(ResourcePath.parse("/t"));
            tree.copyFile(FILE, ResourcePath.parse("/t/a"));
            tree.commit(NONE);
        }
        storage.setLastModified(FILE, Instant.EPOCH);
        storage.capacity(FILE);
        storage.listTree(ResourcePath.ROOT).close();
        storage.moveTree(ResourcePath.parse("/t"), ResourcePath.parse("/u"), NONE, new HeardMembers());
        objects.createCollection(ResourcePath.parse("/t"));
        objects.copyTree(ResourcePath.parse("/t"), ResourcePath.parse("/u"), true, NONE, new HeardMembers());
        objects.deleteTree(ResourcePath.parse("/u"), new HeardMembers());
        storage.delete(FILE);
    }

    @ParameterizedTest
    @EnumSource
    void failsAtEveryPoint(Point point) {
        storage.failAlways(point, FaultyStorageTest::full);
        objects.failAlways(point, FaultyStorageTest::full);
        assertThatThrownBy(this::all).isInstanceOf(InsufficientStorageException.class);
    }

    @Test
    void withoutFaultsItOnlyPassesOn() throws Exception {
        all();
        assertThat(storage.find(FILE)).isEmpty();
    }

    @Test
    void aCollectionWhoseListingFailsIsInTheTreeWithoutItsMembers() {
        storage.createCollection(ResourcePath.parse("/c"));
        storage.createCollection(ResourcePath.parse("/c/d"));
        storage.createCollection(ResourcePath.parse("/e"));
        storage.failOn(Point.LIST, ResourcePath.parse("/c"), FaultyStorageTest::full);
        try (Stream<Resource> tree = storage.listTree(ResourcePath.ROOT)) {
            assertThat(tree.map(member -> member.path().toString())).containsExactly("/c", "/e");
        }
    }

    @Test
    void failsAtOneCallOnly() {
        storage.failAt(Point.COMMIT, 2, FaultyStorageTest::full);
        write(1);
        assertThatThrownBy(() -> write(2)).isInstanceOf(InsufficientStorageException.class);
        write(3);
    }

    @Test
    void failsOnOnePathOnly() {
        storage.failOn(Point.BEGIN_WRITE, ResourcePath.parse("/other"), FaultyStorageTest::full);
        write(1);
        assertThatThrownBy(() -> storage.beginWrite(ResourcePath.parse("/other"), WriteRequest.ofUnknownLength()))
                .isInstanceOf(InsufficientStorageException.class);
    }

    @Test
    void failsAfterSoManyBytesUntilHealed() {
        storage.failAfterBytes(10, FaultyStorageTest::full);
        write(10);
        assertThatThrownBy(() -> write(1)).isInstanceOf(InsufficientStorageException.class);
        storage.heal();
        write(100);
    }
}
