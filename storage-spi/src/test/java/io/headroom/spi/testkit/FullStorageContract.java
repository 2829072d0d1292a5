package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when the place is full; runs where the fixture is {@link StorageFixture#small()}. */
public abstract class FullStorageContract extends ContractGroup {
    private static final int CHUNK = 64 * 1024;

    protected FullStorageContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @BeforeEach
    void onlyOnASmallPlace() {
        assumeTrue(fixture().small(), "the place is too big to be filled");
    }

    @Test
    @Proves({"S507-GEN-01", "S507-GEN-05", "S507-PUT-02"})
    void whatIsKnownNotToFitIsRefusedAtTheBeginning() {
        assumeTrue(can(Capability.MEASURED_CAPACITY), "the backend can't measure its room");
        FileResource old = write("/a", "old");
        long available = storage().capacity(path("/")).availableBytes().orElseThrow();
        InsufficientStorageException refusal = catchThrowableOfType(
                InsufficientStorageException.class,
                () -> storage().beginWrite(path("/a"), WriteRequest.ofLength(available * 2 + 1)));
        assertThat(refusal.reason()).isEqualTo(Reason.DISK_FULL);
        assertThat(refusal.neededBytes()).hasValue(available * 2 + 1);
        assertThat(refusal.availableBytes()).isPresent();
        assertThat(file("/a")).isEqualTo(old);
    }

    @Test
    @Proves({"S507-GEN-01", "S507-GEN-05", "S507-PUT-04", "DAV-PUT-06"})
    void roomThatRunsOutInMidStreamLeavesTheOldFile() {
        FileResource old = write("/a", "old");
        InsufficientStorageException refusal = fillUp("/a");
        assertThat(refusal.reason()).isEqualTo(Reason.DISK_FULL);
        assertThat(file("/a")).isEqualTo(old);
        assertThat(read("/a")).isEqualTo("old");
        assertThat(names("/")).containsExactly("a");
    }

    @Test
    @Proves("S507-GEN-05")
    void aRefusedWriteGivesItsRoomBack() {
        assumeTrue(can(Capability.MEASURED_CAPACITY), "the backend can't measure its room");
        long before = storage().capacity(path("/")).availableBytes().orElseThrow();
        fillUp("/a");
        assertThat(fixture().leftovers()).isEmpty();
        assertThat(storage().capacity(path("/")).availableBytes().orElseThrow()).isGreaterThan(before - before / 10);
        write(path("/b"), new byte[(int) (before / 2)], WriteRequest.ofUnknownLength());
    }

    @Test
    @Proves({"DAV-DEL-09", "S507-GEN-09"})
    void deletingWorksWhenFullAndMakesRoom() {
        fill();
        assertThatCode(() -> storage().delete(path("/fill-0"))).doesNotThrowAnyException();
        write("/a", "fits again");
        assertThat(read("/a")).isEqualTo("fits again");
    }

    @Test
    @Proves({"S507-MOVE-01", "S507-GEN-09"})
    void movingWorksWhenFull() {
        makeCollection("/c");
        write("/c/member", "x");
        write("/a", "y");
        fill();
        if (can(Capability.ATOMIC_FILE_MOVE)) {
            storage().move(path("/a"), path("/b"), new Precondition.None());
            assertThat(read("/b")).isEqualTo("y");
        }
        if (can(Capability.ATOMIC_TREE_MOVE)) {
            storage().move(path("/c"), path("/d"), new Precondition.None());
            assertThat(read("/d/member")).isEqualTo("x");
        }
    }

    @Test
    @Proves({"S507-MOVE-03", "S507-MOVE-04"})
    void aMoveThatDoesNotFitLeavesBothEnds() {
        assumeTrue(!can(Capability.ATOMIC_FILE_MOVE), "a move needs no room here");
        FileResource file = write(path("/a"), new byte[100_000], WriteRequest.ofUnknownLength());
        FileResource old = write("/b", "old");
        fill();
        assertThat(catchThrowableOfType(
                        InsufficientStorageException.class,
                        () -> storage().move(path("/a"), path("/b"), new Precondition.None())))
                .isNotNull();
        assertThat(file("/a")).isEqualTo(file);
        assertThat(file("/b")).isEqualTo(old);
        assertThat(read("/b")).isEqualTo("old");
    }

    @Test
    @Proves({"S507-COPY-03", "S507-MOVE-04"})
    void aWholeTreeThatDoesNotFitLeavesBothEnds() {
        assumeTrue(can(Capability.WHOLE_TREES), "no whole trees here");
        makeCollection("/t");
        write("/t/a", "aaa");
        makeCollection("/t/sub");
        write(path("/t/sub/b"), new byte[100_000], WriteRequest.ofUnknownLength());
        makeCollection("/u");
        FileResource kept = write("/u/a", "old");
        makeCollection("/u/old");
        write("/u/old/c", "old");
        write("/f", "old");
        fill();
        for (String target : new String[] {"/u", "/f", "/new"}) {
            HeardMembers heard = new HeardMembers();
            assertThat(catchThrowableOfType(
                            InsufficientStorageException.class,
                            () -> storage().copyTree(path("/t"), path(target), true, new Precondition.None(), heard)))
                    .isNotNull();
            assertThat(catchThrowableOfType(
                            InsufficientStorageException.class,
                            () -> storage().moveTree(path("/t"), path(target), new Precondition.None(), heard)))
                    .isNotNull();
        }
        assertThat(file("/u/a")).as("the version too").isEqualTo(kept);
        assertThat(read("/u/a")).isEqualTo("old");
        assertThat(names("/u")).containsExactly("a", "old");
        assertThat(read("/u/old/c")).isEqualTo("old");
        assertThat(read("/f")).isEqualTo("old");
        assertThat(find("/new")).isEmpty();
        assertThat(names("/t")).containsExactly("a", "sub");
        assertThat(fixture().leftovers()).isEmpty();
    }

    @Test
    @Proves({"S507-COPY-03", "S507-MOVE-04"})
    void aFileThatDoesNotFitLeavesTheCollectionThatItShouldReplace() {
        assumeTrue(can(Capability.WHOLE_TREES), "no whole trees here");
        FileResource file = write(path("/file"), new byte[100_000], WriteRequest.ofUnknownLength());
        makeCollection("/u");
        write("/u/old", "old");
        fill();
        assertThat(catchThrowableOfType(
                        InsufficientStorageException.class,
                        () -> storage()
                                .copyTree(
                                        path("/file"), path("/u"), true, new Precondition.None(), new HeardMembers())))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        InsufficientStorageException.class,
                        () -> storage()
                                .moveTree(path("/file"), path("/u"), new Precondition.None(), new HeardMembers())))
                .isNotNull();
        assertThat(read("/u/old")).isEqualTo("old");
        assertThat(file("/file")).isEqualTo(file);
    }

    @Test
    @Proves({"DAV-DEL-09", "S507-GEN-09"})
    void removingAWholeTreeWorksWhenFull() {
        assumeTrue(can(Capability.WHOLE_TREES), "no whole trees here");
        makeCollection("/t");
        makeCollection("/t/sub");
        write(path("/t/sub/b"), new byte[100_000], WriteRequest.ofUnknownLength());
        fill();
        storage().deleteTree(path("/t"), new HeardMembers());
        assertThat(find("/t")).isEmpty();
        write(path("/b"), new byte[50_000], WriteRequest.ofUnknownLength());
    }

    @Test
    @Proves({"S507-COPY-01", "S507-MOVE-04"})
    void aCopyThatDoesNotFitLeavesTheOldTarget() {
        assumeTrue(can(Capability.MEASURED_CAPACITY), "the backend can't measure its room");
        long available = storage().capacity(path("/")).availableBytes().orElseThrow();
        write(path("/big"), new byte[(int) (available / 10 * 7)], WriteRequest.ofUnknownLength());
        FileResource old = write("/target", "old");
        InsufficientStorageException refusal = catchThrowableOfType(
                InsufficientStorageException.class,
                () -> storage().copyFile(path("/big"), path("/target"), new Precondition.None()));
        assertThat(refusal.reason()).isEqualTo(Reason.DISK_FULL);
        assertThat(file("/target")).isEqualTo(old);
        assertThat(read("/target")).isEqualTo("old");
    }

    @Test
    @Proves({"S507-COPY-03", "S507-MOVE-04"})
    void aTreeThatDoesNotFitLeavesTheOldTarget() {
        assumeTrue(can(Capability.STAGED_TREE) && can(Capability.MEASURED_CAPACITY), "no trees here");
        long available = storage().capacity(path("/")).availableBytes().orElseThrow();
        makeCollection("/tree");
        write("/tree/old", "old");
        write(path("/big"), new byte[(int) (available / 10 * 4)], WriteRequest.ofUnknownLength());
        try (PendingTree tree = storage().beginTree(path("/tree"), TreeSize.NONE)) {
            tree.createCollection(path("/tree"));
            tree.copyFile(path("/big"), path("/tree/one"));
            assertThat(catchThrowableOfType(
                            InsufficientStorageException.class, () -> tree.copyFile(path("/big"), path("/tree/two"))))
                    .isNotNull();
        }
        assertThat(names("/tree")).containsExactly("old");
        assertThat(fixture().leftovers()).isEmpty();
    }

    /** Writes until it is full; returns the refusal that ends it. */
    private InsufficientStorageException fillUp(String path) {
        try (PendingWrite write = storage().beginWrite(path(path), WriteRequest.ofUnknownLength())) {
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
            return catchThrowableOfType(InsufficientStorageException.class, () -> {
                while (write.bytesWritten() <= 1L << 30) {
                    write.append(chunk.clear());
                }
                write.commit();
            });
        }
    }

    /** Fills with committed files, down to where not even one byte fits. */
    private void fill() {
        int files = 0;
        for (int size = 4 * 1024 * 1024; size > 0; size /= 8) {
            boolean full = false;
            while (!full) {
                try {
                    write(path("/fill-" + files), new byte[size], WriteRequest.ofUnknownLength());
                    files++;
                } catch (InsufficientStorageException e) {
                    full = true;
                }
            }
        }
        assertThat(files).isPositive();
    }
}
