package io.headroom.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes btrfs bring its figures up to date. It counts what was written and what was removed when its transaction ends, which may
 * be half a minute later: until then a client that made room would still be refused, and one that filled the volume still be
 * promised it. Thread-safe.
 *
 * <p>Java can't ask for the end of a transaction. But a directory that a file was moved out of can only be forced to the disk
 * together with the directory that it went to, and for that btrfs ends the transaction; it takes some milliseconds. So it is
 * done only when the figure may be off by more than is taken off it anyway.
 */
final class LateFigures {
    /** A file system that counts at once. */
    static final LateFigures NONE = new LateFigures(null);

    /** So many bytes that the figure is no good: a tree is removed, and nobody counts it. */
    static final long UNKNOWN = 1L << 50;

    private static final String NAME = "passed-to-and-fro";

    private final @Nullable Path folder;
    /** At the start nobody knows what was written last. */
    private final AtomicLong changed = new AtomicLong(UNKNOWN);

    private final ReentrantLock lock = new ReentrantLock();

    private LateFigures(@Nullable Path folder) {
        this.folder = folder;
    }

    /**
     * For the volume of a root.
     *
     * @param folder made when it is needed, in an existing one that can be written
     */
    static LateFigures of(Path root, Path folder) throws IOException {
        Path parent = Objects.requireNonNull(folder.getParent());
        return isLate(root) && isLate(parent) ? new LateFigures(folder) : NONE;
    }

    private static boolean isLate(Path place) throws IOException {
        return Files.getFileStore(place).type().equals("btrfs");
    }

    /** @param bytes that were written, or that were or will be removed */
    void changed(long bytes) {
        if (folder != null) {
            changed.addAndGet(bytes);
        }
    }

    /** Forces a file of the server's own to the disk where only that makes it count. */
    void written(FileChannel file) throws IOException {
        if (folder != null) {
            file.force(true);
            changed.addAndGet(UNKNOWN);
        }
    }

    /**
     * @param tolerance how far the figure may be off, in bytes
     * @return whether a new look is worth while
     */
    boolean settle(long tolerance) {
        if (folder == null || changed.get() <= tolerance) {
            return false;
        }
        lock.lock();
        try {
            long counted = changed.get();
            if (counted > tolerance) {
                endTransaction(folder);
                changed.addAndGet(-counted);
            }
            return true;
        } catch (IOException e) {
            // No room even for that: then the figure is as late as it is.
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static void endTransaction(Path folder) throws IOException {
        Path here = Files.createDirectories(folder.resolve("to"));
        Path there = Files.createDirectories(folder.resolve("fro"));
        Path from = Files.exists(there.resolve(NAME)) ? there : here;
        Path to = from.equals(here) ? there : here;
        if (!Files.exists(from.resolve(NAME))) {
            Files.createFile(from.resolve(NAME));
        }
        Files.move(from.resolve(NAME), to.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(from, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
