package io.headroom.server.monitor;

import io.headroom.server.capacity.Room;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.error.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fast each limit is used up: a sample an hour, kept for 30 days, a line through the last 14. Samples are taken by one
 * thread; any may ask.
 */
public final class CapacityTrend {
    private static final Logger LOG = LoggerFactory.getLogger(CapacityTrend.class);
    private static final Duration BETWEEN = Duration.ofHours(1);
    private static final Duration LOOK_BACK = Duration.ofDays(14);
    private static final Duration KEPT = Duration.ofDays(30);

    private final CapacityHistory history;
    private volatile Map<WatchedLimit, Double> perDay = Map.of();
    private @Nullable Instant last;
    private boolean loaded;
    private boolean failing;

    public CapacityTrend(CapacityHistory history) {
        this.history = history;
    }

    /** Takes a sample when one is due. A history that can't be written, as on a full disk, loses it and nothing else. */
    void sample(List<Room> rooms, Instant now) {
        try {
            if (!loaded) {
                estimate(now);
                loaded = true;
            }
            if (isDue(now)) {
                // Also when it fails: the next try is an hour away, not at the next check.
                last = now;
                history.add(now, used(rooms));
                history.forgetBefore(now.minus(KEPT));
                estimate(now);
            }
            failing = false;
        } catch (StorageException e) {
            if (!failing) {
                failing = true;
                LOG.warn("How fast the room is used up can't be kept: {}", e.getMessage());
            }
        }
    }

    /** A last sample in the future is one of a clock that was wrong. */
    private boolean isDue(Instant now) {
        return last == null || Duration.between(last, now).abs().compareTo(BETWEEN) >= 0;
    }

    private static Map<WatchedLimit, Long> used(List<Room> rooms) {
        Map<WatchedLimit, Long> used = new HashMap<>();
        for (Room room : rooms) {
            for (Unit unit : Unit.values()) {
                Figures figures = Figures.of(room, unit);
                if (figures.untilFull().isPresent()) {
                    used.put(WatchedLimit.of(room, unit), figures.used().orElse(0));
                }
            }
        }
        return used;
    }

    private void estimate(Instant now) {
        Map<WatchedLimit, GrowthEstimate> estimates = new HashMap<>();
        history.read(now.minus(LOOK_BACK), (limit, at, used) -> {
            estimates.computeIfAbsent(limit, any -> new GrowthEstimate()).add(at, used);
            if (last == null || at.isAfter(last)) {
                last = at;
            }
        });
        Map<WatchedLimit, Double> rates = new HashMap<>();
        estimates.forEach((limit, estimate) -> estimate.perDay().ifPresent(rate -> rates.put(limit, rate)));
        perDay = Map.copyOf(rates);
    }

    OptionalDouble daysUntilFull(WatchedLimit limit, Figures figures) {
        Double rate = perDay.get(limit);
        return rate == null || figures.untilFull().isEmpty()
                ? OptionalDouble.empty()
                : GrowthEstimate.daysUntilFull(rate, figures.untilFull().getAsLong());
    }
}
