package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.FileResource;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.Shortage;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One ledger: what is used, promised and limited, for every quota and whatever changes the tree. */
class CapacityLedgerTest {
    private final MutableClock clock = new MutableClock(Instant.EPOCH);
    private final MemoryStorage memory = new MemoryStorage(1_000_000, clock);
    private final MemoryQuotaStore store = new MemoryQuotaStore();
    private CapacityLedger ledger = open(Map.of());
    private Storage storage = ledger.storage();

    @BeforeEach
    void makeFolders() {
        memory.createCollection(path("/alice"));
        memory.createCollection(path("/bob"));
    }

    @AfterEach
    void close() {
        ledger.close();
        memory.close();
    }

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private CapacityLedger open(Map<String, String> quotas) {
        Map<ResourcePath, QuotaLimit> limits = new HashMap<>();
        quotas.forEach((root, limit) -> limits.put(path(root), QuotaLimit.parse(limit)));
        return CapacityLedger.open(
                memory, new CapacityLedger.Settings(new Floor(1, 0), limits, Duration.ZERO), store, clock);
    }

    private void reopen(Map<String, String> quotas) {
        ledger.close();
        ledger = open(quotas);
        storage = ledger.storage();
    }

    private void write(String path, int bytes) {
        try (PendingWrite write = storage.beginWrite(path(path), WriteRequest.ofLength(bytes))) {
            write.append(ByteBuffer.allocate(bytes));
            write.commit();
        }
    }

    private void behindTheBack(String path, int bytes) {
        try (PendingWrite write = memory.beginWrite(path(path), WriteRequest.ofLength(bytes))) {
            write.append(ByteBuffer.allocate(bytes));
            write.commit();
        }
    }

    private Room room(String path) {
        return ledger.all().stream()
                .filter(room -> room.kind() == Room.Kind.QUOTA && room.path().equals(path(path)))
                .findFirst()
                .orElseThrow();
    }

    private long used(String path) {
        return room(path).usedBytes().orElseThrow();
    }

    private long entries(String path) {
        return room(path).usedEntries().orElseThrow();
    }

    private long available(String path) {
        return storage.capacity(path(path)).availableBytes().orElseThrow();
    }

    private static InsufficientStorageException refusal(Runnable work) {
        try {
            work.run();
        } catch (InsufficientStorageException e) {
            return e;
        }
        throw new AssertionError("it was not refused");
    }

    @Test
    @Proves({"QUOTA-PF-05", "S507-GEN-06"})
    void whatIsPreparedKeepsOfItsQuotaWhatItGrowsBy() {
        reopen(Map.of("/alice", "10000"));
        write("/alice/old", 300);
        try (PendingWrite one = storage.beginWrite(path("/alice/new"), WriteRequest.ofLength(4_000));
                PendingWrite two = storage.beginWrite(path("/alice/old"), WriteRequest.ofLength(4_000))) {
            one.append(ByteBuffer.allocate(1_000));
            two.append(ByteBuffer.allocate(1_000));
            one.prepare();
            two.prepare();
            assertThat(room("/alice").reservedBytes()).isEqualTo(1_700);
            assertThat(available("/alice")).isEqualTo(8_000);
            one.commit();
            two.commit();
        }
        assertThat(used("/alice")).isEqualTo(2_000);
        assertThat(room("/alice").reservedBytes()).isZero();
    }

