package io.headroom.server.admin;

import io.headroom.server.http.RequestListener;
import io.headroom.spi.error.InsufficientStorageException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests and refusals. A request costs two additions and one timer that is at hand: no text is built, nothing is
 * allocated. Thread-safe.
 */
public final class RequestMetrics implements RequestListener {
    private final LongAdder inFlight = new LongAdder();

    /** All methods, filled at the start, then only read. */
    private final Map<CountedMethod, MethodMeters> methods = new EnumMap<>(CountedMethod.class);

    private final MethodMeters other;

    public RequestMetrics(MeterRegistry registry) {
        Gauge.builder("headroom.requests.in.flight", inFlight, LongAdder::sum)
                .description("Requests that are worked on")
                .register(registry);
        for (CountedMethod method : CountedMethod.values()) {
            methods.put(method, new MethodMeters(registry, method));
        }
        this.other = new MethodMeters(registry, CountedMethod.OTHER);
    }

    private MethodMeters meters(String method) {
        return methods.getOrDefault(CountedMethod.of(method), other);
    }

    @Override
    public void began() {
        inFlight.increment();
    }

    @Override
    public void ended(String method, int status, long nanos) {
        inFlight.decrement();
        meters(method).timer(status).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void refused(String method, InsufficientStorageException cause) {
        meters(method).refusals(cause.reason()).increment();
    }
}
