package io.headroom.s3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that work on trees, together for all of them. Whoever has work takes part in it, so each tree goes on however many there
 * are. Thread-safe; closed by whoever made it.
 */
final class TreeWorkers implements AutoCloseable {
    /** Calls at once for one tree, and for all but one of each besides. */
    private static final int MOST = 16;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final int threads;
    private final ExecutorService executor;

    /** @param connections how many calls may be under way at once; most of them are left to others */
    TreeWorkers(int connections) {
        threads = Math.max(1, Math.min(MOST, connections / 4));
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "s3-tree-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
    }

    int threads() {
        return threads;
    }

    /**
     * Works on all of them, several at once, and comes back when nothing of it goes on any more.
     *
     * @throws RuntimeException what the first that failed threw; those that weren't begun by then are left out
     */
    <T> void forEach(List<T> items, Consumer<? super T> work) {
        Share<T> share = new Share<>(items, work);
        List<Helper> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, items.size()); i++) {
            Helper helper = new Helper(share);
            helpers.add(helper);
            try {
                executor.execute(helper);
            } catch (RejectedExecutionException closing) {
                // Then this thread does it alone.
                helper.dismiss();
            }
        }
        share.run();
        helpers.forEach(Helper::dismiss);
        RuntimeException failure = share.failure.get();
        if (failure != null) {
            throw failure;
        }
    }

    private static final class Share<T> implements Runnable {
        private final List<T> items;
        private final Consumer<? super T> work;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

        private Share(List<T> items, Consumer<? super T> work) {
            this.items = items;
            this.work = work;
        }

        @Override
        public void run() {
            while (failure.get() == null) {
                int item = next.getAndIncrement();
                if (item >= items.size()) {
                    return;
                }
                try {
                    work.accept(items.get(item));
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            }
        }
    }

    /** Comes to help when a thread is free, unless all is done by then. */
    private static final class Helper implements Runnable {
        private final Runnable work;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        private Helper(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (taken.compareAndSet(false, true)) {
                try {
                    work.run();
                } finally {
                    end.complete(null);
                }
            }
        }

        /** Waits for the end of what was begun. */
        void dismiss() {
            if (taken.compareAndSet(false, true)) {
                end.complete(null);
            }
            end.join();
        }
    }

    /** What is under way goes on to its end. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
