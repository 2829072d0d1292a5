package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage.Point;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The object store in memory keeps the contract, and its members fail one by one. */
class MemoryObjectStorageTest extends StorageContract {
    private static final long LIMIT = 16 * 1024 * 1024;
    private static final Precondition NONE = new Precondition.None();

    private final FaultyStorage faults = new FaultyStorage(new MemoryStorage(1000, Clock.systemUTC()));
    private final MemoryObjectStorage storage = new MemoryObjectStorage(faults);
    private final HeardMembers heard = new HeardMembers();

    @Override
    protected StorageFixture fixture() {
        return new StorageFixture() {
            private final MemoryObjectStorage storage = new MemoryObjectStorage(LIMIT, Clock.systemUTC());

            @Override
            public void wipe() {}

            @Override
            public Storage open() {
                return storage;
            }

            @Override
            public boolean small() {
                return true;
            }

            @Override
            public boolean survivesClosing() {
                return false;
            }

            @Override
            public List<String> leftovers() {
                return storage.leftovers();
            }
        };
    }

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private void write(String path) {
        try (PendingWrite write = storage.beginWrite(path(path), WriteRequest.ofUnknownLength())) {
            write.append(ByteBuffer.allocate(10));
            write.commit();
        }
    }

    private List<String> all() {
        try (Stream<Resource> members = storage.listTree(ResourcePath.ROOT)) {
            return members.map(member -> member.path().toString()).sorted().toList();
        }
    }

    private void makeTrees() {
        storage.createCollection(path("/t"));
        storage.createCollection(path("/t/sub"));
        write("/t/sub/a");
        write("/t/b");
        storage.createCollection(path("/u"));
        write("/u/b");
        write("/u/old");
    }

    private void assertAllIsAsBefore() {
        assertThat(all()).containsExactly("/t", "/t/b", "/t/sub", "/t/sub/a", "/u", "/u/b", "/u/old");
        assertThat(storage.leftovers()).isEmpty();
        assertThat(storage.capacity(ResourcePath.ROOT).usedBytes()).hasValue(40);
    }

    @Test
    void aMemberThatCannotBeCopiedStaysBehindWithTheCollectionsAboveIt() {
        makeTrees();
        faults.failOn(Point.COPY_FILE, path("/u/sub/a"), AccessDeniedException::new);
        storage.moveTree(path("/t"), path("/u"), NONE, heard);
        assertThat(heard.failedPaths()).containsExactly("/t/sub/a");
        assertThat(heard.donePaths()).containsExactly("/u", "/u/b", "/u/sub");
        assertThat(all()).containsExactly("/t", "/t/sub", "/t/sub/a", "/u", "/u/b", "/u/sub");
    }

    @Test
    void aCollectionThatCannotBeMadeKeepsItsMembers() {
        makeTrees();
        faults.failOn(Point.CREATE_COLLECTION, path("/u/sub"), AccessDeniedException::new);
        storage.copyTree(path("/t"), path("/u"), true, NONE, heard);
        assertThat(heard.failedPaths()).containsExactly("/t/sub");
        assertThat(heard.donePaths()).containsExactly("/u", "/u/b");
        assertThat(all()).containsExactly("/t", "/t/b", "/t/sub", "/t/sub/a", "/u", "/u/b");
    }

    @Test
    void aMemberThatCannotBeTakenAwayIsAtBothPlaces() {
        makeTrees();
        faults.failOn(Point.DELETE, path("/t/b"), AccessDeniedException::new);
        storage.moveTree(path("/t"), path("/u"), NONE, heard);
        assertThat(heard.failedPaths()).containsExactly("/t/b");
        assertThat(heard.donePaths()).containsExactly("/u", "/u/b", "/u/sub", "/u/sub/a");
        assertThat(all()).containsExactly("/t", "/t/b", "/u", "/u/b", "/u/sub", "/u/sub/a");
    }

    @Test
    void anOldMemberThatCannotBeTakenAwayStays() {
        makeTrees();
        faults.failOn(Point.DELETE, path("/u/old"), AccessDeniedException::new);
        storage.copyTree(path("/t"), path("/u"), true, NONE, heard);
        assertThat(heard.failedPaths()).containsExactly("/u/old");
        assertThat(all()).contains("/u/b", "/u/sub/a", "/u/old");
    }

    @Test
    void whatCannotBeRemovedKeepsTheCollectionsAboveIt() {
        makeTrees();
        faults.failOn(Point.DELETE, path("/t/sub/a"), AccessDeniedException::new);
        storage.deleteTree(path("/t"), heard);
        assertThat(heard.failedPaths()).containsExactly("/t/sub/a");
        assertThat(heard.donePaths()).containsExactly("/t/b");
        assertThat(all()).containsExactly("/t", "/t/sub", "/t/sub/a", "/u", "/u/b", "/u/old");
    }

    @Test
    void noRoomAtTheLastMemberUndoesAllOthers() {
        makeTrees();
        for (String member : List.of("/u/sub/a", "/u/b")) {
            faults.failOn(
                    Point.COPY_FILE,
                    path(member),
                    path -> new InsufficientStorageException(Reason.DISK_FULL, path, null));
            assertThatThrownBy(() -> storage.copyTree(path("/t"), path("/u"), true, NONE, heard))
                    .isInstanceOf(InsufficientStorageException.class);
            assertThatThrownBy(() -> storage.moveTree(path("/t"), path("/u"), NONE, heard))
                    .isInstanceOf(InsufficientStorageException.class);
            faults.heal();
            assertAllIsAsBefore();
        }
    }

    @Test
    void theRoomOfWhatWasReplacedComesBack() {
        makeTrees();
        storage.moveTree(path("/t"), path("/u"), NONE, heard);
        assertThat(all()).containsExactly("/u", "/u/b", "/u/sub", "/u/sub/a");
        assertThat(storage.capacity(ResourcePath.ROOT).usedBytes()).hasValue(20);
    }
}
