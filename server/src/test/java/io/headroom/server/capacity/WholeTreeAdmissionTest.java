package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headroom.server.tree.TreeWalk;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeListener;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.HeardMembers;
import io.headroom.spi.testkit.MemoryObjectStorage;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees that the storage copies, moves and removes itself: the books are right to the byte, also when only a part went. */
class WholeTreeAdmissionTest {
    private static final long ROOM = 10_000;
    private static final Precondition NONE = new Precondition.None();

    private final Clock clock = new MutableClock(Instant.EPOCH);
    private final FaultyStorage faults = new FaultyStorage(new MemoryStorage(ROOM, clock));
    private final FaultyStorage objects = new FaultyStorage(new MemoryObjectStorage(faults));
    private final HeardMembers heard = new HeardMembers();
    private CapacityLedger ledger;
    private Storage storage;

    @BeforeEach
    void open() {
        // A floor of 1,000 bytes; alice may have 3,000 and bob 1,500, and 20 entries each.
        ledger = CapacityLedger.open(
                objects,
                new CapacityLedger.Settings(
                        new Floor(1, 1_000),
                        Map.of(
                                path("/alice"), limit(3_000, 20),
                                path("/bob"), limit(1_500, 20),
                                path("/alice/u/inner"), limit(400, 5)),
                        Duration.ZERO),
                new MemoryQuotaStore(),
                clock);
        storage = ledger.storage();
        storage.createCollection(path("/alice"));
        storage.createCollection(path("/bob"));
        storage.createCollection(path("/alice/t"));
        storage.createCollection(path("/alice/t/inner"));
        write("/alice/t/inner/a", 300);
        write("/alice/t/b", 700);
        storage.createCollection(path("/alice/u"));
        write("/alice/u/old", 500);
    }

    @AfterEach
    void close() {
        ledger.close();
        storage.close();
    }

    private static QuotaLimit limit(long bytes, long entries) {
        return new QuotaLimit(OptionalLong.of(bytes), OptionalLong.of(entries));
    }

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private void write(String path, int bytes) {
        try (PendingWrite write = storage.beginWrite(path(path), WriteRequest.ofLength(bytes))) {
            write.append(ByteBuffer.allocate(bytes));
            write.commit();
        }
    }

    private void copy(String source, String target) {
        storage.copyTree(path(source), path(target), true, NONE, heard);
    }

    private void move(String source, String target) {
        storage.moveTree(path(source), path(target), NONE, heard);
    }

