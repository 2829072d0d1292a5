package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.escrow.MemorySharedLedger;
import io.headroom.server.escrow.NodeLedger;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes, one quota: together they never pass it, and none of it is lost between them. */
class SharedLedgerTest {
    private static final ResourcePath A = ResourcePath.parse("/a");
    private static final long MIB = 1 << 20;

    private final MutableClock clock = new MutableClock(SharedNodes.start());
    private final MemorySharedLedger shared = new MemorySharedLedger(clock);
    private final SharedNodes nodes = new SharedNodes(shared, clock);
    private final SharedNodes.Node one = nodes.open("one");
    private final SharedNodes.Node two = nodes.open("two");

    @AfterEach
    void close() {
        nodes.close();
    }

    private void limit(String limit) {
        one.ledger().quotas().set(A, QuotaLimit.parse(limit));
        nodes.settle();
        nodes.awaitCounts();
        nodes.settle();
    }

    @Test
    void aQuotaIsKnownEverywhereAtOnce() {
        one.ledger().quotas().set(A, QuotaLimit.parse("1000"));
        assertThat(one.ledger().quotas().list()).hasSize(1);
        two.tick();
        assertThat(two.ledger().quotas().list())
                .containsExactly(new Quota(A, QuotaLimit.ofBytes(1000), Quota.Source.ADMINISTRATION));
        assertThat(two.ledger().quotas().remove(A)).isTrue();
        one.tick();
        assertThat(one.ledger().quotas().list()).isEmpty();
        one.write("/a/file", 5_000);
    }

    @Test
    void otherSettingsOfOneNodeHoldOnAll() {
        limit("1000");
        one.write("/a/file", 300);
        one.ledger().configure(Map.of(A, QuotaLimit.parse("500")));
        nodes.settle();
        assertThat(two.ledger().quotas().list())
                .containsExactly(new Quota(A, QuotaLimit.ofBytes(500), Quota.Source.CONFIGURATION));
        assertThat(two.isWritten("/a/more", 201)).isFalse();
        assertThat(two.isWritten("/a/more", 200)).isTrue();
        one.ledger().configure(Map.of());
        nodes.settle();
        assertThat(two.ledger().quotas().list())
                .containsExactly(new Quota(A, QuotaLimit.ofBytes(1000), Quota.Source.ADMINISTRATION));
        assertThat(two.isWritten("/a/third", 500)).isTrue();
        nodes.requireSound("/a");
    }

    @Test
    @Proves("QUOTA-PF-10")
    void theLastByteCanBeHadFromEitherNodeAndNotOneMore() {
        limit("1000");
        one.write("/a/one", 300);
        two.write("/a/two", 300);
        nodes.settle();
        assertThat(one.available("/a")).isEqualTo(400);
        assertThat(two.available("/a")).isEqualTo(400);
        assertThat(two.isWritten("/a/more", 401)).isFalse();
        two.write("/a/more", 400);
        assertThat(one.isWritten("/a/empty", 0)).isFalse();
        nodes.settle();
        assertThat(one.used("/a")).isEqualTo(1000);
        assertThat(two.used("/a")).isEqualTo(1000);
        assertThat(one.available("/a")).isZero();
        nodes.requireSound("/a");
    }

    @Test
    void mostWritesAskNobody() {
        limit("10GiB");
        one.write("/a/first", 1000);
        int before = shared.changes();
        for (int i = 0; i < 500; i++) {
            one.write("/a/file" + i, 1000);
        }
        assertThat(shared.changes() - before).isZero();
        nodes.settle();
        assertThat(two.used("/a")).isEqualTo(501_000);
        assertThat(two.room("/a").usedEntries()).hasValue(501);
    }

    @Test
    void idleRoomOfAnotherNodeIsCalledBack() {
        limit(Long.toString(100 * MIB));
        one.write("/a/one", 1);
        assertThat(nodes.row("/a").leased().bytes()).isGreaterThan(MIB);
        assertThat(two.isWritten("/a/two", (int) (100 * MIB - 1))).isTrue();
        nodes.settle();
        assertThat(one.used("/a")).isEqualTo(100 * MIB);
        nodes.requireSound("/a");
    }

    @Test
    @Proves("S507-GEN-07")
    void whatIsPromisedOnOneNodeIsNotPromisedOnAnother() {
        limit("1000");
        try (PendingWrite write = one.begin("/a/one", 700)) {
            assertThat(two.isWritten("/a/two", 301)).isFalse();
            nodes.settle();
            assertThat(two.available("/a")).isEqualTo(300);
            assertThat(two.room("/a").reservedBytes()).isEqualTo(700);
            write.append(ByteBuffer.allocate(700));
            write.commit();
        }
        two.write("/a/two", 300);
        assertThat(nodes.stored("/a")).isEqualTo(1000);
    }

