package io.headroom.conformance.suite;

import io.headroom.conformance.wire.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Tries rows on a server, one after the other. For one thread. */
public final class Suite {
    private static final int ROW_SECONDS = 120;

    private final Endpoint endpoint;
    private final RoomLimits limits;
    private final boolean keep;
    private final RandomGenerator random;

    /**
     * @param keep whether the collection stays on the server at the end
     * @param random for the name of the collection
     */
    public Suite(Endpoint endpoint, RoomLimits limits, boolean keep, RandomGenerator random) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.keep = keep;
        this.random = random;
    }

    /**
     * @param each is told of every row when it ends
     * @throws IOException with a sentence, when the server can't be reached or doesn't let us make a collection
     * @throws InterruptedException when the run is to end; what was made is removed before
     */
    public RunReport run(List<Row> rows, Consumer<RowResult> each) throws IOException, InterruptedException {
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "row");
            thread.setDaemon(true);
            return thread;
        });
        try (Guest guest = Guest.enter(endpoint, keep, limits, random)) {
            List<RowResult> results = new ArrayList<>();
            for (Row row : rows) {
                RowResult result = new RowResult(row, verdict(guest, row, worker));
                results.add(result);
                each.accept(result);
            }
            return new RunReport(endpoint.base(), guest.room(), results);
        } finally {
            worker.shutdownNow();
        }
    }

    private static Verdict verdict(Guest guest, Row row, ExecutorService worker)
            throws IOException, InterruptedException {
        Scene scene;
        try {
            scene = guest.scene(row);
        } catch (IOException e) {
            return Verdict.skip("no place to try it in: " + e.getMessage());
        }
        try {
            return timed(scene, row, worker);
        } finally {
            scene.clear();
        }
    }

    private static Verdict timed(Scene scene, Row row, ExecutorService worker) throws InterruptedException {
        Future<Verdict> running = worker.submit(() -> tried(scene, row));
        try {
            return running.get(ROW_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            end(scene, running);
            return Verdict.fail("no end after " + ROW_SECONDS + " s");
        } catch (InterruptedException e) {
            end(scene, running);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("row " + row.id() + " has a fault of its own", e.getCause());
        }
    }

    /** A write that nobody reads ends only when its connection does. */
    private static void end(Scene scene, Future<Verdict> running) {
        while (!running.isDone()) {
            // Again and again: the row may have opened one more connection meanwhile.
            scene.client().abort();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static Verdict tried(Scene scene, Row row) {
        try {
            return row.trial().run(scene);
        } catch (NotTriedException e) {
            return Verdict.skip(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Verdict.fail(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
