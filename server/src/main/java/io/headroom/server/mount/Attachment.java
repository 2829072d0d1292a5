package io.headroom.server.mount;

import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A storage that may be away: it is opened in the background, and opened again when its top is gone, with longer and longer pauses
 * between the tries. No caller waits for that. Thread-safe; closed by whoever made it, and the storage with it.
 */
public final class Attachment implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attachment.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Any name will do. */
    private static final String LOOKED_FOR = ".is-it-there";

    private final ResourcePath place;
    private final Supplier<Storage> opening;
    private final ScheduledExecutorService executor;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Future<?> firstTry;
    private volatile @Nullable Storage storage;
    private volatile String absence = "It was not opened yet.";
    private volatile Duration pause = FIRST_PAUSE;
    private boolean closed;

    /**
     * Nothing is opened yet.
     *
     * @param place where it is seen, for the log and for names of threads
     * @param opening opens the storage; throws a SettingsException or a StorageException when it can't
     */
    public Attachment(ResourcePath place, Supplier<Storage> opening) {
        this.place = place;
        this.opening = opening;
        this.executor = Executors.newSingleThreadScheduledExecutor(job -> {
            Thread thread = new Thread(job, "mount" + place);
            thread.setDaemon(true);
            return thread;
        });
    }

    public ResourcePath place() {
        return place;
    }

    /** Begins to open the storage. */
    public void start() {
        firstTry = executor.submit(this::open);
    }

    /**
     * Waits for the first try.
     *
     * @param most after that it goes on in the background
     */
    public void await(Duration most) {
        Future<?> started = firstTry;
        if (started == null) {
            throw new IllegalStateException("it was not started");
        }
        try {
            started.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("The mount {} takes long to open; the server starts without it.", place);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a mount that can't be opened is away, no failure", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One try, unless it is open; the next one follows by itself when this one fails. For the background, and for tests. */
    void open() {
        if (storage != null) {
            return;
        }
        Storage opened;
        try {
            opened = opening.get();
        } catch (SettingsException | StorageException e) {
            retry(String.valueOf(e.getMessage()));
            return;
        } catch (RuntimeException e) {
            LOG.error("The mount {} could not be opened", place, e);
            retry(String.valueOf(e));
            return;
        }
        lock.lock();
        try {
            if (closed) {
                opened.close();
                return;
            }
            storage = opened;
            pause = FIRST_PAUSE;
            absence = "";
        } finally {
            lock.unlock();
        }
        LOG.info("The mount {} is there.", place);
    }

    private void retry(String why) {
        if (!why.equals(absence)) {
            LOG.warn("The mount {} is away, and is tried again: {}", place, why);
        }
        absence = why;
        Duration next = pause;
        pause = next.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next.multipliedBy(2);
        openLater(next);
    }

    private void openLater(Duration next) {
        try {
            // Ends with the executor.
            ScheduledFuture<?> unused = executor.schedule(this::open, next.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The mount {} was closed meanwhile", place, e);
        }
    }

    /**
     * The storage as it is now.
     *
     * @throws UnavailableException with the root as its path, while it is away
     */
    Storage storage() {
        Storage current = storage;
        if (current == null) {
            throw away();
        }
        return current;
    }

    /** The storage, or null while it is away. */
    @Nullable
    Storage storageIfThere() {
        return storage;
    }

    private UnavailableException away() {
        return new UnavailableException(ResourcePath.ROOT, pause, null);
    }

    /**
     * To be asked when something was not found: where the whole storage is gone, that means nothing, and nobody may take it for
     * "it was deleted".
     *
     * @param used in which it was looked for
     * @throws UnavailableException when the whole storage is gone; it is opened again in the background
     */
    void requireTop(Storage used) {
        if (isThere(used)) {
            return;
        }
        lose(used);
        throw away();
    }

    private static boolean isThere(Storage used) {
        try {
            return used.find(ResourcePath.ROOT).isPresent();
        } catch (NotFoundException e) {
            return false;
        }
    }

    private void lose(Storage used) {
        lock.lock();
        try {
            if (storage != used) {
                return;
            }
            storage = null;
            absence = "Its top folder is gone.";
        } finally {
            lock.unlock();
        }
        LOG.warn("The mount {} is away, and is opened again when it can be: {}", place, absence);
        used.close();
        openLater(FIRST_PAUSE);
    }

    /**
     * Tries whether it can be used.
     *
     * @throws StorageException what is wrong
     * @throws IllegalStateException why it could not be opened
     */
    public void requireReady() {
        Storage current = storage;
        if (current == null) {
            throw new IllegalStateException(absence);
        }
        requireTop(current);
        // A bucket's top is there without a question; this one is asked.
        current.find(ResourcePath.ROOT.child(LOOKED_FOR));
    }

    @Override
    public void close() {
        executor.shutdownNow();
        Storage current;
        lock.lock();
        try {
            closed = true;
            current = storage;
            storage = null;
            absence = "The server stops.";
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.close();
        }
    }
}
