package io.headroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.MutableClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapacityMetricsTest {
    private final FixedRooms rooms = new FixedRooms();
    private final CapacityMonitor monitor = new CapacityMonitor(
            rooms,
            Thresholds.DEFAULT,
            new MemoryThresholdStore(),
            new CapacityTrend(new MemoryCapacityHistory()),
            List.of(),
            new MutableClock(Instant.parse("2026-11-22T10:00:00Z")));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @BeforeEach
    void register() {
        registry.getPrometheusRegistry().register(new CapacityMetrics(monitor));
    }

    private String scrape() {
        monitor.check();
        return registry.scrape();
    }

    @Test
    void everyFigureHasAGauge() {
        rooms.quota("/a \"b\"", 1000, 950);
        rooms.volume(2000, 100, 1800);
        assertThat(scrape())
                .contains(
                        "headroom_capacity_limit_bytes{kind=\"quota\",path=\"/a \\\"b\\\"\"} 1000.0",
                        "headroom_capacity_used_bytes{kind=\"quota\",path=\"/a \\\"b\\\"\"} 950.0",
                        "headroom_capacity_reserved_bytes{kind=\"quota\",path=\"/a \\\"b\\\"\"} 0.0",
                        "headroom_capacity_available_bytes{kind=\"quota\",path=\"/a \\\"b\\\"\"} 50.0",
                        "headroom_capacity_used_entries{kind=\"quota\",path=\"/a \\\"b\\\"\"} 3.0",
                        "headroom_capacity_fill_ratio{kind=\"quota\",path=\"/a \\\"b\\\"\",unit=\"bytes\"} 0.95",
                        "headroom_capacity_threshold{kind=\"quota\",path=\"/a \\\"b\\\"\",unit=\"bytes\"} 90.0",
                        "headroom_capacity_threshold{kind=\"volume\",path=\"/\",unit=\"bytes\"} 0.0",
                        "headroom_capacity_drift_bytes{kind=\"quota\",path=\"/a \\\"b\\\"\"} 7.0",
                        "headroom_capacity_check_timestamp_seconds 1.7953416E9");
    }

    @Test
    void whatNobodyKnowsIsLeftOut() {
        rooms.quota("/a", 1000, 950);
        assertThat(scrape())
                .doesNotContain("headroom_capacity_limit_entries")
                .doesNotContain("headroom_capacity_days_until_full")
                .doesNotContain("unit=\"entries\"");
    }

    @Test
    void aRemovedQuotaIsGone() {
        rooms.quota("/a", 1000, 950);
        assertThat(scrape()).contains("path=\"/a\"");
        rooms.remove("/a");
        assertThat(scrape()).doesNotContain("path=\"/a\"");
    }
}
