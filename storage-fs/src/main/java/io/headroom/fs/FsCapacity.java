package io.headroom.fs;

import io.headroom.spi.Capacity;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.path.ResourcePath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalLong;

/**
 * The room of the volume that a path is on. Thread-safe.
 *
 * <p>Asked anew each time: it costs about a microsecond a figure, and a kept one would be wrong just when it matters.
 * Available is what this process may still use, which is less than what is free: file systems keep a part for the
 * superuser. {@code java.io.File} asks by path; a {@code FileStore} would read the whole mount table first.
 *
 * <p>From the usable bytes comes off what the file system may need beside the content: maps of a file in pieces, a block for a
 * directory that grows, the rest of the last block. So a file of just the available bytes does fit (measured in docs/capacity.md).
 */
final class FsCapacity {
    /** Most file systems' block; none that is common has a larger one. */
    private static final long BLOCK = 4096;

    /** From here on down the margin shrinks to nothing. */
    private static final long FEW = 256 * 1024;

    private final FsPaths paths;
    private final LateFigures late;
    private final Clock clock;

    /** @param late of the root's volume */
    FsCapacity(FsPaths paths, LateFigures late, Clock clock) {
        this.paths = paths;
        this.late = late;
        this.clock = clock;
    }

    Capacity of(ResourcePath scope) throws IOException {
        File place = existing(scope).toFile();
        long total = place.getTotalSpace();
        if (total <= 0) {
            return new Capacity.Unknown("the file system tells no size");
        }
        long usable = place.getUsableSpace();
        if (late.settle(margin(usable))) {
            usable = place.getUsableSpace();
        }
        long used = Math.max(0, total - place.getFreeSpace());
        return new Capacity.Bounded(forContent(usable), used, total, clock.instant());
    }

    /** What of the usable bytes can become the content of one new file. */
    static long forContent(long usable) {
        long left = Math.max(0, usable - margin(usable));
        return left - left % BLOCK;
    }

    /**
     * A thousandth and 64 KiB: enough for pieces of 16 KiB each, and a few directories. It gets smaller while a file is written,
     * by more than what that file takes beside its bytes: so an upload of unknown length may take all that was shown when it
     * began.
     */
    private static long margin(long usable) {
        return usable < FEW ? usable / 4 : FEW / 4 + (usable - FEW) / 1024;
    }

    private Path existing(ResourcePath scope) throws IOException {
        if (paths.isServed(scope)) {
            for (ResourcePath path = scope; !path.isRoot(); path = path.parent()) {
                Path real = paths.real(path);
                if (real != null) {
                    return real;
                }
            }
        }
        return paths.root();
    }

    /**
     * Refuses what can't fit.
     *
     * @param directory where the bytes will go
     * @throws InsufficientStorageException when fewer bytes are left
     */
    void check(OptionalLong expectedBytes, Path directory, ResourcePath target) {
        if (expectedBytes.isEmpty() || expectedBytes.getAsLong() == 0) {
            return;
        }
        File place = directory.toFile();
        long usable = place.getUsableSpace();
        if (late.settle(margin(usable))) {
            usable = place.getUsableSpace();
        }
        long available = forContent(usable);
        // A file system that tells no figures says 0 for all of them; only the write itself can show then.
        if (available < expectedBytes.getAsLong() && place.getTotalSpace() > 0) {
            throw new InsufficientStorageException(
                    Reason.DISK_FULL, target, expectedBytes, OptionalLong.of(available), null);
        }
    }
}