    @Test
    @Proves({"QUOTA-PF-10", "QUOTA-PF-05", "QUOTA-ERR-01"})
    void exactlyWhatIsLeftFitsAndOneByteMoreDoesNot() {
        reopen(Map.of("/alice", "1000"));
        write("/alice/a", 400);
        assertThat(available("/alice")).isEqualTo(600);
        InsufficientStorageException refused = refusal(() -> write("/alice/b", 601));
        assertThat(refused.reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(refused.shortage())
                .isEqualTo(new Shortage(
                        path("/alice"),
                        Shortage.Unit.BYTES,
                        OptionalLong.of(1000),
                        OptionalLong.of(400),
                        OptionalLong.of(0),
                        OptionalLong.of(601),
                        OptionalLong.of(600)));
        assertThat(refused.shortage().missing()).hasValue(1);
        write("/alice/b", 600);
        assertThat(available("/alice")).isZero();
        assertThat(used("/alice")).isEqualTo(1000);
    }

    @Test
    @Proves({"S507-GEN-06", "S507-PUT-07", "QUOTA-PF-08"})
    void replacingIsChargedTheDifferenceOnly() {
        reopen(Map.of("/alice", "1000"));
        write("/alice/a", 900);
        write("/alice/a", 1000);
        assertThat(used("/alice")).isEqualTo(1000);
        write("/alice/a", 1000);
        write("/alice/a", 300);
        assertThat(used("/alice")).isEqualTo(300);
        assertThat(entries("/alice")).isEqualTo(1);
        assertThat(refusal(() -> write("/alice/a", 1001)).shortage().needed()).hasValue(701);
        assertThat(((FileResource) memory.find(path("/alice/a")).orElseThrow()).size())
                .isEqualTo(300);
    }

    @Test
    @Proves({"S507-GEN-07", "QUOTA-PF-05"})
    void whatIsPromisedLeavesTheAvailableFigureUntilItIsSettled() {
        reopen(Map.of("/alice", "1000"));
        try (PendingWrite write = storage.beginWrite(path("/alice/a"), WriteRequest.ofLength(600))) {
            assertThat(available("/alice")).isEqualTo(400);
            assertThat(room("/alice").reservedBytes()).isEqualTo(600);
            assertThat(refusal(() -> write("/alice/b", 600)).shortage().reserved())
                    .hasValue(600);
            write.append(ByteBuffer.allocate(600));
            assertThat(available("/alice")).isEqualTo(400);
            write.commit();
            assertThat(available("/alice")).isEqualTo(400);
            assertThat(room("/alice").reservedBytes()).isZero();
        }
        try (PendingWrite write = storage.beginWrite(path("/alice/c"), WriteRequest.ofLength(400))) {
            assertThat(available("/alice")).isZero();
            assertThat(ledger.reservations()).extracting(Rooms.Reserved::path).containsExactly(path("/alice/c"));
        }
        assertThat(available("/alice")).isEqualTo(400);
        assertThat(ledger.reservations()).isEmpty();
    }

    @Test
    @Proves({"S507-PUT-04", "S507-GEN-05"})
    void anUnknownLengthIsMeteredToTheLastByte() {
        reopen(Map.of("/alice", "10000"));
        write("/alice/old", 2_000);
        try (PendingWrite write = storage.beginWrite(path("/alice/old"), WriteRequest.ofUnknownLength())) {
            write.append(ByteBuffer.allocate(9_000));
            write.append(ByteBuffer.allocate(1_000));
            InsufficientStorageException refused = refusal(() -> write.append(ByteBuffer.allocate(1)));
            assertThat(refused.shortage().needed()).hasValue(8_001);
            assertThat(refused.shortage().available()).hasValue(8_000);
            assertThat(refused.shortage().reserved()).hasValue(0);
        }
        assertThat(used("/alice")).isEqualTo(2_000);
        assertThat(available("/alice")).isEqualTo(8_000);
    }

    @Test
    @Proves("QUOTA-PF-13")
    void theTightestOfAllThatApplyDecides() {
        memory.createCollection(path("/alice/photos"));
        reopen(Map.of("/", "5000", "/alice", "3000", "/alice/photos", "4000"));
        assertThat(available("/")).isEqualTo(5000);
        assertThat(available("/alice/photos")).isEqualTo(3000);
        assertThat(refusal(() -> write("/alice/photos/a", 3001)).shortage().owner())
                .isEqualTo(path("/alice"));
        write("/bob/a", 4000);
        assertThat(available("/alice/photos")).isEqualTo(1000);
        assertThat(refusal(() -> write("/alice/photos/a", 2000)).shortage().owner())
                .isEqualTo(ResourcePath.ROOT);
        write("/alice/photos/a", 1000);
        assertThat(used("/alice/photos")).isEqualTo(1000);
        assertThat(used("/alice")).isEqualTo(1000);
        assertThat(used("/")).isEqualTo(5000);
    }

    @Test
    @Proves("QUOTA-ERR-03")
    void theQuotaIsNamedBeforeTheVolume() {
        reopen(Map.of("/alice", "1000"));
        assertThat(refusal(() -> write("/alice/a", 2_000_000)).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(refusal(() -> write("/bob/a", 2_000_000)).reason()).isEqualTo(Reason.DISK_FULL);
    }

    @Test
    @Proves({"S507-MK-01", "S507-LK-01"})
    void nothingIsMadeWhenNothingIsLeft() {
        reopen(Map.of("/alice", "10"));
        write("/alice/a", 10);
        assertThat(refusal(() -> write("/alice/empty", 0)).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(refusal(() -> storage.createCollection(path("/alice/folder")))
                        .reason())
                .isEqualTo(Reason.QUOTA_EXCEEDED);
        write("/bob/empty", 0);
    }

    @Test
    @Proves("S507-MK-01")
    void entriesAreLimitedToo() {
        reopen(Map.of("/alice", "entries=2"));
        storage.createCollection(path("/alice/folder"));
        write("/alice/folder/a", 10);
        InsufficientStorageException refused = refusal(() -> write("/alice/b", 10));
        assertThat(refused.reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(refused.shortage().unit()).isEqualTo(Shortage.Unit.ENTRIES);
        assertThat(refused.shortage().available()).hasValue(0);
        assertThat(refusal(() -> storage.createCollection(path("/alice/other")))
                        .shortage()
                        .limit())
                .hasValue(2);
        write("/alice/folder/a", 50_000);
        storage.delete(path("/alice/folder/a"));
        write("/alice/b", 10);
        assertThat(entries("/alice")).isEqualTo(2);
    }

    @Test
    @Proves({"S507-COPY-01", "S507-COPY-05"})
    void aCopyIsChargedInFull() {
        reopen(Map.of("/alice", "1000"));
        write("/bob/a", 600);
        storage.copyFile(path("/bob/a"), path("/alice/a"), new Precondition.None());
        assertThat(used("/alice")).isEqualTo(600);
        assertThat(refusal(() -> storage.copyFile(path("/bob/a"), path("/alice/b"), new Precondition.None()))
                        .shortage()
                        .needed())
                .hasValue(600);
        storage.copyFile(path("/bob/a"), path("/alice/a"), new Precondition.None());
        assertThat(used("/alice")).isEqualTo(600);
    }

    @Test
    @Proves({"S507-COPY-02", "S507-MOVE-04"})
    void aTreeThatReplacesAnotherNeedsTheDifference() {
        reopen(Map.of("/alice", "1000,entries=3"));
        write("/bob/a", 600);
        write("/alice/old", 500);
        tree("/bob", "/alice/old", "a");
        assertThat(used("/alice")).isEqualTo(600);
        assertThat(entries("/alice")).isEqualTo(2);
        InsufficientStorageException refused = refusal(() ->
                storage.beginTree(path("/alice/more"), new TreeSize(401, 1)).close());
        assertThat(refused.shortage().needed()).hasValue(401);
        assertThat(refusal(() -> storage.beginTree(path("/alice/more"), new TreeSize(0, 2))
                                .close())
                        .shortage()
                        .unit())
                .isEqualTo(Shortage.Unit.ENTRIES);
        storage.beginTree(path("/alice/old"), new TreeSize(1000, 3)).close();
        assertThat(room("/alice").reservedBytes()).isZero();
        assertThat(room("/alice").reservedEntries()).isZero();
    }

    private void tree(String source, String target, String file) {
        try (PendingTree tree = storage.beginTree(path(target), new TreeSize(600, 2))) {
            tree.createCollection(path(target));
            tree.copyFile(path(source + "/" + file), path(target + "/" + file));
            tree.commit(new Precondition.None());
        }
    }

    @Test
    @Proves({"S507-MOVE-01", "QUOTA-PF-08"})
    void movingInsideOneQuotaNeedsNoRoom() {
        reopen(Map.of("/alice", "1000", "/", "1000"));
        storage.createCollection(path("/alice/folder"));
        write("/alice/folder/a", 1000);
        storage.move(path("/alice/folder"), path("/alice/renamed"), new Precondition.None());
        storage.move(path("/alice/renamed/a"), path("/alice/a"), new Precondition.None());
        assertThat(used("/alice")).isEqualTo(1000);
        assertThat(entries("/alice")).isEqualTo(2);
    }

    @Test
    @Proves({"S507-MOVE-02", "QUOTA-PF-13"})
    void movingToAnotherQuotaIsChargedThereAndCreditedHere() {
        reopen(Map.of("/alice", "1000", "/bob", "500"));
        storage.createCollection(path("/alice/folder"));
        write("/alice/folder/a", 300);
        write("/alice/folder/b", 300);
        InsufficientStorageException refused =
                refusal(() -> storage.move(path("/alice/folder"), path("/bob/folder"), new Precondition.None()));
        assertThat(refused.reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(refused.shortage().owner()).isEqualTo(path("/bob"));
        assertThat(refused.shortage().needed()).hasValue(600);
        assertThat(used("/alice")).isEqualTo(600);
        storage.delete(path("/alice/folder/b"));
        storage.move(path("/alice/folder"), path("/bob/folder"), new Precondition.None());
        assertThat(used("/alice")).isZero();
        assertThat(entries("/alice")).isZero();
        assertThat(used("/bob")).isEqualTo(300);
        assertThat(entries("/bob")).isEqualTo(2);
        assertThat(room("/bob").reservedBytes()).isZero();
    }

    @Test
    void quotasInsideAMovedTreeAreSettledToo() {
        reopen(Map.of("/alice", "1000", "/bob/in", "100"));
        storage.createCollection(path("/alice/x"));
        storage.createCollection(path("/alice/x/in"));
        write("/alice/x/in/a", 300);
        storage.delete(path("/bob"));
        assertThat(refusal(() -> storage.move(path("/alice/x"), path("/bob"), new Precondition.None()))
                        .shortage()
                        .owner())
                .isEqualTo(path("/bob/in"));
        write("/alice/x/in/a", 100);
        storage.move(path("/alice/x"), path("/bob"), new Precondition.None());
        assertThat(used("/bob/in")).isEqualTo(100);
        assertThat(used("/alice")).isZero();
    }

    @Test
    @Proves("QUOTA-PF-06")
    void whatIsUsedIsCountedOnceAndKeptAcrossAStop() {
        behindTheBack("/alice/before", 700);
        reopen(Map.of("/alice", "1000"));
        assertThat(used("/alice")).isEqualTo(700);
        write("/alice/a", 100);
        reopen(Map.of("/alice", "1000"));
        assertThat(used("/alice")).isEqualTo(800);
        assertThat(room("/alice").count().orElseThrow().driftBytes()).isZero();
    }

    @Test
    @Proves("QUOTA-PF-06")
    void aRecountFindsWhatCameBehindTheServersBack() {
        reopen(Map.of("/alice", "1000"));
        write("/alice/a", 100);
        behindTheBack("/alice/b", 250);
        assertThat(used("/alice")).isEqualTo(100);
        clock.advance(Duration.ofMinutes(1));
        assertThat(ledger.quotas().recount(path("/alice"))).isTrue();
        ledger.awaitCounts(Duration.ofSeconds(10));
        assertThat(used("/alice")).isEqualTo(350);
        Room.Count count = room("/alice").count().orElseThrow();
        assertThat(count.driftBytes()).isEqualTo(250);
        assertThat(count.driftEntries()).isEqualTo(1);
        assertThat(count.running()).isFalse();
        assertThat(count.lastFinished()).hasValue(clock.instant());
        assertThat(ledger.quotas().recount(path("/bob"))).isFalse();
    }

    @Test
    void afterAnUncleanStopEverythingIsCountedAgain() {
        reopen(Map.of("/alice", "1000"));
        write("/alice/a", 100);
        store.begin();
        behindTheBack("/alice/b", 250);
        // As after a kill: what was written down is older than what is there.
        CapacityLedger killed = ledger;
        ledger = open(Map.of("/alice", "1000"));
        ledger.awaitCounts(Duration.ofSeconds(10));
        storage = ledger.storage();
        assertThat(used("/alice")).isEqualTo(350);
        killed.close();
    }

    @Test
    void quotasAreSetChangedAndRemovedWhileTheServerRuns() {
        write("/alice/a", 300);
        ledger.quotas().set(path("/alice"), QuotaLimit.parse("1000"));
        ledger.awaitCounts(Duration.ofSeconds(10));
        assertThat(used("/alice")).isEqualTo(300);
        ledger.quotas().set(path("/alice"), QuotaLimit.parse("200"));
        assertThat(available("/alice")).isZero();
        write("/alice/a", 250);
        assertThatThrownBy(() -> write("/alice/b", 1)).isInstanceOf(InsufficientStorageException.class);
        assertThat(ledger.quotas().list())
                .containsExactly(new Quota(path("/alice"), QuotaLimit.ofBytes(200), Quota.Source.ADMINISTRATION));
        reopen(Map.of());
        assertThat(ledger.quotas().list()).hasSize(1);
        assertThat(used("/alice")).isEqualTo(250);
        assertThat(ledger.quotas().remove(path("/alice"))).isTrue();
        assertThat(ledger.quotas().remove(path("/alice"))).isFalse();
        write("/alice/b", 5000);
    }

    @Test
    void aQuotaOfTheConfigurationIsChangedThere() {
        reopen(Map.of("/alice", "1000"));
        assertThatThrownBy(() -> ledger.quotas().set(path("/alice"), QuotaLimit.ofBytes(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set in the configuration");
        assertThatThrownBy(() -> ledger.quotas().remove(path("/alice"))).isInstanceOf(IllegalArgumentException.class);
    }

    private void configure(Map<String, String> quotas) {
        Map<ResourcePath, QuotaLimit> limits = new HashMap<>();
        quotas.forEach((root, limit) -> limits.put(path(root), QuotaLimit.parse(limit)));
        ledger.configure(limits);
        ledger.awaitCounts(Duration.ofSeconds(10));
    }

    @Test
    void otherSettingsHoldWithoutAStop() {
        reopen(Map.of("/alice", "1000"));
        write("/alice/a", 300);
        write("/bob/b", 500);
        configure(Map.of("/alice", "400", "/bob", "600"));
        assertThat(available("/alice")).isEqualTo(100);
        assertThat(used("/bob")).isEqualTo(500);
        assertThatThrownBy(() -> write("/bob/c", 101)).isInstanceOf(InsufficientStorageException.class);
        configure(Map.of("/bob", "700"));
        write("/alice/c", 5000);
        write("/bob/c", 101);
        assertThat(ledger.quotas().list())
                .containsExactly(new Quota(path("/bob"), QuotaLimit.ofBytes(700), Quota.Source.CONFIGURATION));
    }

    @Test
    void whatWasUsedWhileASettingWasGoneIsCountedWhenItComesBack() {
        reopen(Map.of("/alice", "1000"));
        write("/alice/a", 300);
        configure(Map.of());
        write("/alice/b", 400);
        reopen(Map.of("/alice", "1000"));
        assertThat(used("/alice")).isEqualTo(700);
    }

    @Test
    void aSettingHidesWhatTheAdministrationSetForAsLongAsItIsThere() {
        ledger.quotas().set(path("/alice"), QuotaLimit.parse("900"));
        configure(Map.of("/alice", "100"));
        assertThatThrownBy(() -> write("/alice/a", 101)).isInstanceOf(InsufficientStorageException.class);
        assertThatThrownBy(() -> ledger.quotas().remove(path("/alice"))).isInstanceOf(IllegalArgumentException.class);
        configure(Map.of());
        write("/alice/a", 101);
        assertThat(ledger.quotas().list())
                .containsExactly(new Quota(path("/alice"), QuotaLimit.ofBytes(900), Quota.Source.ADMINISTRATION));
        assertThat(used("/alice")).isEqualTo(101);
    }

    @Test
    void wouldItFitIsAnsweredWithoutAPromise() {
        reopen(Map.of("/alice", "1000"));
        write("/alice/a", 400);
        assertThat(ledger.fit(path("/alice/b"), 600)).isEmpty();
        assertThat(ledger.fit(path("/alice/a"), 1000)).isEmpty();
        assertThat(ledger.fit(path("/alice/b"), 601).orElseThrow().shortage().missing())
                .hasValue(1);
        assertThat(ledger.growth(path("/alice"), 601)).isPresent();
        assertThat(available("/alice")).isEqualTo(600);
        assertThat(ledger.reservations()).isEmpty();
    }

    @Test
    void theLargestFoldersComeFirst() {
        write("/alice/a", 100);
        write("/bob/a", 300);
        write("/bob/b", 1);
        assertThat(ledger.largestFolders(ResourcePath.ROOT, 5))
                .containsExactly(new Rooms.Folder(path("/bob"), 301, 2), new Rooms.Folder(path("/alice"), 100, 1));
        assertThat(ledger.largestFolders(ResourcePath.ROOT, 1)).hasSize(1);
    }
}
