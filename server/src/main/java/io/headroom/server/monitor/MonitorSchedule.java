package io.headroom.server.monitor;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a check again and again on a thread of its own. Closed by whoever started it. */
public final class MonitorSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorSchedule.class);

    private final Runnable check;
    private final ScheduledExecutorService executor;
    private final ScheduledFuture<?> checks;
    private boolean failing;

    private MonitorSchedule(Runnable check, Duration between) {
        this.check = check;
        this.executor = Executors.newSingleThreadScheduledExecutor(job -> {
            Thread thread = new Thread(job, "capacity-monitor");
            thread.setDaemon(true);
            return thread;
        });
        run();
        this.checks = executor.scheduleWithFixedDelay(
                this::run, between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The first check is made here, each further one this long after the end of the one before. */
    public static MonitorSchedule start(CapacityMonitor monitor, Duration between) {
        return new MonitorSchedule(monitor::check, between);
    }

    /** A failure must not end the schedule, and is one line until it is over. */
    private void run() {
        try {
            check.run();
            if (failing) {
                failing = false;
                LOG.info("The room that is left can be measured again.");
            }
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.error("The room that is left can't be measured", e);
            }
        }
    }

    @Override
    public void close() {
        checks.cancel(true);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("A check of the room that is left does not come to its end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
