package io.headroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two servers that watch the same limits. */
class SharedMonitorTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:37:00Z"));
    private final FixedRooms rooms = new FixedRooms();
    private final MemoryThresholdStore store = new MemoryThresholdStore(true);
    private final MemoryCapacityHistory history = new MemoryCapacityHistory();
    private final List<CapacityEvent> events = new ArrayList<>();
    private final CapacityMonitor one = monitor("80,90,100");
    private final CapacityMonitor two = monitor("80,90,100");

    private CapacityMonitor monitor(String thresholds) {
        return new CapacityMonitor(
                rooms,
                Thresholds.parse(thresholds),
                store,
                new CapacityTrend(new HourlyHistory(history)),
                List.of(events::add),
                clock);
    }

    private List<String> told(CapacityMonitor... monitors) {
        events.clear();
        for (CapacityMonitor each : monitors) {
            each.check();
        }
        return events.stream()
                .map(event -> event.levelBefore() + "-" + event.level())
                .toList();
    }

    @Test
    void eachChangeIsToldByOneOfThem() {
        rooms.quota("/a", 1000, 850);
        assertThat(told(one, two)).containsExactly("0-80");
        rooms.quota("/a", 1000, 1000);
        assertThat(told(two, one)).containsExactly("80-100");
        rooms.quota("/a", 1000, 10);
        assertThat(told(one, two, one)).containsExactly("100-0");
    }

    @Test
    void whatCannotBeKeptIsToldByWhoeverComesFirstLater() {
        rooms.quota("/a", 1000, 850);
        store.full(true);
        assertThat(told(one, two)).isEmpty();
        store.full(false);
        assertThat(told(two, one)).containsExactly("0-80");
    }

    @Test
    void aLevelOfOtherThresholdsIsLeftAsWell() {
        rooms.quota("/a", 1000, 860);
        assertThat(told(monitor("85"))).containsExactly("0-85");
        assertThat(told(one)).isEmpty();
        rooms.quota("/a", 1000, 910);
        assertThat(told(one, two)).containsExactly("80-90");
    }

    @Test
    void anHourHasOneSample() {
        rooms.quota("/a", 1000, 10);
        told(one);
        clock.advance(Duration.ofMinutes(5));
        told(two);
        clock.advance(Duration.ofMinutes(55));
        told(one, two);

        Set<Instant> moments = new HashSet<>();
        List<Long> used = new ArrayList<>();
        history.read(Instant.EPOCH, (limit, at, bytes) -> {
            if (limit.path().toString().equals("/a")) {
                moments.add(at);
                used.add(bytes);
            }
        });
        assertThat(moments)
                .containsExactlyInAnyOrder(
                        Instant.parse("2026-11-22T10:00:00Z"), Instant.parse("2026-11-22T11:00:00Z"));
        assertThat(used).hasSize(2);
    }
}
