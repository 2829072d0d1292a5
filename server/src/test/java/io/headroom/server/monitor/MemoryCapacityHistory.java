package io.headroom.server.monitor;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Samples that end with the test. One thread. */
public final class MemoryCapacityHistory implements CapacityHistory {
    private final TreeMap<Instant, Map<WatchedLimit, Long>> samples = new TreeMap<>();

    @Override
    public void add(Instant at, Map<WatchedLimit, Long> used) {
        Map<WatchedLimit, Long> all = new HashMap<>(used);
        all.putAll(samples.getOrDefault(at, Map.of()));
        samples.put(at, Map.copyOf(all));
    }

    @Override
    public void read(Instant from, Visitor visitor) {
        samples.tailMap(from).forEach((at, used) -> used.forEach((limit, number) -> visitor.sample(limit, at, number)));
    }

    @Override
    public void forgetBefore(Instant moment) {
        samples.headMap(moment).clear();
    }

    int count() {
        return samples.size();
    }
}
