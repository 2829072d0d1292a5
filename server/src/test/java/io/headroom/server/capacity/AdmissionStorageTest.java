package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Room is promised once, metered, and given back on every way out. */
class AdmissionStorageTest {
    private static final long LIMIT = 10_000;
    private static final ResourcePath FILE = ResourcePath.parse("/file");

    private final MemoryStorage memory = new MemoryStorage(LIMIT, new MutableClock(Instant.EPOCH));
    private final Books books = new Books();
    private final Admission admission =
            new Admission(memory, new Floor(1, 1_000), books.accounts(), new MutableClock(Instant.EPOCH));
    private final AdmissionStorage storage = new AdmissionStorage(memory, admission, books);

    @AfterEach
    void close() {
        storage.close();
    }

    private long available() {
        return storage.capacity(ResourcePath.ROOT).availableBytes().orElseThrow();
    }

    private void write(ResourcePath path, int bytes) {
        try (PendingWrite write = storage.beginWrite(path, WriteRequest.ofLength(bytes))) {
            write.append(ByteBuffer.allocate(bytes));
            write.commit();
        }
    }

    @Test
    @Proves({"QUOTA-PF-05", "S507-GEN-07"})
    void whatIsPromisedLeavesTheAvailableFigure() {
        assertThat(available()).isEqualTo(9_000);
        try (PendingWrite write = storage.beginWrite(FILE, WriteRequest.ofLength(4_000))) {
            assertThat(available()).isEqualTo(5_000);
            write.append(ByteBuffer.allocate(1_000));
            assertThat(available()).isEqualTo(5_000);
        }
        assertThat(available()).isEqualTo(9_000);
        assertThat(admission.reserved()).isZero();
    }

    @Test
    @Proves("S507-GEN-07")
    void whatIsPreparedKeepsNoMoreRoomThanItsBytes() {
        try (PendingWrite write = storage.beginWrite(FILE, WriteRequest.ofLength(4_000))) {
            write.append(ByteBuffer.allocate(1_000));
            write.prepare();
            assertThat(admission.reserved()).isZero();
            assertThat(available()).isEqualTo(8_000);
            write.commit();
        }
        assertThat(available()).isEqualTo(8_000);
    }

    @Test
    @Proves("S507-GEN-07")
    void twoUploadsAreNeverPromisedTheSameBytes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 200; round++) {
                CyclicBarrier start = new CyclicBarrier(2);
                Future<Boolean> one = threads.submit(() -> begins(start, "/one"));
                Future<Boolean> two = threads.submit(() -> begins(start, "/two"));
                assertThat(one.get(10, TimeUnit.SECONDS) ^ two.get(10, TimeUnit.SECONDS))
                        .as("round %d", round)
                        .isTrue();
                assertThat(admission.reserved()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean begins(CyclicBarrier start, String path) throws Exception {
        start.await(10, TimeUnit.SECONDS);
        boolean began;
        try (PendingWrite write = storage.beginWrite(ResourcePath.parse(path), WriteRequest.ofLength(5_400))) {
            began = true;
            start.await(10, TimeUnit.SECONDS);
        } catch (InsufficientStorageException e) {
            began = false;
            start.await(10, TimeUnit.SECONDS);
        }
        return began;
    }

    @Test
    @Proves("QUOTA-PF-10")
    void exactlyWhatIsAvailableFitsAndOneByteMoreDoesNot() {
        assertThatThrownBy(() -> write(FILE, 9_001))
                .isInstanceOfSatisfying(InsufficientStorageException.class, full -> {
                    assertThat(full.reason()).isEqualTo(Reason.FLOOR);
                    assertThat(full.neededBytes()).hasValue(9_001);
                    assertThat(full.availableBytes()).hasValue(9_000);
                });
        write(FILE, 9_000);
        assertThat(available()).isZero();
    }

    @Test
    @Proves("S507-PUT-04")
    void anUnknownLengthIsMeteredToTheLastByte() {
        try (PendingWrite write = storage.beginWrite(FILE, WriteRequest.ofUnknownLength())) {
            for (int i = 0; i < 9; i++) {
                write.append(ByteBuffer.allocate(1_000));
            }
            assertThatThrownBy(() -> write.append(ByteBuffer.allocate(1)))
                    .isInstanceOf(InsufficientStorageException.class);
        }
        assertThat(storage.find(FILE)).isEmpty();
        assertThat(available()).isEqualTo(9_000);
    }

    @Test
    @Proves("QUOTA-PF-08")
    void whatMakesTheWholeNoLargerMayUseTheFloor() {
        write(ResourcePath.parse("/rest"), 8_500);
        write(FILE, 500);
        assertThat(available()).isZero();
        write(FILE, 500);
        write(FILE, 100);
        assertThatThrownBy(() -> write(FILE, 2_000)).isInstanceOf(InsufficientStorageException.class);
    }

    @Test
    @Proves({"S507-MK-01", "S507-LK-01"})
    void nothingIsMadeWhenNothingIsLeft() {
        write(FILE, 9_000);
        assertThatThrownBy(() -> storage.createCollection(ResourcePath.parse("/folder")))
                .isInstanceOf(InsufficientStorageException.class);
        assertThatThrownBy(() -> write(ResourcePath.parse("/empty"), 0))
                .isInstanceOf(InsufficientStorageException.class);
        storage.delete(FILE);
        storage.createCollection(ResourcePath.parse("/folder"));
    }

    @Test
    void aMissingParentMattersMoreThanMissingRoom() {
        assertThatThrownBy(() -> write(ResourcePath.parse("/missing/file"), 9_999))
                .isInstanceOf(ParentMissingException.class);
        assertThat(admission.reserved()).isZero();
    }

    @Test
    @Proves({"S507-COPY-01", "S507-COPY-02"})
    void copiesAreRefusedBeforeTheyBegin() {
        write(FILE, 5_000);
        assertThatThrownBy(() -> storage.copyFile(FILE, ResourcePath.parse("/copy"), new Precondition.None()))
                .isInstanceOf(InsufficientStorageException.class);
        assertThatThrownBy(() -> storage.beginTree(ResourcePath.parse("/tree"), new TreeSize(4_001, 1)))
                .isInstanceOf(InsufficientStorageException.class);
        try (PendingTree tree = storage.beginTree(ResourcePath.parse("/tree"), TreeSize.NONE)) {
            tree.createCollection(ResourcePath.parse("/tree"));
            assertThatThrownBy(() -> tree.copyFile(FILE, ResourcePath.parse("/tree/file")))
                    .isInstanceOf(InsufficientStorageException.class);
        }
        assertThat(admission.reserved()).isZero();
        assertThat(available()).isEqualTo(4_000);
    }
}