    @Test
    void whatIsDeletedOnOneNodeCanBeWrittenOnAnotherAtOnce() {
        limit("1000");
        one.write("/a/one", 1000);
        assertThat(two.isWritten("/a/two", 1)).isFalse();
        one.delete("/a/one");
        two.write("/a/two", 1000);
        nodes.settle();
        assertThat(one.used("/a")).isEqualTo(1000);
        assertThat(one.room("/a").usedEntries()).hasValue(1);
        nodes.requireSound("/a");
    }

    @Test
    void aNodeThatDeletesMayWriteAtOnceWithoutAsking() {
        limit("1000");
        one.write("/a/one", 1000);
        one.delete("/a/one");
        int before = shared.changes();
        one.write("/a/again", 1000);
        assertThat(shared.changes()).isEqualTo(before);
        assertThat(two.isWritten("/a/two", 1)).isFalse();
    }

    @Test
    void entriesAreSharedToo() {
        limit("entries=10");
        for (int i = 0; i < 5; i++) {
            one.write("/a/one" + i, 10);
            two.write("/a/two" + i, 10);
        }
        assertThat(one.isWritten("/a/more", 1)).isFalse();
        assertThat(two.isWritten("/a/more", 1)).isFalse();
        two.write("/a/two0", 20);
        two.delete("/a/two0");
        one.write("/a/more", 1);
        nodes.settle();
        assertThat(two.room("/a").usedEntries()).hasValue(10);
    }

    @Test
    void aLoweredLimitHoldsForLeasesOnTheirWayToo() {
        limit("10GiB");
        one.write("/a/one", 1000);
        two.write("/a/two", 1000);
        one.ledger().quotas().set(A, QuotaLimit.parse("2100"));
        two.tick();
        assertThat(two.isWritten("/a/more", 101)).isFalse();
        assertThat(one.isWritten("/a/more", 101)).isFalse();
        two.write("/a/more", 100);
        nodes.settle();
        assertThat(one.used("/a")).isEqualTo(2100);
        nodes.requireSound("/a");
    }

    @Test
    void aQuotaFromNoLimitToOneIsHonoured() {
        limit("entries=100");
        one.write("/a/one", 5000);
        two.write("/a/two", 5000);
        two.ledger().quotas().set(A, QuotaLimit.parse("10001,entries=100"));
        nodes.settle();
        assertThat(one.isWritten("/a/more", 2)).isFalse();
        one.write("/a/more", 1);
        nodes.settle();
        assertThat(two.available("/a")).isZero();
        nodes.requireSound("/a");
    }

    @Test
    void theRoomOfADeadNodeComesBackWhenItsLeaseIsOver() {
        limit("1000");
        SharedNodes.Node third = nodes.open("third");
        third.write("/a/done", 200);
        PendingWrite lost = third.begin("/a/lost", 500);
        third.kill();
        assertThatThrownBy(() -> one.isWritten("/a/one", 400))
                .as("nobody knows yet whether the room is free")
                .isInstanceOf(UnavailableException.class);
        assertThat(one.isWritten("/a/small", 1)).isTrue();
        nodes.pass(SharedNodes.LEASE.plusSeconds(2));
        nodes.awaitCounts();
        nodes.settle();
        assertThat(one.used("/a")).isEqualTo(201);
        assertThat(two.used("/a")).isEqualTo(201);
        assertThat(two.isWritten("/a/two", 800)).isFalse();
        two.write("/a/two", 799);
        nodes.requireSound("/a");
        lost.close();
    }

    @Test
    void whatADeadNodeMayHaveWrittenCountsUntilItIsCounted() {
        limit("1000");
        SharedNodes.Node third = nodes.open("third");
        PendingWrite late = third.begin("/a/late", 900);
        third.kill();
        clock.advance(SharedNodes.LEASE.plusSeconds(2));
        new NodeLedger(shared, "somebody", SharedNodes.LEASE).collect();
        assertThat(nodes.row("/a").used().bytes()).isBetween(900L, 1000L);
        assertThat(nodes.row("/a").leased().bytes()).isZero();
        one.tick();
        nodes.awaitCounts();
        nodes.settle();
        assertThat(one.used("/a")).isZero();
        late.close();
    }

    @Test
    void aNodeThatStoodStillWritesNothingWithRoomThatOthersHave() {
        limit("1000");
        try (PendingWrite write = one.begin("/a/one", 700)) {
            write.append(ByteBuffer.allocate(700));
            one.pause(true);
            nodes.pass(SharedNodes.LEASE.plusSeconds(2));
            nodes.awaitCounts();
            nodes.settle();
            two.write("/a/two", 1000);
            one.pause(false);
            assertThatThrownBy(write::commit).isInstanceOf(InsufficientStorageException.class);
        }
        assertThat(nodes.stored("/a")).isEqualTo(1000);
        nodes.settle();
        nodes.awaitCounts();
        nodes.settle();
        assertThat(one.used("/a")).isEqualTo(1000);
        nodes.requireSound("/a");
    }

