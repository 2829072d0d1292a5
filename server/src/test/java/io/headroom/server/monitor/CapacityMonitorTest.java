package io.headroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.capacity.Room;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapacityMonitorTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final FixedRooms rooms = new FixedRooms();
    private final MemoryThresholdStore store = new MemoryThresholdStore();
    private final MemoryCapacityHistory history = new MemoryCapacityHistory();
    private final List<CapacityEvent> events = new ArrayList<>();
    private CapacityMonitor monitor;

    @BeforeEach
    void start() {
        monitor = start("80,90,100");
    }

    /** As after a restart: nothing is known but what the stores keep. */
    private CapacityMonitor start(String thresholds) {
        return new CapacityMonitor(
                rooms, Thresholds.parse(thresholds), store, new CapacityTrend(history), List.of(events::add), clock);
    }

    private List<String> check() {
        events.clear();
        monitor.check();
        return events.stream()
                .map(event -> event.limit().path() + " " + event.levelBefore() + "-" + event.level())
                .toList();
    }

    @Test
    void eachChangeIsToldOnce() {
        rooms.quota("/a", 1000, 799);
        assertThat(check()).isEmpty();
        rooms.quota("/a", 1000, 800);
        assertThat(check()).containsExactly("/a 0-80");
        assertThat(check()).isEmpty();
        rooms.quota("/a", 1000, 850);
        assertThat(check()).isEmpty();
        rooms.quota("/a", 1000, 1000);
        assertThat(check()).containsExactly("/a 80-100");
        rooms.quota("/a", 1000, 790);
        assertThat(check()).containsExactly("/a 100-80");
        rooms.quota("/a", 1000, 780);
        assertThat(check()).containsExactly("/a 80-0");
    }

    @Test
    void aFillThatWaversIsToldOnce() {
        int told = 0;
        for (int i = 0; i < 20; i++) {
            rooms.quota("/a", 1000, i % 2 == 0 ? 801 : 785);
            told += check().size();
        }
        assertThat(told).isEqualTo(1);
    }

    @Test
    void aLowerLimitIsAsGoodAsMoreFiles() {
        rooms.quota("/a", 1000, 500);
        assertThat(check()).isEmpty();
        rooms.quota("/a", 400, 500);
        assertThat(check()).containsExactly("/a 0-100");
    }

    @Test
    void entriesAndTheVolumeAreWatchedToo() {
        rooms.entries("/inbox", 10, 9);
        rooms.quota("/", 1000, 0);
        // Of 1000 in all 50 are for others: 800 of the 950 that there can be.
        rooms.volume(1000, 800, 150);
        assertThat(check()).containsExactly("/inbox 0-90", "/ 0-80");
        assertThat(events.get(0).limit().unit()).isEqualTo(Unit.ENTRIES);
        assertThat(events.get(1).limit().kind()).isEqualTo(Room.Kind.VOLUME);
    }

    @Test
    void otherThresholdsHoldFromTheNextLookOn() {
        rooms.quota("/a", 1000, 850);
        assertThat(check()).containsExactly("/a 0-80");
        monitor.change(Thresholds.parse("50,70"));
        assertThat(check()).containsExactly();
        rooms.quota("/a", 1000, 600);
        assertThat(check()).containsExactly("/a 70-50");
        monitor.change(Thresholds.parse("60"));
        assertThat(check()).containsExactly("/a 0-60");
        monitor.change(Thresholds.parse("off"));
        assertThat(check()).isEmpty();
    }

    @Test
    void aRestartTellsNothingAgain() {
        rooms.quota("/a", 1000, 950);
        assertThat(check()).containsExactly("/a 0-90");
        monitor = start("80,90,100");
        assertThat(check()).isEmpty();
        rooms.quota("/a", 1000, 0);
        monitor = start("80,90,100");
        assertThat(check()).containsExactly("/a 90-0");
    }

    @Test
    void otherThresholdsAfterARestartAreNoNews() {
        rooms.quota("/a", 1000, 820);
        check();
        monitor = start("75,95");
        assertThat(check()).isEmpty();
        rooms.quota("/a", 1000, 960);
        assertThat(check()).containsExactly("/a 75-95");
    }

    @Test
    void aRemovedQuotaIsForgotten() {
        rooms.quota("/a", 1000, 950);
        check();
        rooms.remove("/a");
        assertThat(check()).isEmpty();
        assertThat(store.levels()).isEmpty();
        assertThat(monitor.latest().rooms()).isEmpty();
        rooms.quota("/a", 1000, 950);
        assertThat(check()).containsExactly("/a 0-90");
    }

    @Test
    void aFullDatabaseLosesNoNewsAndIsTriedAgain() {
        store.full(true);
        rooms.quota("/a", 1000, 1000);
        assertThat(check()).containsExactly("/a 0-100");
        assertThat(check()).isEmpty();
        assertThat(store.levels()).isEmpty();
        store.full(false);
        assertThat(check()).isEmpty();
        assertThat(store.levels()).containsValue(100);
    }

    @Test
    void theStatusHasLevelAndOutlook() {
        for (long used = 0; used <= 480; used += 10) {
            rooms.quota("/a", 1000, used);
            monitor.check();
            clock.advance(Duration.ofHours(1));
        }
        RoomStatus status = monitor.look().get(0);
        assertThat(status.bytes().level()).isZero();
        // 240 a day, and 520 are left.
        assertThat(status.bytes().daysUntilFull()).hasValueCloseTo(520 / 240.0, Offset.offset(0.01));
        assertThat(status.entries().daysUntilFull()).isEmpty();
        rooms.quota("/a", 1000, 990);
        check();
        assertThat(events.get(0).daysUntilFull()).isPresent();
        assertThat(monitor.latest().rooms().get(0).bytes().level()).isEqualTo(90);
    }

    @Test
    void samplesAreTakenEachHourAndTheRateSurvivesARestart() {
        rooms.quota("/a", 1000, 0);
        for (int i = 0; i < 6 * 60 * 3; i++) {
            rooms.quota("/a", 1000, i / 6);
            monitor.check();
            clock.advance(Duration.ofSeconds(10));
        }
        assertThat(history.count()).isEqualTo(3);
        monitor = start("80");
        monitor.check();
        // Three hours are over, and the next sample is due.
        assertThat(history.count()).isEqualTo(4);
        assertThat(monitor.look().get(0).bytes().daysUntilFull()).isPresent();
        monitor = start("80");
        monitor.check();
        assertThat(history.count()).isEqualTo(4);
        assertThat(monitor.look().get(0).bytes().daysUntilFull()).isPresent();
    }
}
