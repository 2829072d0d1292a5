package io.headroom.server.monitor;

import io.headroom.server.capacity.Room;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Events for tests. */
final class Events {
    static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");

    private Events() {}

    static CapacityEvent reached(String id) {
        return event(id, "/alice", Unit.BYTES, 90, 80, OptionalDouble.of(12.4));
    }

    static CapacityEvent event(String id, String path, Unit unit, int level, int before, OptionalDouble daysUntilFull) {
        Figures figures =
                new Figures(OptionalLong.of(1024), OptionalLong.of(960), 4, OptionalLong.of(60), Optional.of(0.9375));
        WatchedLimit limit = new WatchedLimit(Room.Kind.QUOTA, ResourcePath.parse(path), unit);
        return new CapacityEvent(id, limit, level, before, figures, daysUntilFull, TIME);
    }
}
