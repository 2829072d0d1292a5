package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headroom.s3.RoomSource.Figures;
import io.headroom.spi.Capacity;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class S3CapacityTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final UsedBytes used = new UsedBytes();

    private static Capacity.Bounded bounded(S3Capacity capacity) {
        return (Capacity.Bounded) capacity.now();
    }

    @Test
    void ownChangesCountAtOnce() {
        try (S3Capacity capacity = S3Capacity.of(() -> Optional.of(Figures.of(1000, 300)), used, clock)) {
            assertThat(bounded(capacity).available()).isEqualTo(700);
            used.added(200);
            assertThat(bounded(capacity).available()).isEqualTo(500);
            assertThat(bounded(capacity).used()).isEqualTo(500);
            used.removed(450);
            assertThat(bounded(capacity).available()).isEqualTo(950);
            used.added(5000);
            assertThat(bounded(capacity).available()).isZero();
            assertThat(capacity.isFull()).isTrue();
            used.removed(6000);
            assertThat(bounded(capacity).available())
                    .as("no more than there is")
                    .isEqualTo(1000);
            assertThat(bounded(capacity).used()).isZero();
        }
    }

    @Test
    void newFiguresReplaceOwnChanges() {
        AtomicReference<Figures> truth = new AtomicReference<>(Figures.of(1000, 300));
        try (S3Capacity capacity = S3Capacity.of(() -> Optional.of(truth.get()), used, clock)) {
            used.added(200);
            truth.set(Figures.of(1000, 600));
            assertThat(bounded(capacity).available()).as("figures of just now").isEqualTo(500);
            clock.advance(Duration.ofSeconds(2));
            capacity.now();
            await().untilAsserted(
                            () -> assertThat(bounded(capacity).available()).isEqualTo(400));
        }
    }

    @Test
    void nobodyWaitsForAStoreThatHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        RoomSource source = () -> {
            if (asked.incrementAndGet() > 1) {
                try {
                    hanging.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Optional.of(Figures.of(1000, 300));
        };
        try (S3Capacity capacity = S3Capacity.of(source, used, clock)) {
            clock.advance(Duration.ofMinutes(1));
            for (int i = 0; i < 100; i++) {
                used.added(1);
                assertThat(bounded(capacity).available()).isEqualTo(699 - i);
            }
            await().untilAsserted(() -> assertThat(asked).hasValue(2));
            hanging.countDown();
        }
    }

    @Test
    void figuresThatCannotBeRenewedStay() {
        AtomicInteger asked = new AtomicInteger();
        RoomSource source = () -> {
            if (asked.incrementAndGet() > 1) {
                throw new UnavailableException(ResourcePath.ROOT, Duration.ofSeconds(1), null);
            }
            return Optional.of(Figures.of(1000, 300));
        };
        try (S3Capacity capacity = S3Capacity.of(source, used, clock)) {
            for (int round = 2; round < 4; round++) {
                clock.advance(Duration.ofMinutes(1));
                capacity.now();
                int expected = round;
                await().untilAsserted(() -> {
                    capacity.now();
                    assertThat(asked).hasValueGreaterThanOrEqualTo(expected);
                });
            }
            assertThat(bounded(capacity).available()).isEqualTo(700);
        }
    }

    @Test
    void whatCannotFitIsRefused() {
        ResourcePath target = ResourcePath.parse("/a");
        try (S3Capacity capacity = S3Capacity.of(() -> Optional.of(Figures.of(1000, 300)), used, clock)) {
            capacity.check(700, target);
            assertThatThrownBy(() -> capacity.check(701, target))
                    .isInstanceOfSatisfying(InsufficientStorageException.class, shortage -> {
                        assertThat(shortage.neededBytes()).hasValue(701);
                        assertThat(shortage.availableBytes()).hasValue(700);
                    });
            used.added(700);
            capacity.check(0, target);
        }
    }

    private static Map<String, List<String>> rgw(
            long used, long objects, long bucketSize, long userSize, long bucketObjects) {
        return Map.of(
                "x-rgw-bytes-used", List.of("" + used),
                "X-RGW-Object-Count", List.of("" + objects),
                "X-RGW-Quota-Bucket-Size", List.of("" + bucketSize),
                "X-RGW-Quota-User-Size", List.of("" + userSize),
                "X-RGW-Quota-Bucket-Objects", List.of("" + bucketObjects),
                "X-RGW-Quota-User-Objects", List.of("-1"));
    }

    @Test
    void theHeadersOfRgw() {
        assertThat(RgwRoom.figures(rgw(300, 2, 1000, -1, -1))).contains(new Figures(700, 300, 1000));
        assertThat(RgwRoom.figures(rgw(300, 2, 1000, 500, -1))).contains(new Figures(200, 300, 500));
        assertThat(RgwRoom.figures(rgw(1300, 2, 1000, -1, -1))).contains(new Figures(0, 1300, 1000));
        assertThat(RgwRoom.figures(rgw(300, 2, 1000, -1, 2)))
                .as("as many objects as there may be")
                .contains(new Figures(0, 300, 1000));
        assertThat(RgwRoom.figures(rgw(300, 2, -1, -1, -1))).isEmpty();
        assertThat(RgwRoom.figures(Map.of("Date", List.of("today")))).isEmpty();
        assertThat(RgwRoom.figures(Map.of("X-RGW-Bytes-Used", List.of("many")))).isEmpty();
    }

    @Test
    void theXmlOfSosapi() {
        String xml = """
                <?xml version="1.0" encoding="UTF-8"?>
                <CapacityInfo><Capacity>1000</Capacity><Available> 600 </Available><Used>300</Used></CapacityInfo>
                """;
        assertThat(SosapiRoom.figures(xml)).contains(new Figures(600, 300, 1000));
        assertThat(SosapiRoom.figures(xml.replace("<Used>300</Used>", ""))).contains(new Figures(600, 400, 1000));
        assertThat(SosapiRoom.figures(xml.replace("1000", "-1"))).isEmpty();
        assertThat(SosapiRoom.figures("<html>no such page</html>")).isEmpty();
    }
}
