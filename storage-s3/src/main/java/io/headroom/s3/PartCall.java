package io.headroom.s3;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that a thread of a pool makes. Other than with a {@link java.util.concurrent.Future}, one that is cancelled is done only when
 * the call has really ended: its buffer is in use till then. Thread-safe.
 */
final class PartCall<T> implements Runnable {
    private final Supplier<T> call;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread runner;
    private boolean cancelled;

    PartCall(Supplier<T> call) {
        this.call = call;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        try {
            T value = call.get();
            end();
            result.complete(value);
        } catch (RuntimeException | Error e) {
            end();
            result.completeExceptionally(e);
        }
    }

    private boolean begin() {
        lock.lock();
        try {
            if (cancelled) {
                return false;
            }
            runner = Thread.currentThread();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** After it no interrupt of ours comes; one that came must not meet what the thread does next. */
    private void end() {
        lock.lock();
        try {
            runner = null;
            if (cancelled) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the call, or lets it never begin. */
    void cancel() {
        lock.lock();
        try {
            cancelled = true;
            Thread running = runner;
            if (running != null) {
                running.interrupt();
            } else {
                // No effect on one that has ended.
                result.completeExceptionally(new CancellationException("given up"));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Done when nothing of the call goes on. */
    CompletableFuture<T> result() {
        return result;
    }
}
