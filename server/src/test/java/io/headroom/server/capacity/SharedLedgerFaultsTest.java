package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.escrow.MemorySharedLedger;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whatever step of the shared ledger fails: nothing is promised twice, nothing leaks, and it mends itself. */
class SharedLedgerFaultsTest {
    private static final ResourcePath A = ResourcePath.parse("/a");

    /** Two nodes use a quota of 1000 up, with everything in it: recalls, promises, removals, refusals. */
    private static final class Scene implements AutoCloseable {
        private final MutableClock clock = new MutableClock(SharedNodes.start());
        private final MemorySharedLedger shared = new MemorySharedLedger(clock);
        private final SharedNodes nodes = new SharedNodes(shared.untroubled(), () -> shared, clock, Duration.ZERO);
        private final SharedNodes.Node one = nodes.open("one");
        private final SharedNodes.Node two = nodes.open("two");
        private int unavailable;

        Scene() {
            one.ledger().quotas().set(A, QuotaLimit.parse("1000,entries=6"));
            nodes.settle();
            nodes.awaitCounts();
            nodes.settle();
        }

        private void attempt(Runnable step) {
            try {
                step.run();
            } catch (UnavailableException e) {
                unavailable++;
            } catch (NotFoundException e) {
                // What was to be there was refused before.
                assertThat(unavailable).isPositive();
            } catch (InsufficientStorageException e) {
                assertThat(e.reason()).isEqualTo(InsufficientStorageException.Reason.QUOTA_EXCEEDED);
            }
            assertThat(nodes.stored("/a")).isLessThanOrEqualTo(1000);
            nodes.requireSound("/a");
        }

        private void long700() {
            try (PendingWrite write = one.begin("/a/one", 700)) {
                attempt(() -> two.isWritten("/a/two", 301));
                attempt(two::tick);
                write.append(ByteBuffer.allocate(700));
                write.commit();
            }
        }

        void play() {
            attempt(() -> one.write("/a/first", 200));
            attempt(() -> two.write("/a/second", 100));
            attempt(one::tick);
            attempt(() -> two.delete("/a/second"));
            attempt(() -> one.delete("/a/first"));
            attempt(this::long700);
            attempt(two::tick);
            attempt(one::tick);
            attempt(() -> two.write("/a/three", 300));
            attempt(() -> one.write("/a/four", 1));
        }

        /** All that is left can be had, and no more. */
        void requireWhole() {
            nodes.settle();
            nodes.awaitCounts();
            nodes.settle();
            long stored = nodes.stored("/a");
            assertThat(one.used("/a")).isEqualTo(stored);
            assertThat(two.used("/a")).isEqualTo(stored);
            assertThat(one.room("/a").reservedBytes()).isZero();
            if (stored < 1000) {
                assertThat(two.isWritten("/a/rest", (int) (1001 - stored))).isFalse();
                one.write("/a/rest", (int) (1000 - stored));
            }
            assertThat(two.isWritten("/a/over", 1)).isFalse();
            nodes.requireSound("/a");
        }

        @Override
        public void close() {
            nodes.close();
        }
    }

    @Test
    void aFailureBeforeAnyStepChangesNothing() {
        int step = 1;
        while (true) {
            try (Scene scene = new Scene()) {
                scene.shared.failAtStep(step);
                scene.play();
                boolean reached = scene.shared.hasFailed();
                scene.shared.failAtStep(0);
                scene.requireWhole();
                if (!reached) {
                    break;
                }
                step++;
            }
        }
        assertThat(step).as("steps of the scene").isGreaterThan(40);
    }

    @Test
    void aChangeThatWasDoneUnheardIsNotDoneTwice() {
        int lost = 0;
        for (int nth = 1; nth < 30; nth++) {
            try (Scene scene = new Scene()) {
                scene.shared.failAfterCommit(nth);
                scene.play();
                scene.shared.failAfterCommit(0);
                scene.requireWhole();
                lost += scene.unavailable;
            }
        }
        assertThat(lost).as("changes that nobody heard of").isPositive();
    }
}
