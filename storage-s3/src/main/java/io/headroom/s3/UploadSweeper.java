package io.headroom.s3;

import io.headroom.s3.Multipart.OpenUpload;
import io.headroom.s3.Multipart.Upload;
import io.headroom.spi.error.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts uploads in parts that nobody will complete: their parts take room, and count against quotas, though nobody sees them. What
 * lies below our prefix and is older than a day was left by a crash; what this process could not abort at once is tried again soon. Thread-safe; closed by whoever made it.
 */
final class UploadSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadSweeper.class);
    private static final Duration STALE = Duration.ofDays(1);
    private static final long AGAIN = 10;
    private static final Duration END = Duration.ofSeconds(5);

    private final Bucket bucket;
    private final UsedBytes used;
    private final Clock clock;
    private final Set<Upload> underWay = ConcurrentHashMap.newKeySet();
    private final Set<Upload> abandoned = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "s3-upload-sweeper");
        thread.setDaemon(true);
        return thread;
    });

    UploadSweeper(Bucket bucket, UsedBytes used, Clock clock) {
        this.bucket = bucket;
        this.used = used;
        this.clock = clock;
    }

    /** Sweeps now, daily, and what was abandoned every few seconds; in the background. */
    void start() {
        ScheduledFuture<?> unusedDaily = executor.scheduleWithFixedDelay(this::sweepStale, 0, 1, TimeUnit.DAYS);
        ScheduledFuture<?> unusedOften =
                executor.scheduleWithFixedDelay(this::sweepAbandoned, AGAIN, AGAIN, TimeUnit.SECONDS);
    }

    /** Begun by this process: not stale, however old. */
    void begun(Upload upload) {
        underWay.add(upload);
    }

    /** Completed or aborted. */
    void ended(Upload upload) {
        underWay.remove(upload);
    }

    /** Could not be aborted: to be tried again. */
    void abandoned(Upload upload) {
        abandoned.add(upload);
        underWay.remove(upload);
    }

    /** Aborts what is older than a day and not ours. Throws nothing. */
    void sweepStale() {
        try {
            stale().forEach(open -> abort(open.upload()));
        } catch (StorageException e) {
            LOG.warn("Stale uploads stay until tomorrow: they can't be listed.", e);
        }
    }

    /** What is older than a day and not ours. */
    List<OpenUpload> stale() {
        Instant limit = clock.instant().minus(STALE);
        return bucket.multipart().list(bucket.keys().prefix()).stream()
                .filter(open -> open.begun().isBefore(limit) && !underWay.contains(open.upload()))
                .toList();
    }

    /** Throws nothing. */
    void sweepAbandoned() {
        for (Upload upload : abandoned) {
            abort(upload);
        }
    }

    private void abort(Upload upload) {
        try {
            long bytes = bucket.multipart().bytes(upload);
            bucket.multipart().abort(upload);
            used.removed(bytes);
            abandoned.remove(upload);
            LOG.info("Aborted an upload of {} bytes that nobody would have completed: {}", bytes, upload.key());
        } catch (StorageException e) {
            LOG.warn("An upload that nobody will complete stays for now: {}", upload.key(), e);
        }
    }

    /** Leaves what is left for the next start. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The sweeper of uploads is still waiting for the store.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
