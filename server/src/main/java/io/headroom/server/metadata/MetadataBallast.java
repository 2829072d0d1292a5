package io.headroom.server.metadata;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file of no meaning beside the database, to be given up when something must be removed from a full disk: SQLite needs room
 * even for that, in its log.
 *
 * <p>Thread-safe as to asking; filling and dropping come from one thread at a time.
 */
final class MetadataBallast {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Path file;
    private final long bytes;
    private final AtomicLong held = new AtomicLong();

    /**
     * @param file where it is to be; its directory exists
     * @param bytes its full size; 0 for no ballast at all
     */
    MetadataBallast(Path file, long bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Whether there is less of it than there should be. */
    boolean isShort() {
        return held.get() < bytes;
    }

    /**
     * Takes as much room as there is, up to the full size. Where the disk is full, some or all stays missing, which is no
     * error; the next call tries again.
     */
    void fill() {
        if (bytes == 0) {
            return;
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            long length = Math.min(open.length(), bytes);
            open.setLength(length);
            try {
                append(open, length);
            } finally {
                held.set(open.length());
            }
        } catch (IOException e) {
            // No room, or no right to write here: then there is less to give up, as isShort says.
            return;
        }
    }

    private void append(RandomAccessFile open, long from) throws IOException {
        // Noise, so that no compressing file system makes little of it.
        Random noise = new Random(from);
        byte[] block = new byte[BLOCK_BYTES];
        open.seek(from);
        for (long at = from; at < bytes; at += block.length) {
            noise.nextBytes(block);
            open.write(block, 0, (int) Math.min(block.length, bytes - at));
        }
        // Only now is it sure that the volume has given the blocks.
        open.getFD().sync();
    }

    /** Gives the room back to the volume. */
    void drop() throws IOException {
        held.set(0);
        Files.deleteIfExists(file);
    }

    /**
     * How the volume takes a new file of a few blocks. Asks the volume itself, because neither free bytes nor free inodes nor a
     * user's quota alone can say, and because the kernel may have turned it read-only.
     */
    VolumeState volume() {
        Path probe = file.resolveSibling(file.getFileName() + ".probe");
        if (!Files.isWritable(probe.getParent())) {
            return VolumeState.READ_ONLY;
        }
        try {
            try (RandomAccessFile open = new RandomAccessFile(probe.toFile(), "rw")) {
                open.write(new byte[BLOCK_BYTES]);
                open.getFD().sync();
            } finally {
                Files.deleteIfExists(probe);
            }
            return VolumeState.TAKES_FILES;
        } catch (IOException e) {
            // Java has no other name for it than the system's words.
            return String.valueOf(e.getMessage()).contains("Read-only") ? VolumeState.READ_ONLY : VolumeState.FULL;
        }
    }
}
