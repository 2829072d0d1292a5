package io.headroom.server.monitor;

import io.headroom.server.capacity.Room;
import io.headroom.server.capacity.Rooms;
import io.headroom.spi.error.Shortage.Unit;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** Looks at all rooms and tells when one comes to another level. Thread-safe. */
public final class CapacityMonitor {
    private final Rooms rooms;
    private volatile Thresholds thresholds;
    private final AnnouncedLevels levels;
    private final CapacityTrend trend;
    private final List<CapacityListener> listeners;
    private final Clock clock;
    private final ReentrantLock checking = new ReentrantLock();
    private volatile Snapshot latest = new Snapshot(Instant.EPOCH, List.of());

    /**
     * @param store of the levels that were announced before; read here
     * @param listeners called in this order
     * @throws io.headroom.spi.error.StorageException when the store can't be read
     */
    public CapacityMonitor(
            Rooms rooms,
            Thresholds thresholds,
            ThresholdStore store,
            CapacityTrend trend,
            List<CapacityListener> listeners,
            Clock clock) {
        this.rooms = rooms;
        this.thresholds = thresholds;
        this.levels = new AnnouncedLevels(store, thresholds);
        this.trend = trend;
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
    }

    /**
     * What a check saw.
     *
     * @param time of the check; 1970 before the first
     */
    public record Snapshot(Instant time, List<RoomStatus> rooms) {}

    /**
     * Looks once.
     *
     * @throws io.headroom.spi.error.StorageException when the rooms can't be measured; the next check starts afresh
     */
    public void check() {
        checking.lock();
        try {
            List<Room> all = rooms.all();
            Instant now = clock.instant();
            levels.bringUpToDate();
            trend.sample(all, now);
            Set<WatchedLimit> present = new HashSet<>();
            for (Room room : all) {
                for (Unit unit : Unit.values()) {
                    present.add(WatchedLimit.of(room, unit));
                    compare(room, unit, now);
                }
            }
            levels.retain(present);
            levels.keep();
            latest = new Snapshot(now, statuses(all));
        } finally {
            checking.unlock();
        }
    }

    private void compare(Room room, Unit unit, Instant now) {
        Figures figures = Figures.of(room, unit);
        // What can't be told now keeps its level.
        figures.fill().ifPresent(fill -> {
            WatchedLimit limit = WatchedLimit.of(room, unit);
            int before = levels.of(limit);
            int level = thresholds.level(fill, before);
            if (level != before && levels.change(limit, level)) {
                CapacityEvent event = new CapacityEvent(
                        UUID.randomUUID().toString(),
                        limit,
                        level,
                        before,
                        figures,
                        trend.daysUntilFull(limit, figures),
                        now);
                listeners.forEach(listener -> listener.crossed(event));
            }
        });
    }

    /** Other thresholds, from the next check on: a room that is past a new one is told then. */
    public void change(Thresholds others) {
        checking.lock();
        try {
            thresholds = others;
            levels.change(others);
        } finally {
            checking.unlock();
        }
    }

    /** What the last check saw; measures nothing, so it answers when the storage does not. */
    public Snapshot latest() {
        return latest;
    }

    /**
     * All rooms as they are now.
     *
     * @throws io.headroom.spi.error.StorageException when they can't be measured
     */
    public List<RoomStatus> look() {
        return statuses(rooms.all());
    }

    private List<RoomStatus> statuses(List<Room> all) {
        List<RoomStatus> statuses = new ArrayList<>(all.size());
        for (Room room : all) {
            statuses.add(new RoomStatus(room, status(room, Unit.BYTES), status(room, Unit.ENTRIES)));
        }
        return List.copyOf(statuses);
    }

    private LimitStatus status(Room room, Unit unit) {
        WatchedLimit limit = WatchedLimit.of(room, unit);
        Figures figures = Figures.of(room, unit);
        return new LimitStatus(figures, levels.of(limit), trend.daysUntilFull(limit, figures));
    }
}
