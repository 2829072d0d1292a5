package io.headroom.server.node;

import io.headroom.spi.error.StorageException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again on a thread of its own, whether it fails or not. Closed by whoever started it. */
public final class NodeSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSchedule.class);

    private final ScheduledExecutorService executor;

    private NodeSchedule(String name) {
        this.executor = Executors.newSingleThreadScheduledExecutor(job -> {
            Thread thread = new Thread(job, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * For the first time after that duration.
     *
     * @param name of the thread
     */
    public static NodeSchedule every(Duration between, String name, Runnable job) {
        NodeSchedule schedule = new NodeSchedule(name);
        Attempt attempt = new Attempt(name, job);
        // Ends with the schedule.
        ScheduledFuture<?> unused = schedule.executor.scheduleWithFixedDelay(
                attempt, between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
        return schedule;
    }

    /** A failure is one line until it is over. For the schedule's thread. */
    private static final class Attempt implements Runnable {
        private final String name;
        private final Runnable job;
        private boolean failing;

        Attempt(String name, Runnable job) {
            this.name = name;
            this.job = job;
        }

        @Override
        public void run() {
            try {
                job.run();
                if (failing) {
                    failing = false;
                    LOG.info("{}: it works again.", name);
                }
            } catch (StorageException e) {
                if (!failing) {
                    failing = true;
                    LOG.warn("{}: it does not work at the moment, and is tried again: {}", name, e.getMessage());
                }
            } catch (RuntimeException e) {
                if (!failing) {
                    failing = true;
                    LOG.error("{}: it failed, and is tried again", name, e);
                }
            }
        }
    }

    /** Waits a few seconds for a job under way. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("A job of the servers' registry does not come to its end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
