package io.headroom.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.path.ResourcePath;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RequestMetrics metrics = new RequestMetrics(registry);

    private void request(String method, int status) {
        metrics.began();
        metrics.ended(method, status, TimeUnit.MILLISECONDS.toNanos(2));
    }

    private long count(String method, String status) {
        return registry.get("headroom.requests")
                .tag("method", method)
                .tag("status", status)
                .timer()
                .count();
    }

    @Test
    void requestsAreCountedByMethodAndClass() {
        request("PUT", 201);
        request("PUT", 204);
        request("PUT", 507);
        request("GET", 304);
        assertThat(count("PUT", "2xx")).isEqualTo(2);
        assertThat(count("PUT", "5xx")).isEqualTo(1);
        assertThat(count("GET", "3xx")).isEqualTo(1);
        assertThat(registry.get("headroom.requests").tag("method", "PUT").timers())
                .anySatisfy(timer ->
                        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(4));
    }

    @Test
    void noClientMakesUpAMetric() {
        for (int i = 0; i < 100; i++) {
            request("EVIL" + i, 999);
        }
        assertThat(count("OTHER", "5xx")).isEqualTo(100);
    }

    @Test
    void refusalsAreThereFromTheStartAndOnlyForWhatNeedsRoom() {
        assertThat(refusals("PUT", "disk_full")).isZero();
        metrics.refused("COPY", new InsufficientStorageException(Reason.QUOTA_EXCEEDED, ResourcePath.ROOT, null));
        assertThat(refusals("COPY", "quota_exceeded")).isEqualTo(1);
        assertThat(registry.find("headroom.refusals").tag("method", "DELETE").counters())
                .isEmpty();
    }

    private double refusals(String method, String reason) {
        return registry.get("headroom.refusals")
                .tag("method", method)
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void requestsInFlightGoUpAndDown() {
        metrics.began();
        metrics.began();
        assertThat(registry.get("headroom.requests.in.flight").gauge().value()).isEqualTo(2);
        metrics.ended("GET", 200, 1);
        assertThat(registry.get("headroom.requests.in.flight").gauge().value()).isEqualTo(1);
    }
}