    private static InsufficientStorageException refused(Runnable work) {
        InsufficientStorageException refusal = catchThrowableOfType(InsufficientStorageException.class, work::run);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private List<String> all() {
        try (Stream<Resource> members = objects.listTree(ResourcePath.ROOT)) {
            return members.map(member -> member.path().toString()).sorted().toList();
        }
    }

    /** Every quota's figures are those that a count finds, and nothing is promised to anyone. */
    private void assertBooksAreRight() {
        for (Room room : ledger.all()) {
            assertThat(room.reservedBytes()).as("%s: promised", room.path()).isZero();
            if (room.kind() == Room.Kind.QUOTA) {
                long[] found = new long[2];
                new TreeWalk(objects).forEach(room.path(), member -> {
                    found[0] += member instanceof FileResource file ? file.size() : 0;
                    found[1] += member.path().equals(room.path()) ? 0 : 1;
                });
                assertThat(room.usedBytes()).as("%s: bytes", room.path()).hasValue(found[0]);
                assertThat(room.usedEntries()).as("%s: entries", room.path()).hasValue(found[1]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/alice/t, /alice/new",
        "/alice/t, /alice/u",
        "/alice/t, /bob/t",
        "/alice/t, /elsewhere",
        "/alice/t/b, /alice/u",
        "/alice/t/inner, /alice/t/b"
    })
    @Proves("S507-GEN-06")
    void whatComesAndGoesIsBooked(String source, String target) {
        copy(source, target);
        assertBooksAreRight();
        storage.copyTree(path(source), path(target), false, NONE, heard);
        assertBooksAreRight();
        move(source, target);
        assertBooksAreRight();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/alice/t", "/alice/u", "/alice"})
    @Proves("DAV-DEL-09")
    void whatIsRemovedIsBooked(String top) {
        copy("/alice/t/inner", "/alice/u/inner");
        storage.deleteTree(path(top), heard);
        assertBooksAreRight();
    }

    @Test
    @Proves("DAV-DEL-03")
    void whatIsRemovedInPartIsBookedInPart() {
        faults.failOn(Point.DELETE, path("/alice/t/inner/a"), AccessDeniedException::new);
        storage.deleteTree(path("/alice/t"), heard);
        assertThat(all()).contains("/alice/t/inner/a").doesNotContain("/alice/t/b");
        assertBooksAreRight();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/alice/u", "/bob/t", "/alice/new"})
    @Proves({"S507-MOVE-05", "DAV-CP-18"})
    void whatWentInPartIsBookedInPart(String target) {
        faults.failOn(Point.COPY_FILE, path(target + "/inner/a"), AccessDeniedException::new);
        copy("/alice/t", target);
        assertBooksAreRight();
        move("/alice/t", target);
        assertThat(heard.failedPaths()).containsExactly("/alice/t/inner/a");
        assertBooksAreRight();
    }

    @Test
    void whatIsAtBothPlacesOrStaysAtTheTargetIsBooked() {
        faults.failOn(Point.DELETE, path("/alice/t/b"), AccessDeniedException::new);
        faults.failOn(Point.DELETE, path("/alice/u/old"), AccessDeniedException::new);
        move("/alice/t", "/alice/u");
        assertThat(all()).contains("/alice/t/b", "/alice/u/b", "/alice/u/old");
        assertBooksAreRight();
    }

    @Test
    void anUnknownOutcomeIsLookedAt() {
        objects.failOn(Point.COPY_TREE, path("/alice/u"), path -> {
            // All of it happened, but the answer was lost.
            faults.delete(path("/alice/u/old"));
            return new OutcomeUnknownException(path, new IOException("no answer"));
        });
        assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> copy("/alice/t", "/alice/u")))
                .isNotNull();
        assertBooksAreRight();
    }

    @Test
    @Proves({"S507-COPY-02", "S507-MOVE-04"})
    void aTreeThatDoesNotFitIntoAQuotaIsRefusedWhole() {
        write("/alice/t/more", 600);
        List<String> before = all();
        for (String target : List.of("/bob/t", "/bob/t2")) {
            assertThat(refused(() -> copy("/alice/t", target)).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
            assertThat(refused(() -> move("/alice/t", target)).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        }
        // What is replaced counts for the quota: 500 go, 1,600 come, and 900 are left.
        assertThat(refused(() -> copy("/alice/t", "/alice/u")).shortage().needed())
                .hasValue(1_100);
        assertThat(all()).isEqualTo(before);
        assertThat(heard.donePaths()).isEmpty();
        assertBooksAreRight();
    }

    @Test
    @Proves("S507-COPY-02")
    void aQuotaInsideTheTargetIsAskedBeforeTheFirstMember() {
        write("/alice/t/inner/more", 200);
        List<String> before = all();
        assertThat(refused(() -> copy("/alice/t", "/alice/u")).path()).isEqualTo(path("/alice/u"));
        assertThat(all()).isEqualTo(before);
        assertBooksAreRight();
    }

    @Test
    @Proves({"S507-MOVE-01", "QUOTA-PF-08"})
    void aMoveInsideAFullQuotaNeedsNoneOfIt() {
        write("/alice/rest", 1_500);
        assertThat(storage.capacity(path("/alice")).availableBytes()).hasValue(0);
        move("/alice/t", "/alice/moved");
        storage.move(path("/alice/rest"), path("/alice/moved/rest"), NONE);
        move("/alice/moved", "/alice/u");
        assertBooksAreRight();
    }

    @Test
    @Proves("S507-MOVE-03")
    void aMoveHoldsBothTreesOnTheVolumeForTheMomentAndMayUseTheFloor() {
        write("/ballast", 7_000);
        // 1,500 are left of which 1,000 are the floor: enough for the tree of 1,000, and too little for one of 1,600.
        move("/alice/t", "/alice/moved");
        assertBooksAreRight();
        write("/alice/moved/more", 400);
        List<String> before = all();
        InsufficientStorageException refusal = refused(() -> move("/alice/moved", "/alice/again"));
        assertThat(refusal.reason()).isEqualTo(Reason.DISK_FULL);
        assertThat(refusal.neededBytes()).hasValue(1_400);
        assertThat(refused(() -> storage.move(path("/ballast"), path("/ballast2"), NONE))
                        .reason())
                .isEqualTo(Reason.DISK_FULL);
        assertThat(all()).isEqualTo(before);
        assertBooksAreRight();
    }

    @Test
    @Proves("S507-COPY-03")
    void roomThatRunsOutInSpiteOfTheSumGivesBackWhatWasPromised() {
        faults.failOn(
                Point.COPY_FILE,
                path("/alice/u/b"),
                path -> new InsufficientStorageException(Reason.DISK_FULL, path, null));
        List<String> before = all();
        assertThat(refused(() -> copy("/alice/t", "/alice/u")).reason()).isEqualTo(Reason.DISK_FULL);
        assertThat(refused(() -> move("/alice/t", "/alice/u")).reason()).isEqualTo(Reason.DISK_FULL);
        assertThat(all()).isEqualTo(before);
        assertBooksAreRight();
    }

    @Test
    void aCountThatRunsMeanwhileBeginsAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger members = new AtomicInteger();
        storage.copyTree(path("/alice/t"), path("/alice/u"), true, NONE, new TreeListener() {
            @Override
            public void done(Resource member) {
                if (members.getAndIncrement() == 0) {
                    // A part stands and nothing of it is in the books: a count that began now would be wrong.
                    ledger.quotas().recount(path("/alice"));
                    asked.countDown();
                }
            }

            @Override
            public void failed(ResourcePath member, boolean collection, StorageException cause) {
                throw new IllegalStateException(cause);
            }
        });
        asked.await();
        ledger.awaitCounts(Duration.ofSeconds(10));
        assertBooksAreRight();
    }
}
