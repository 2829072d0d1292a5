package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.s3.UploadMemory.Lease;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UploadMemoryTest {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int PART = 5 * MEBIBYTE;
    private static final ResourcePath PATH = ResourcePath.parse("/a");
    private static final Duration MOMENT = Duration.ofMillis(50);

    private static UploadMemory memory(Duration patience) {
        return new UploadMemory(40 * MEBIBYTE, PART, patience);
    }

    @Test
    @Proves("S507-503-02")
    void whoeverComesTooMuchIsRefusedForLackOfStagingRoom() {
        UploadMemory memory = memory(MOMENT);
        List<Lease> parts = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            parts.add(memory.lease(PATH, PART));
        }
        assertThatThrownBy(() -> memory.lease(PATH, PART))
                .isInstanceOfSatisfying(InsufficientStorageException.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(Reason.STAGING);
                    assertThat(refusal.neededBytes()).hasValue(PART);
                    assertThat(refusal.availableBytes()).hasValue(PART);
                });
        parts.get(0).close();
        parts.get(0).close();
        memory.lease(PATH, PART).close();
        parts.forEach(Lease::close);
        assertThat(memory.freeBytes()).isEqualTo(40 * MEBIBYTE);
    }

    @Test
    void smallUploadsGoOnWhileBigOnesHoldAllParts() {
        UploadMemory memory = memory(MOMENT);
        for (int i = 0; i < 7; i++) {
            memory.lease(PATH, PART);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(memory.lease(PATH, UploadMemory.SMALL).buffer()).hasSize(UploadMemory.SMALL);
        }
        assertThatThrownBy(() -> memory.lease(PATH, 1)).isInstanceOf(InsufficientStorageException.class);
    }

    @Test
    void manySmallOnesMayUseWhatPartsLeave() {
        UploadMemory memory = memory(MOMENT);
        for (int i = 0; i < 40; i++) {
            memory.lease(PATH, MEBIBYTE);
        }
        assertThat(memory.freeBytes()).isZero();
        assertThat(memory.tryPart(PART)).isEmpty();
    }

    @Test
    void whoWaitsGetsWhatComesBack() {
        UploadMemory memory = memory(Duration.ofMinutes(1));
        List<Lease> parts = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            parts.add(memory.lease(PATH, PART));
        }
        CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(() -> memory.lease(PATH, PART));
        parts.get(0).close();
        assertThat(waiting.join().buffer()).hasSize(PART);
    }

    @Test
    void memoryOfJustOnePartWorks() {
        UploadMemory memory = new UploadMemory(PART, PART, MOMENT);
        try (Lease small = memory.lease(PATH, 1)) {
            assertThat(small.buffer()).hasSize(1);
        }
        Lease part = memory.lease(PATH, memory.largestPart());
        Optional<Lease> more = memory.tryPart(PART);
        assertThat(more).isEmpty();
        part.close();
        assertThat(memory.tryPart(PART)).isPresent();
    }

    @Test
    void partsGrowSoThatTenThousandOfThemDo() {
        UploadMemory memory = new UploadMemory(400L * MEBIBYTE, PART, MOMENT);
        PartPlan unknown = PartPlan.of(memory, OptionalLong.empty());
        assertThat(unknown.size(1)).isEqualTo(PART);
        assertThat(unknown.size(1000)).isEqualTo(PART);
        assertThat(unknown.size(1001)).isEqualTo(2 * PART);
        assertThat(unknown.size(10_000)).isEqualTo(memory.largestPart()).isEqualTo(175 * MEBIBYTE);
        assertThat(PartPlan.of(memory, OptionalLong.of(1)).size(1)).isEqualTo(PART);
        long large = 10_000L * 20 * MEBIBYTE - 1;
        PartPlan known = PartPlan.of(memory, OptionalLong.of(large));
        assertThat(known.size(1)).isEqualTo(20 * MEBIBYTE);
        assertThat(PartPlan.largestFile(memory)).isEqualTo(10_000L * 175 * MEBIBYTE);
    }
}
