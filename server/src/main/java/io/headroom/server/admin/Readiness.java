package io.headroom.server.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tries the parts that the server can't do without. They are tried on one thread of their own: a disk that hangs takes that one
 * and no other. Thread-safe; closed by whoever made it.
 */
public final class Readiness implements AutoCloseable {
    private static final State STOPS = new State("server", false, "The server is about to stop.");

    private final List<Part> parts;
    private final Duration patience;
    private final ExecutorService executor;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Future<List<State>> trial;
    private volatile String current = "";
    private volatile boolean stopping;

    /** @param patience how long an answer may take */
    public Readiness(List<Part> parts, Duration patience) {
        this.parts = List.copyOf(parts);
        this.patience = patience;
        this.executor = Executors.newSingleThreadExecutor(job -> {
            Thread thread = new Thread(job, "readiness");
            thread.setDaemon(true);
            return thread;
        });
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

    /** Tries all parts, or waits for the trial that is under way. */
    public List<State> look() {
        if (stopping) {
            return List.of(STOPS);
        }
        try {
            return trial().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return List.of(new State(current, false, "No answer for " + patience.toSeconds() + " seconds."));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a trial's failure is a state", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(STOPS);
        }
    }

    private Future<List<State>> trial() {
        lock.lock();
        try {
            Future<List<State>> running = trial;
            if (running == null || running.isDone()) {
                running = executor.submit(this::run);
                trial = running;
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    private List<State> run() {
        List<State> states = new ArrayList<>();
        for (Part part : parts) {
            current = part.name();
            try {
                part.trial().run();
                states.add(new State(part.name(), true, "", part.vital()));
            } catch (RuntimeException e) {
                states.add(new State(part.name(), false, String.valueOf(e.getMessage()), part.vital()));
            }
        }
        return states;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
