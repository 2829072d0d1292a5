package io.headroom.fs;

import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finishes the files of one tree while the next ones are copied: forced one by one, each would wait for a whole turn of the
 * disk's journal; side by side they share it. For one thread, which {@link #await}s the end.
 */
final class BackgroundForces {
    private static final int UNDER_WAY = 64;

    private final ExecutorService executor;
    private final Durability durability;
    private final Semaphore places = new Semaphore(UNDER_WAY);
    private final AtomicReference<@Nullable StorageException> failure = new AtomicReference<>();

    BackgroundForces(ExecutorService executor, Durability durability) {
        this.executor = executor;
        this.durability = durability;
    }

    /**
     * Gives a file its time, forces it and closes it, soon; at once when nothing has to be forced.
     *
     * @throws StorageException when an earlier one failed
     */
    void finish(StagedFile file, Instant modified, ResourcePath path) throws IOException {
        if (!durability.isOn()) {
            finishOrDrop(file, modified);
            return;
        }
        places.acquireUninterruptibly();
        try {
            executor.execute(() -> {
                try {
                    finishOrDrop(file, modified);
                } catch (IOException e) {
                    failure.compareAndSet(null, FsFailures.of(e, path, FsFailures.Missing.PARENT, file.path()));
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException e) {
            places.release();
            throw e;
        }
        throwFailure();
    }

    private void finishOrDrop(StagedFile file, Instant modified) throws IOException {
        try {
            file.finish(modified, durability);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Waits until all are finished. */
    void await() {
        drop();
        throwFailure();
    }

    /** Waits, and lets failures be. */
    void drop() {
        places.acquireUninterruptibly(UNDER_WAY);
        places.release(UNDER_WAY);
    }

    private void throwFailure() {
        StorageException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }
}
