package io.headroom.fs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Room that is given up so that a move goes through where nothing is left: a rename itself may need a block for the directory,
 * the replacement of a tree needs one for its journal, and btrfs wants much more than it then uses. Thread-safe.
 *
 * <p>A file of no meaning. It is filled up again right after, as far as the volume allows, and later when something was removed.
 */
final class MoveReserve {
    /** btrfs asks for eleven nodes of 16 KiB before it renames. */
    static final int BYTES = 512 * 1024;

    private final Path file;
    private final LateFigures late;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean isShort;

    /**
     * @param file where it is to be, best on the volume of the root; filled now as far as there is room
     * @param late of the root's volume
     */
    MoveReserve(Path file, LateFigures late) {
        this.file = file;
        this.late = late;
        fill();
    }

    /** A move that may be tried again: when it throws, nothing has moved. */
    interface Move {
        void run() throws IOException;
    }

    /** Runs the move, and once more with the reserve's room when there was none. */
    void run(Move move) throws IOException {
        try {
            move.run();
            return;
        } catch (IOException e) {
            if (!FsFailures.isFull(e)) {
                throw e;
            }
        }
        lock.lock();
        try {
            Files.deleteIfExists(file);
            move.run();
        } finally {
            fill();
            lock.unlock();
        }
    }

    /** After something was removed. One look when nothing is missing. */
    void refill() {
        if (isShort && lock.tryLock()) {
            try {
                fill();
            } finally {
                lock.unlock();
            }
        }
    }

    private void fill() {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            long length = open.length();
            isShort = length < BYTES;
            if (isShort) {
                // Noise, so that no compressing file system makes little of it.
                byte[] noise = new byte[BYTES - (int) length];
                new Random(length).nextBytes(noise);
                open.seek(length);
                open.write(noise);
                late.written(open.getChannel());
                isShort = false;
            }
        } catch (IOException e) {
            // No room: then there is less to give up, until something is removed.
            isShort = true;
        }
    }
}
