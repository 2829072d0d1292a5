package io.headroom.server.admin;

import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The meters of one method. Thread-safe. */
final class MethodMeters {
    private static final int CLASSES = 6;

    private final MeterRegistry registry;
    private final String method;

    /** By the first digit of the status; made when the first such answer is given. */
    private final AtomicReferenceArray<Timer> timers = new AtomicReferenceArray<>(CLASSES);

    MethodMeters(MeterRegistry registry, CountedMethod method) {
        this.registry = registry;
        this.method = method.name();
        // There from the start with 0, so that an alert sees the first refusal as an increase.
        if (method.needsRoom()) {
            for (Reason reason : Reason.values()) {
                refusals(reason);
            }
        }
    }

    Timer timer(int status) {
        int first = Math.min(status / 100, CLASSES - 1);
        Timer known = timers.get(first);
        if (known != null) {
            return known;
        }
        // The registry gives the same one to all who ask for these tags.
        Timer timer = Timer.builder("headroom.requests")
                .description("Requests, by method and class of status")
                .tag("method", method)
                .tag("status", first + "xx")
                .register(registry);
        timers.set(first, timer);
        return timer;
    }

    Counter refusals(Reason reason) {
        return Counter.builder("headroom.refusals")
                .description("Requests that found no room, also for a part of them")
                .tag("method", method)
                .tag("reason", RoomJson.word(reason))
                .register(registry);
    }
}
