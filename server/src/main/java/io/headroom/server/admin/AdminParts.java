package io.headroom.server.admin;

import io.headroom.server.capacity.Quotas;
import io.headroom.server.capacity.Rooms;
import io.headroom.server.monitor.CapacityMonitor;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;

/** What the administration shows and changes. None of it is closed by it, but {@code readiness}. */
public record AdminParts(
        Rooms rooms,
        Quotas quotas,
        CapacityMonitor monitor,
        PrometheusMeterRegistry registry,
        Readiness readiness,
        Clock clock) {}
