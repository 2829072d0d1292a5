package io.headroom.server.monitor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A history that several servers write, each at minutes of its own: samples count for the full hour, so that the first one of an
 * hour stays and the others change nothing. Thread-safe.
 */
public final class HourlyHistory implements CapacityHistory {
    private final CapacityHistory history;

    /** @param history keeps the first of several samples for one moment */
    public HourlyHistory(CapacityHistory history) {
        this.history = history;
    }

    @Override
    public void add(Instant at, Map<WatchedLimit, Long> used) {
        history.add(at.truncatedTo(ChronoUnit.HOURS), used);
    }

    @Override
    public void read(Instant from, Visitor visitor) {
        history.read(from, visitor);
    }

    @Override
    public void forgetBefore(Instant moment) {
        history.forgetBefore(moment);
    }
}
