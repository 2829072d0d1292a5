package io.headroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.capacity.Room;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every history does. */
public abstract class CapacityHistoryContract {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");
    private static final WatchedLimit BYTES = new WatchedLimit(Room.Kind.QUOTA, ResourcePath.parse("/a b"), Unit.BYTES);
    private static final WatchedLimit ENTRIES =
            new WatchedLimit(Room.Kind.QUOTA, ResourcePath.parse("/a b"), Unit.ENTRIES);

    private record Sample(WatchedLimit limit, Instant at, long used) {}

    /** An empty one; the same throughout a test. */
    protected abstract CapacityHistory history();

    private List<Sample> since(Instant from) {
        List<Sample> samples = new ArrayList<>();
        history().read(from, (limit, at, used) -> samples.add(new Sample(limit, at, used)));
        return samples;
    }

    @Test
    void samplesComeBackFromTheirMomentOn() {
        history().add(NOON, Map.of(BYTES, 1L << 60, ENTRIES, 5L));
        history().add(NOON.plusSeconds(3600), Map.of(BYTES, 7L));
        assertThat(since(NOON))
                .containsExactlyInAnyOrder(
                        new Sample(BYTES, NOON, 1L << 60),
                        new Sample(ENTRIES, NOON, 5),
                        new Sample(BYTES, NOON.plusSeconds(3600), 7));
        assertThat(since(NOON.plusMillis(1))).containsExactly(new Sample(BYTES, NOON.plusSeconds(3600), 7));
    }

    @Test
    void ofSeveralSamplesForOneMomentTheFirstStays() {
        history().add(NOON, Map.of(BYTES, 1L));
        history().add(NOON, Map.of(BYTES, 2L, ENTRIES, 3L));
        assertThat(since(NOON)).containsExactlyInAnyOrder(new Sample(BYTES, NOON, 1), new Sample(ENTRIES, NOON, 3));
    }

    @Test
    void oldOnesAreForgottenAndTheMomentItselfIsKept() {
        history().add(NOON.minusMillis(1), Map.of(BYTES, 1L));
        history().add(NOON, Map.of(BYTES, 2L));
        history().forgetBefore(NOON);
        assertThat(since(Instant.EPOCH)).containsExactly(new Sample(BYTES, NOON, 2));
    }
}
