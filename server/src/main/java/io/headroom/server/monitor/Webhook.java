package io.headroom.server.monitor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells events to another server, in their order: the next goes out when the one before was delivered or given up. Whoever
 * announces never waits. Thread-safe; closed by whoever opened it, and what still waits then is not told any more.
 */
public final class Webhook implements CapacityListener, AutoCloseable {
    static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(5));

    static final int MOST_WAITING = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

    private final String host;
    private final Function<CapacityEvent, Delivery> post;
    private final Later later;
    private final Runnable stop;
    private final Counter delivered;
    private final Counter lost;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<CapacityEvent> waiting = new ArrayDeque<>();
    private boolean working;

    /** @param stop ends what {@code later} runs on */
    Webhook(String host, Function<CapacityEvent, Delivery> post, Later later, Runnable stop, MeterRegistry registry) {
        this.host = host;
        this.post = post;
        this.later = later;
        this.stop = stop;
        this.delivered = counter(registry, "delivered");
        this.lost = counter(registry, "lost");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("headroom.webhook.events")
                .description("Events for the webhook, by how they ended")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Opens no connection yet. */
    public static Webhook open(WebhookSettings settings, MeterRegistry registry, Clock clock) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), job -> {
                    Thread thread = new Thread(job, "webhook");
                    thread.setDaemon(true);
                    return thread;
                });
        // After the close: whoever still announces must not fail.
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return new Webhook(
                settings.host(),
                new WebhookPost(settings, clock)::send,
                (job, after) -> CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS, executor)
                        .execute(job),
                executor::shutdownNow,
                registry);
    }

    @Override
    public void crossed(CapacityEvent event) {
        boolean idle;
        @Nullable CapacityEvent dropped = null;
        lock.lock();
        try {
            if (waiting.size() >= MOST_WAITING) {
                dropped = waiting.poll();
            }
            waiting.add(event);
            idle = !working;
            working = true;
        } finally {
            lock.unlock();
        }
        if (dropped != null) {
            lose(dropped, "too many wait");
        }
        if (idle) {
            later.run(this::next, Duration.ZERO);
        }
    }

    private void next() {
        @Nullable CapacityEvent event;
        lock.lock();
        try {
            event = waiting.poll();
            working = event != null;
        } finally {
            lock.unlock();
        }
        if (event != null) {
            send(event, 0);
        }
    }

    /** @param failed how many tries went wrong before this one */
    private void send(CapacityEvent event, int failed) {
        Delivery delivery = post.apply(event);
        switch (delivery.result()) {
            case DELIVERED -> delivered.increment();
            case REFUSED -> lose(event, delivery.words());
            case FAILED -> {
                if (failed < PAUSES.size()) {
                    LOG.debug("The webhook {} failed, it is tried again: {}", host, delivery.words());
                    later.run(() -> send(event, failed + 1), PAUSES.get(failed));
                    return;
                }
                lose(event, delivery.words());
            }
        }
        later.run(this::next, Duration.ZERO);
    }

    private void lose(CapacityEvent event, String why) {
        lost.increment();
        LOG.warn("The webhook {} was not told ({}): {}", host, why, CapacityWords.of(event));
    }

    @Override
    public void close() {
        stop.run();
        lock.lock();
        try {
            if (!waiting.isEmpty()) {
                LOG.warn("The webhook {} was not told {} events: the server stops.", host, waiting.size());
            }
        } finally {
            lock.unlock();
        }
    }
}
