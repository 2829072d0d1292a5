package io.headroom.server.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;

/** All metrics in the text that Prometheus reads. */
final class MetricsEndpoint implements AdminEndpoint {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final PrometheusMeterRegistry registry;

    MetricsEndpoint(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public AdminAnswer answer(AdminRequest request) {
        boolean open = request.header("Accept").orElse("").contains(OPEN_METRICS);
        String type = open ? OPEN_METRICS + "; version=1.0.0; charset=utf-8" : TEXT;
        return new AdminAnswer(200, type, registry.scrape(type), Map.of());
    }
}