    @Test
    void aNodeThatStoodStillGetsItsRoomBackIfItIsThere() {
        limit("1000");
        one.write("/a/old", 100);
        try (PendingWrite write = one.begin("/a/one", 700)) {
            write.append(ByteBuffer.allocate(700));
            one.pause(true);
            nodes.pass(SharedNodes.LEASE.plusSeconds(2));
            nodes.awaitCounts();
            nodes.settle();
            two.write("/a/two", 150);
            one.pause(false);
            write.commit();
        }
        nodes.settle();
        nodes.awaitCounts();
        nodes.settle();
        assertThat(one.used("/a")).isEqualTo(950);
        assertThat(two.used("/a")).isEqualTo(950);
        nodes.requireSound("/a");
    }

    @Test
    void whatComesBackBeforeACountIsExactAtOnce() {
        limit("1000");
        one.write("/a/old", 100);
        nodes.settle();
        nodes.awaitCounts();
        one.write("/a/new", 150);
        one.pause(true);
        two.pause(true);
        clock.advance(SharedNodes.LEASE.plusSeconds(1));
        new NodeLedger(shared, "somebody", SharedNodes.LEASE).collect();
        assertThat(nodes.row("/a").used().bytes()).isGreaterThan(250);
        one.pause(false);
        one.tick();
        assertThat(nodes.row("/a").used().bytes()).isEqualTo(250);
    }

    @Test
    void whileTheLedgerIsOutOfReachNothingIsLostAndNothingIsPromised() {
        limit("10GiB");
        one.write("/a/one", 1000);
        shared.out(true);
        one.write("/a/leased", 1000);
        one.delete("/a/one");
        assertThatThrownBy(() -> two.isWritten("/a/two", 1000)).isInstanceOf(UnavailableException.class);
        assertThat(one.used("/a")).isEqualTo(1000);
        clock.advance(SharedNodes.LEASE);
        assertThatThrownBy(() -> one.isWritten("/a/more", 1000)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> one.delete("/a/leased")).isInstanceOf(UnavailableException.class);
        assertThat(one.used("/a")).isEqualTo(1000);
        shared.out(false);
        one.delete("/a/leased");
        one.write("/a/more", 500);
        nodes.settle();
        nodes.awaitCounts();
        nodes.settle();
        assertThat(one.used("/a")).isEqualTo(500);
        assertThat(two.used("/a")).isEqualTo(500);
        nodes.requireSound("/a");
    }

    @Test
    void aNodeThatStopsGivesEverythingBack() {
        limit("1000");
        SharedNodes.Node third = nodes.open("third");
        third.write("/a/third", 200);
        third.kill();
        third.ledger().close();
        assertThat(nodes.row("/a").used().bytes()).isEqualTo(200);
        assertThat(nodes.row("/a").leased().bytes()).isZero();
        two.write("/a/two", 800);
    }

    @Test
    void aNodeOfTheSameNameTakesOverAfterACrash() {
        limit("1000");
        SharedNodes.Node third = nodes.open("third");
        third.write("/a/third", 200);
        PendingWrite lost = third.begin("/a/lost", 700);
        third.kill();
        SharedNodes.Node again = nodes.open("third");
        nodes.settle();
        nodes.awaitCounts();
        nodes.settle();
        assertThat(again.used("/a")).isEqualTo(200);
        again.write("/a/again", 800);
        nodes.requireSound("/a");
        lost.close();
    }

    @Test
    void settingsComeFirstAndTheAdministrationAfterThem() {
        limit("1000");
        SharedNodes.Node third = nodes.open("third", Map.of(A, QuotaLimit.ofBytes(500)), true);
        nodes.settle();
        assertThat(one.ledger().quotas().list())
                .containsExactly(new Quota(A, QuotaLimit.ofBytes(500), Quota.Source.CONFIGURATION));
        assertThatThrownBy(() -> one.ledger().quotas().set(A, QuotaLimit.ofBytes(5)))
                .isInstanceOf(IllegalArgumentException.class);
        nodes.open("visitor", Map.of(), false);
        nodes.settle();
        assertThat(one.ledger().quotas().list().get(0).limit()).isEqualTo(QuotaLimit.ofBytes(500));
        assertThat(third.available("/a")).isEqualTo(500);
        nodes.open("fourth", Map.of(), true);
        nodes.settle();
        assertThat(one.ledger().quotas().list())
                .containsExactly(new Quota(A, QuotaLimit.ofBytes(1000), Quota.Source.ADMINISTRATION));
    }

    @Test
    void whatWasThereBeforeTheQuotaIsCountedByOneNode() {
        one.write("/a/old", 300);
        limit("1000");
        assertThat(two.used("/a")).isEqualTo(300);
        assertThat(two.room("/a").count().orElseThrow().lastFinished()).isPresent();
        assertThat(one.room("/a").count().orElseThrow().driftBytes()).isZero();
    }
}
