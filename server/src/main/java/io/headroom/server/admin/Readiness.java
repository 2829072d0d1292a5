package io.headroom.server.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tries the parts of a server. Those that it can't do without are tried on one thread, each other one on a thread of its own: a disk
 * that hangs takes that one and no other. Thread-safe; closed by whoever made it.
 */
public final class Readiness implements AutoCloseable {
    private static final State STOPS = new State("server", false, "The server is about to stop.");

    private final List<Trial> trials = new ArrayList<>();
    private final Duration patience;
    private volatile boolean stopping;

    /** @param patience how long an answer may take */
    public Readiness(List<Part> parts, Duration patience) {
        this.patience = patience;
        trials.add(new Trial(parts.stream().filter(Part::vital).toList()));
        for (Part part : parts) {
            if (!part.vital()) {
                trials.add(new Trial(List.of(part)));
            }
        }
    }

    /**
     * @param name for machines
     * @param trial throws what is wrong
     * @param vital whether the server is of no use without it
     */
    public record Part(String name, Runnable trial, boolean vital) {
        public Part(String name, Runnable trial) {
            this(name, trial, true);
        }

        /** One that some requests need, and others don't. */
        public static Part withoutWhichOthersWork(String name, Runnable trial) {
            return new Part(name, trial, false);
        }
    }

    /**
     * @param words what is wrong
     * @param vital whether the server is of no use without it
     */
    public record State(String part, boolean ready, String words, boolean vital) {
        public State(String part, boolean ready, String words) {
            this(part, ready, words, true);
        }
    }

    /** Nothing is ready from here on: whoever sends requests here is to send them elsewhere. */
    public void stopping() {
        stopping = true;
    }

    /** Tries all parts, or waits for the trials that are under way. */
    public List<State> look() {
        if (stopping) {
            return List.of(STOPS);
        }
        long begin = System.nanoTime();
        Map<Trial, Future<List<State>>> begun = new LinkedHashMap<>();
        trials.forEach(trial -> begun.put(trial, trial.begin()));
        List<State> states = new ArrayList<>();
        for (Map.Entry<Trial, Future<List<State>>> each : begun.entrySet()) {
            try {
                Duration left = patience.minusNanos(System.nanoTime() - begin);
                states.addAll(each.getKey().await(each.getValue(), left, patience));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of(STOPS);
            }
        }
        return states;
    }

    /** Some parts, one after the other on one thread. */
    private static final class Trial {
        private final List<Part> parts;
        private final ExecutorService executor;
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Future<List<State>> running;
        private volatile @Nullable Part current;

        Trial(List<Part> parts) {
            this.parts = parts;
            this.executor = Executors.newSingleThreadExecutor(job -> {
                Thread thread = new Thread(job, "readiness");
                thread.setDaemon(true);
                return thread;
            });
        }

        Future<List<State>> begin() {
            lock.lock();
            try {
                Future<List<State>> now = running;
                if (now == null || now.isDone()) {
                    now = executor.submit(this::run);
                    running = now;
                }
                return now;
            } finally {
                lock.unlock();
            }
        }

        /**
         * @param left how long to wait
         * @param patience as it is told
         */
        List<State> await(Future<List<State>> begun, Duration left, Duration patience) throws InterruptedException {
            try {
                return begun.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                Part reached = current;
                Part hanging = reached == null ? parts.get(0) : reached;
                return List.of(new State(
                        hanging.name(), false, "No answer for " + patience.toSeconds() + " seconds.", hanging.vital()));
            } catch (ExecutionException e) {
                throw new IllegalStateException("a trial's failure is a state", e);
            }
        }

        private List<State> run() {
            List<State> states = new ArrayList<>();
            for (Part part : parts) {
                current = part;
                try {
                    part.trial().run();
                    states.add(new State(part.name(), true, "", part.vital()));
                } catch (RuntimeException e) {
                    states.add(new State(part.name(), false, String.valueOf(e.getMessage()), part.vital()));
                }
            }
            return states;
        }

        void close() {
            executor.shutdownNow();
        }
    }

    @Override
    public void close() {
        trials.forEach(Trial::close);
    }
}
