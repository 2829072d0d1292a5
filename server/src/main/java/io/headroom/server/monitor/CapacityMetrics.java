package io.headroom.server.monitor;

import io.headroom.server.capacity.Room;
import io.headroom.spi.error.Shortage.Unit;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The figures of all rooms for Prometheus, as the last check saw them. Made anew for each scrape, so a quota that was removed is
 * gone, and a figure that nobody knows is left out and not 0. Thread-safe.
 */
public final class CapacityMetrics implements MultiCollector {
    private final CapacityMonitor monitor;

    public CapacityMetrics(CapacityMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public MetricSnapshots collect() {
        CapacityMonitor.Snapshot seen = monitor.latest();
        Gauges gauges = new Gauges();
        gauges.add(
                "headroom_capacity_check_timestamp_seconds",
                "When the rooms were looked at last; 0 for never",
                Labels.EMPTY,
                seen.time().toEpochMilli() / 1000.0);
        for (RoomStatus status : seen.rooms()) {
            for (Unit unit : Unit.values()) {
                add(gauges, status, unit);
            }
        }
        return gauges.snapshots();
    }

    private static void add(Gauges gauges, RoomStatus status, Unit unit) {
        Room room = status.room();
        LimitStatus limit = status.of(unit);
        Figures figures = limit.figures();
        String units = unit.name().toLowerCase(Locale.ROOT);
        Labels labels = Labels.of(
                "kind",
                room.kind().name().toLowerCase(Locale.ROOT),
                "path",
                room.path().toString());
        gauges.add("headroom_capacity_limit_" + units, "The most that there may be", labels, figures.limit());
        gauges.add("headroom_capacity_used_" + units, "What is there", labels, figures.used());
        gauges.add("headroom_capacity_available_" + units, "What a new write can get", labels, figures.available());
        if (figures.used().isPresent()) {
            gauges.add("headroom_capacity_reserved_" + units, "Promised to writes on their way", labels, (double)
                    figures.reserved());
        }
        Labels perUnit = labels.add("unit", units);
        figures.fill().ifPresent(fill -> {
            gauges.add("headroom_capacity_fill_ratio", "How far it is used up; 1 for all", perUnit, fill);
            gauges.add(
                    "headroom_capacity_threshold",
                    "The threshold that was reached, in per cent; 0 for none",
                    perUnit,
                    limit.level());
        });
        gauges.add(
                "headroom_capacity_days_until_full",
                "At the rate of the last 14 days; left out when it is not growing",
                perUnit,
                limit.daysUntilFull());
        room.count()
                .ifPresent(count -> gauges.add(
                        "headroom_capacity_drift_" + units,
                        "What the last count found beyond what was known",
                        labels,
                        (double) (unit == Unit.BYTES ? count.driftBytes() : count.driftEntries())));
    }

    /** Collects points by name. */
    private static final class Gauges {
        private final Map<String, List<GaugeDataPointSnapshot>> points = new TreeMap<>();
        private final Map<String, String> help = new TreeMap<>();

        void add(String name, String words, Labels labels, double value) {
            help.putIfAbsent(name, words);
            points.computeIfAbsent(name, any -> new ArrayList<>())
                    .add(GaugeDataPointSnapshot.builder()
                            .labels(labels)
                            .value(value)
                            .build());
        }

        void add(String name, String words, Labels labels, OptionalLong value) {
            if (value.isPresent()) {
                add(name, words, labels, (double) value.getAsLong());
            }
        }

        void add(String name, String words, Labels labels, OptionalDouble value) {
            if (value.isPresent()) {
                add(name, words, labels, value.getAsDouble());
            }
        }

        MetricSnapshots snapshots() {
            MetricSnapshots.Builder all = MetricSnapshots.builder();
            points.forEach((name, each) -> {
                GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help.getOrDefault(name, ""));
                each.forEach(gauge::dataPoint);
                all.metricSnapshot(gauge.build());
            });
            return all.build();
        }
    }
}
