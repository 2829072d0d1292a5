package io.headroom.s3;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What all uploads of a storage share: their memory, the threads that send parts, the sweeper. Thread-safe; closed by whoever made it. */
final class Uploads implements AutoCloseable {
    /** How long an upload waits for memory before it is refused. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration END = Duration.ofSeconds(5);

    private final S3Context context;
    private final UploadMemory memory;
    private final UploadSweeper sweeper;
    private final ExecutorService threads;

    Uploads(S3Context context) {
        this.context = context;
        S3Settings settings = context.settings();
        memory = new UploadMemory(settings.uploadMemory(), (int) settings.partSize(), PATIENCE);
        sweeper = new UploadSweeper(context.bucket(), context.used(), context.clock());
        AtomicInteger number = new AtomicInteger();
        // Calls without an answer must leave connections to reads.
        threads = Executors.newFixedThreadPool(Math.max(2, Math.min(32, settings.connections() / 4)), task -> {
            Thread thread = new Thread(task, "s3-part-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins background work. */
    void start() {
        sweeper.start();
    }

    S3Context context() {
        return context;
    }

    Bucket bucket() {
        return context.bucket();
    }

    UsedBytes used() {
        return context.used();
    }

    UploadMemory memory() {
        return memory;
    }

    UploadSweeper sweeper() {
        return sweeper;
    }

    /** Runs it soon, in the background; after {@link #close()} it is cancelled instead. */
    void execute(PartCall<?> call) {
        try {
            threads.execute(call);
        } catch (RejectedExecutionException e) {
            call.cancel();
        }
    }

    @Override
    public void close() {
        sweeper.close();
        threads.shutdownNow();
        try {
            threads.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
