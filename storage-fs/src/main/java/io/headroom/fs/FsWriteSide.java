package io.headroom.fs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that a storage needs for changes; a read-only one has none of it. Thread-safe. */
final class FsWriteSide implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FsWriteSide.class);
    private static final int FORCERS = 8;

    private final StateFolder state;
    private final ChangeLocks locks = new ChangeLocks();
    private final ExecutorService forcers;
    private final FsCapacity capacity;
    private final FsWriter writer;
    private final FsCopies copies;
    private final FsMoves moves;
    private final FsChanges changes;

    /** @param state owned from here on */
    FsWriteSide(FsSettings settings, FsPaths paths, FsLook look, FsOpener opener, StateFolder state, Clock clock)
            throws IOException {
        this.state = state;
        this.forcers = forcers();
        Path root = paths.root();
        Durability durability = new Durability(settings.sync(), root);
        LateFigures late = LateFigures.of(root, state.figures());
        this.capacity = new FsCapacity(paths, late, clock);
        StagingArea staging = new StagingArea(state.staging(), late);
        MoveReserve reserve = new MoveReserve(state.reserve(), late);
        VersionStamps stamps = new VersionStamps(clock);
        FileInstaller files = new FileInstaller(look, locks, durability, staging, late);
        TreeInstaller trees = new TreeInstaller(look, locks, durability, staging, state.replaced(), late);
        this.copies = new FsCopies(opener, files, staging, capacity, stamps, root);
        this.writer =
                new FsWriter(paths, look, opener, copies, files, trees, staging, capacity, stamps, durability, forcers);
        this.moves = new FsMoves(look, locks, durability, trees, copies, late, reserve);
        this.changes = new FsChanges(look, locks, durability, stamps, late, reserve);
    }

    private static ExecutorService forcers() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                FORCERS, FORCERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), runnable -> {
                    Thread thread = new Thread(runnable, "headroom-fs-force");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    ChangeLocks locks() {
        return locks;
    }

    FsCapacity capacity() {
        return capacity;
    }

    FsWriter writer() {
        return writer;
    }

    FsCopies copies() {
        return copies;
    }

    FsMoves moves() {
        return moves;
    }

    FsChanges changes() {
        return changes;
    }

    @Override
    public void close() {
        forcers.shutdown();
        try {
            state.close();
        } catch (IOException e) {
            LOG.warn("The lock of the state folder wasn't given back cleanly.", e);
        }
    }
}
