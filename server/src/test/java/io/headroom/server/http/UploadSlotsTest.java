package io.headroom.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class UploadSlotsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    @Proves("S507-503-01")
    void oneTooManyIsRefusedAtOnceAndMayComeAgain() {
        UploadSlots slots = new UploadSlots(2, 0, LONG);
        UploadSlots.Slot first = slots.take();
        slots.take();
        assertRefused(slots);
        first.close();
        slots.take();
        assertRefused(slots);
    }

    @Test
    void waitForASlotEnds() {
        UploadSlots slots = new UploadSlots(1, 1, Duration.ofMillis(1));
        slots.take();
        assertRefused(slots);
    }

    @Test
    void queuedOneGetsTheSlotThatIsGivenBackAndTheNextIsRefusedMeanwhile() throws Exception {
        UploadSlots slots = new UploadSlots(1, 1, LONG);
        UploadSlots.Slot first = slots.take();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<UploadSlots.Slot> queued = threads.submit(slots::take);
            while (slots.canQueue()) {
                Thread.onSpinWait();
            }
            assertRefused(slots);
            first.close();
            assertThat(queued.get(LONG.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertRefused(UploadSlots slots) {
        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(slots::take)
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(503))
                .satisfies(refusal -> assertThat(refusal.headers()).containsKey("Retry-After"));
    }
}
