package io.headroom.fs;

import io.headroom.fs.FsSettings.Sync;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces files and directories to the disk, if the settings ask for it. Thread-safe.
 *
 * <p>A rename is durable when its directory is forced. Threads that wait for the same directory share: while one force is
 * under way the others gather, and a single one that starts after them covers them all.
 */
final class Durability {
    private static final Logger LOG = LoggerFactory.getLogger(Durability.class);

    private final Sync sync;
    private final boolean directoriesCanBeForced;
    private final ConcurrentMap<Path, Gathering> gatherings = new ConcurrentHashMap<>();

    /** @param directory any; shows whether this system can force directories (Windows can't, and needs not) */
    Durability(Sync sync, Path directory) {
        this.sync = sync;
        this.directoriesCanBeForced = sync == Sync.ALWAYS && canForce(directory);
    }

    private static boolean canForce(Path directory) {
        try {
            forceNow(directory);
            return true;
        } catch (IOException e) {
            LOG.info(
                    "Directories can't be forced to the disk here; new names are as durable as the system makes them.");
            LOG.debug("Forcing {} failed.", directory, e);
            return false;
        }
    }

    boolean isOn() {
        return sync == Sync.ALWAYS;
    }

    /** Bytes and metadata of an open file. */
    void force(FileChannel file) throws IOException {
        if (isOn()) {
            file.force(true);
        }
    }

    /** What was renamed, made or removed in a directory before this call. */
    void forceDirectory(Path directory) throws IOException {
        if (!directoriesCanBeForced) {
            return;
        }
        Gathering gathering = gatherings.compute(directory, (key, old) -> {
            Gathering here = old == null ? new Gathering(directory) : old;
            here.users++;
            return here;
        });
        try {
            gathering.force();
        } finally {
            gatherings.compute(directory, (key, here) -> {
                gathering.users--;
                return gathering.users == 0 ? null : here;
            });
        }
    }

    private static void forceNow(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The threads that wait for one directory. */
    private static final class Gathering {
        private final Path directory;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition finishedOne = lock.newCondition();
        private long started;
        private long finished;
        private long failed;
        private @Nullable IOException failure;
        private boolean running;
        /** Guarded by the map's own lock on the key. */
        private int users;

        Gathering(Path directory) {
            this.directory = directory;
        }

        void force() throws IOException {
            lock.lock();
            try {
                // One that is running may have begun before our rename, so only the next one counts.
                long needed = started + 1;
                while (finished < needed) {
                    if (running) {
                        finishedOne.awaitUninterruptibly();
                    } else {
                        runOne();
                    }
                }
                if (failure != null && failed >= needed) {
                    throw new IOException(failure.getMessage(), failure);
                }
            } finally {
                lock.unlock();
            }
        }

        private void runOne() {
            running = true;
            started++;
            lock.unlock();
            IOException thrown = null;
            try {
                forceNow(directory);
            } catch (IOException e) {
                thrown = e;
            } finally {
                lock.lock();
                running = false;
                finished = started;
                if (thrown != null) {
                    failed = started;
                    failure = thrown;
                }
                finishedOne.signalAll();
            }
        }
    }
}
